package dev.identitycenter.operator.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The page with results; its text is written by hand, what was measured by a run. */
final class ResultPage {
  static final String PATH = "docs/benchmarks.md";

  private final Machine machine;
  private final Map<String, Findings> measured = new LinkedHashMap<>();

  ResultPage(Machine machine) {
    this.machine = machine;
  }

  String machine() {
    return machine.toString();
  }

  void add(String scenario, Findings findings) {
    measured.put(scenario, findings);
  }

  /** Replaces what the page says of the scenarios that were measured. */
  void write() {
    var path = Path.of(PATH);
    try {
      var text = Files.readString(path);
      for (var entry : measured.entrySet()) {
        text = replaced(text, entry.getKey(), section(entry.getValue()));
      }
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing " + PATH, e);
    }
  }

  private static String replaced(String text, String scenario, String section) {
    var begin = "<!-- make bench: %s -->\n".formatted(scenario);
    var end = "<!-- end of %s -->\n".formatted(scenario);
    var from = text.indexOf(begin);
    var to = text.indexOf(end);
    if (from < 0 || to < from) {
      throw new IllegalStateException(
          "%s has no place for %s: it needs the lines%n%s%s".formatted(PATH, scenario, begin, end));
    }
    return text.substring(0, from + begin.length()) + section + text.substring(to);
  }

  private String section(Findings findings) {
    return """

        ## %s

        %s Measured on %s on a machine with %s.

        %s

        %s

        """
        .formatted(
            findings.title(),
            findings.setting(),
            LocalDate.now(ZoneOffset.UTC),
            machine,
            findings.table().asMarkdown(),
            findings.verdicts().stream()
                .map(verdict -> "- " + verdict)
                .collect(Collectors.joining("\n")));
  }
}
