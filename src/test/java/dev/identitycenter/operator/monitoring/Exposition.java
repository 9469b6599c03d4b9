package dev.identitycenter.operator.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Metrics in the Prometheus text format, read back. */
final class Exposition {
  static final String PREFIX = "identitycenter_operator_";

  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+).*");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z0-9_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** A metric as its comments describe it. */
  record Family(String name, String type, String help, SortedSet<String> labels) {}

  /** One line. */
  record Sample(String name, Map<String, String> labels, double value) {}

  private final SortedMap<String, Family> families = new TreeMap<>();
  private final List<Sample> samples = new ArrayList<>();

  private Exposition() {}

  static Exposition of(String text) {
    var exposition = new Exposition();
    var helps = new TreeMap<String, String>();
    Family family = null;
    for (var line : text.lines().toList()) {
      if (line.startsWith("# HELP ")) {
        var parts = line.substring("# HELP ".length()).split(" ", 2);
        helps.put(parts[0], parts[1].strip());
      } else if (line.startsWith("# TYPE ")) {
        var parts = line.substring("# TYPE ".length()).split(" ", 2);
        family =
            new Family(
                parts[0], parts[1].strip(), helps.getOrDefault(parts[0], ""), new TreeSet<>());
        exposition.families.put(family.name(), family);
      } else if (!line.isBlank()) {
        exposition.add(line, family);
      }
    }
    return exposition;
  }

  private void add(String line, Family family) {
    var matcher = SAMPLE.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a sample: " + line);
    }
    var labels = new TreeMap<String, String>();
    if (matcher.group(2) != null) {
      LABEL.matcher(matcher.group(2)).results().forEach(l -> labels.put(l.group(1), l.group(2)));
    }
    samples.add(new Sample(matcher.group(1), labels, Double.parseDouble(matcher.group(3))));
    if (family != null) {
      family.labels().addAll(labels.keySet());
      // Every histogram has it.
      family.labels().remove("le");
    }
  }

  /** Those of the operator itself, without the maxima that Micrometer adds to each timer. */
  List<Family> ours() {
    return families.values().stream()
        .filter(family -> family.name().startsWith(PREFIX))
        .filter(family -> !family.name().endsWith("_seconds_max"))
        .toList();
  }

  List<Sample> samples(String name) {
    return samples.stream().filter(sample -> sample.name().equals(PREFIX + name)).toList();
  }

  /** The names samples have, with the endings of histograms. */
  Stream<String> sampleNames() {
    return samples.stream().map(Sample::name).distinct();
  }

  /** The labels of all samples of that name. */
  SortedSet<String> labels(String sampleName) {
    var labels = new TreeSet<String>();
    samples.stream()
        .filter(sample -> sample.name().equals(sampleName))
        .forEach(sample -> labels.addAll(sample.labels().keySet()));
    return labels;
  }
}
