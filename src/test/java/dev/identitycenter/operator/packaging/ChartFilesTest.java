package dev.identitycenter.operator.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the chart repeats of other files is the same there; {@code make chart} copies it. */
class ChartFilesTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Path README = Helm.CHART.resolve("README.md");
  private static final Path VALUES = Helm.CHART.resolve("values.yaml");

  /** The place of the project on the web, wherever a file mentions it. */
  private static final Pattern HOME =
      Pattern.compile("https://github[.]com/[\\w.-]+/identity-center-operator(?![\\w-])");

  /** The users' own, for which there is nothing but an example. */
  private static final String ANOTHER_REPOSITORY = "https://github.com/example/access.git";

  private static final String BEGIN = "<!-- values -->\n";
  private static final String END = "<!-- /values -->";

  @BeforeAll
  static void leadHome() throws IOException {
    if (writing()) {
      for (var file : textFiles()) {
        var text = Files.readString(file);
        var led = HOME.matcher(text).replaceAll(home());
        if (!led.equals(text)) {
          Files.writeString(file, led);
        }
      }
    }
  }

  @Test
  void everyLinkToTheProjectLeadsToTheHomeOfTheChart() throws IOException {
    var home = home();
    var elsewhere = new TreeSet<String>();
    for (var file : textFiles()) {
      HOME.matcher(Files.readString(file))
          .results()
          .filter(link -> !link.group().equals(home))
          .forEach(link -> elsewhere.add(file + ": " + link.group()));
    }

    assertThat(elsewhere)
        .as("links that differ from home in Chart.yaml; run make chart and commit the result")
        .isEmpty();
  }

  @Test
  void noOtherLinkIsStillToBeDecided() throws IOException {
    for (var file : textFiles()) {
      assertThat(Files.readString(file).replace(home(), "").replace(ANOTHER_REPOSITORY, ""))
          .as("%s", file)
          .doesNotContain("github.com/example/");
    }
  }

  private static String home() throws IOException {
    return YAML.readTree(Helm.CHART.resolve("Chart.yaml").toFile()).path("home").asText();
  }

  /** What people read, apply or publish; our own programs link nowhere. */
  private static List<Path> textFiles() throws IOException {
    var files = new ArrayList<Path>();
    for (var place :
        List.of(
            "README.md",
            "CONTRIBUTING.md",
            "Dockerfile",
            "pom.xml",
            "config",
            "crds",
            "docs",
            "helm",
            "src/main")) {
      try (var found = Files.walk(Path.of(place))) {
        found.filter(Files::isRegularFile).sorted().forEach(files::add);
      }
    }
    return files;
  }

  @ParameterizedTest
  @CsvSource({"crds,crds", "config/monitoring,monitoring"})
  void carriesTheFilesOfTheRepository(Path folder, String copy) throws IOException {
    var originals = texts(folder);
    var copies = Helm.CHART.resolve("files").resolve(copy);
    if (writing()) {
      for (var name : texts(copies).keySet()) {
        Files.delete(copies.resolve(name));
      }
      for (var original : originals.entrySet()) {
        Files.writeString(copies.resolve(original.getKey()), original.getValue());
      }
    }

    assertThat(texts(copies))
        .as("%s differs from %s; run make chart and commit the result", copies, folder)
        .isNotEmpty()
        .isEqualTo(originals);
  }

  @Test
  void listsEveryValueInTheReadme() throws IOException {
    var text = Files.readString(README);
    var begin = text.indexOf(BEGIN) + BEGIN.length();
    var end = text.indexOf(END, begin);
    var wanted =
        text.substring(0, begin) + ValuesTable.of(Files.readString(VALUES)) + text.substring(end);
    if (writing()) {
      Files.writeString(README, wanted);
    }

    assertThat(README)
        .as("%s differs from %s; run make chart and commit the result", README, VALUES)
        .content()
        .isEqualTo(wanted);
  }

  @Test
  void documentsEveryValueThatTheSchemaKnows() throws IOException {
    var table = ValuesTable.of(Files.readString(VALUES));
    var schema = YAML.readTree(Helm.CHART.resolve("values.schema.json").toFile());

    var undocumented = new TreeSet<String>();
    collectLeaves("", schema, undocumented);
    // Helm's own.
    undocumented.remove("global");
    undocumented.removeIf(
        value ->
            table.contains("| `" + value + "` |")
                || table.contains("| `" + value.replaceAll("[.]\\w+$", "") + "` |"));

    assertThat(undocumented).isEmpty();
  }

  @Test
  void refusesUnknownValuesWhereverItNamesTheKnown() throws IOException {
    var schema = YAML.readTree(Helm.CHART.resolve("values.schema.json").toFile());

    for (var named : schema.findParents("properties")) {
      assertThat(named.path("additionalProperties").asBoolean(true)).as("%s", named).isFalse();
    }
  }

  @Test
  void hasTheVersionOfTheOperator() throws IOException {
    var chart = YAML.readTree(Helm.CHART.resolve("Chart.yaml").toFile());
    var pom = Files.readString(Path.of("pom.xml"));

    var version = chart.path("version").asText();
    assertThat(chart.path("appVersion").asText()).isEqualTo(version);
    assertThat(pom)
        .containsPattern(
            "<artifactId>identity-center-operator</artifactId>\\s*<version>%s(-SNAPSHOT)?</version>"
                .formatted(version));
  }

  private static void collectLeaves(String path, JsonNode schema, Set<String> leaves) {
    var properties = schema.path("properties");
    if (properties instanceof MissingNode) {
      leaves.add(path);
    }
    properties
        .properties()
        .forEach(
            property ->
                collectLeaves(
                    path.isEmpty() ? property.getKey() : path + "." + property.getKey(),
                    property.getValue(),
                    leaves));
  }

  private static Map<String, String> texts(Path directory) throws IOException {
    var texts = new TreeMap<String, String>();
    try (var files = Files.list(directory)) {
      for (var file : files.toList()) {
        texts.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return texts;
  }

  private static boolean writing() {
    return Boolean.getBoolean("chart.write");
  }
}
