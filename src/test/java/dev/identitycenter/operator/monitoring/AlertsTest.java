package dev.identitycenter.operator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Alerts and dashboard ask for what exists, and each alert says what to do. */
class AlertsTest {
  private static final Path FOLDER = Path.of("config/monitoring");
  private static final Path RUNBOOK = Path.of("docs/runbook.md");
  private static final Pattern METRIC =
      Pattern.compile("(" + Exposition.PREFIX + "\\w+)(?:\\{([^}]*)})?");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=|!=|=~|!~)\\s*\"");

  private final Exposition exposition = Everything.happened();

  @Test
  void rulesAskForMetricsThatExist() throws IOException {
    assertThat(alerts()).isNotEmpty().allSatisfy(alert -> asksForWhatExists(alert.path("expr")));
  }

  @Test
  void theDashboardAsksForMetricsThatExist() throws IOException {
    var dashboard = new ObjectMapper().readTree(FOLDER.resolve("dashboard.json").toFile());

    var expressions = new ArrayList<JsonNode>();
    dashboard.path("panels").findValues("expr").forEach(expressions::add);
    dashboard.path("templating").findValues("query").forEach(expressions::add);

    assertThat(expressions).hasSizeGreaterThan(20).allSatisfy(this::asksForWhatExists);
  }

  /** What nobody looks at need not be measured. */
  @Test
  void everyMetricIsOnTheDashboard() throws IOException {
    var dashboard = Files.readString(FOLDER.resolve("dashboard.json"));

    assertThat(exposition.ours())
        .allSatisfy(family -> assertThat(dashboard).contains(family.name()));
  }

  @Test
  void panelsDoNotOverlap() throws IOException {
    var dashboard = new ObjectMapper().readTree(FOLDER.resolve("dashboard.json").toFile());
    var taken = new TreeSet<String>();

    for (var panel : dashboard.path("panels")) {
      var place = panel.path("gridPos");
      for (int x = place.path("x").asInt();
          x < place.path("x").asInt() + place.path("w").asInt();
          x++) {
        for (int y = place.path("y").asInt();
            y < place.path("y").asInt() + place.path("h").asInt();
            y++) {
          assertThat(x).isLessThan(24);
          assertThat(taken.add(x + "/" + y))
              .describedAs("place of %s", panel.path("title"))
              .isTrue();
        }
      }
    }
    assertThat(dashboard.path("panels").findValuesAsText("id")).doesNotHaveDuplicates();
  }

  @Test
  void everyAlertSaysWhatHappensAndWhatToDo() throws IOException {
    var runbook = Files.readString(RUNBOOK);

    assertThat(alerts())
        .allSatisfy(
            alert -> {
              var name = alert.path("alert").asText();
              assertThat(name).matches("IdentityCenter([A-Z][a-z]+)+");
              assertThat(alert.path("labels").path("severity").asText())
                  .isIn("critical", "warning");
              assertThat(alert.path("for").asText()).matches("[0-9]+m");
              var annotations = alert.path("annotations");
              assertThat(annotations.path("summary").asText()).endsWith(".");
              assertThat(annotations.path("description").asText()).endsWith(".");
              assertThat(annotations.path("runbook_url").asText())
                  .endsWith("/docs/runbook.md#" + name.toLowerCase(Locale.ROOT));
              assertThat(sectionOf(runbook, name)).contains("**Meaning.**", "**Look at**", "**Do");
            });
  }

  @Test
  void theRunbookHasNoSectionWithoutAnAlert() throws IOException {
    var sections =
        Files.readAllLines(RUNBOOK).stream()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring("## ".length()))
            .toList();

    assertThat(alerts().stream().map(alert -> alert.path("alert").asText()).toList())
        .containsExactlyElementsOf(sections);
  }

  private void asksForWhatExists(JsonNode expression) {
    var known = exposition.sampleNames().toList();
    METRIC
        .matcher(expression.asText())
        .results()
        .forEach(
            asked -> {
              assertThat(known).contains(asked.group(1));
              if (asked.group(2) != null) {
                assertThat(exposition.labels(asked.group(1)))
                    .containsAll(
                        MATCHER.matcher(asked.group(2)).results().map(m -> m.group(1)).toList());
              }
            });
  }

  private static String sectionOf(String runbook, String heading) {
    var from = runbook.indexOf("## " + heading + "\n");
    assertThat(from).describedAs("section %s", heading).isNotNegative();
    var to = runbook.indexOf("\n## ", from + 1);
    return to < 0 ? runbook.substring(from) : runbook.substring(from, to);
  }

  private static List<JsonNode> alerts() throws IOException {
    var rules = new ObjectMapper(new YAMLFactory()).readTree(FOLDER.resolve("rules.yaml").toFile());
    return elements(rules.path("groups")).flatMap(group -> elements(group.path("rules"))).toList();
  }

  private static Stream<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
