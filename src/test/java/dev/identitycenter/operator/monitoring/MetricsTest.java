package dev.identitycenter.operator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.api.v1alpha1.Reason;
import dev.identitycenter.operator.monitoring.Exposition.Sample;
import dev.identitycenter.operator.status.Outcome;
import dev.identitycenter.operator.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final Duration LATER = Duration.ofMinutes(1);

  private final Everything everything = new Everything();

  @Test
  void aSettledObjectIsOneLine() {
    everything.assignment("settled", Outcome.settled("AWS lists the assignment.", LATER));

    assertThat(conditionsOf("settled")).containsExactly("Ready=True");
  }

  @Test
  void anObjectInTroubleTellsWhatIsWrong() {
    everything.assignment("lost", Outcome.stalled(Reason.AccountNotAllowed, "Not allowed."));

    assertThat(conditionsOf("lost"))
        .containsExactlyInAnyOrder(
            "Ready=False", "ResolvedRefs=False", "Synced=Unknown", "Stalled=True");
  }

  @Test
  void nothingIsLeftOfAnObjectThatIsGone() {
    var assignment = everything.assignment("gone", Outcome.settled("Ready.", LATER));
    assertThat(conditionsOf("gone")).isNotEmpty();

    everything.remove(assignment);

    assertThat(conditionsOf("gone")).isEmpty();
  }

  @Test
  void aDeletionTellsSinceWhen() {
    assertThat(everything.scrape().samples("resource_deletion_timestamp_seconds"))
        .singleElement()
        .satisfies(
            sample -> {
              assertThat(sample.labels()).containsEntry("name", "leaving");
              // 2026-03-01T09:50:00Z
              assertThat(sample.value()).isEqualTo(1772358600);
            });
  }

  @Test
  void aRunIsMeasuredByWhatBecameOfIt() {
    var assignment = Fixtures.assignment("a", "readers", "developers", Fixtures.account(1));

    everything.run(assignment, Outcome.settled("Ready.", LATER), "status");
    everything.run(assignment, Outcome.stalled(Reason.AccessDenied, "Denied."), "status");
    everything.run(assignment, null, null);

    assertThat(counted("reconcile_duration_seconds_count", "outcome"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("waiting", 1.0, "removed", 1.0, "settled", 1.0, "stalled", 1.0, "failed", 1.0));
    assertThat(counted("reconcile_outcomes_total", "reason"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("DeletionBlocked", 1.0, "Removed", 1.0, "Ready", 1.0, "AccessDenied", 1.0));
    assertThat(everything.scrape().samples("deletion_duration_seconds_sum"))
        .singleElement()
        .satisfies(sum -> assertThat(sum.value()).isEqualTo(600));
  }

  @Test
  void onlyAnAnswerMovesTheTimeOfTheLastSuccess() {
    assertThat(everything.scrape().samples("last_successful_aws_call_timestamp_seconds"))
        .singleElement()
        // 2026-03-01T10:00:00Z
        .satisfies(sample -> assertThat(sample.value()).isEqualTo(1772359200));
  }

  /** Users read it there what a metric means, so it has to be what the operator says itself. */
  @Test
  void theDocumentListsEachMetric() throws IOException {
    var table =
        everything.scrape().ours().stream()
            .map(
                family ->
                    "| `%s` | %s | %s | %s |"
                        .formatted(
                            family.name(),
                            family.type(),
                            family.labels().stream()
                                .map(label -> "`" + label + "`")
                                .collect(Collectors.joining(", ")),
                            family.help()))
            .toList();
    Files.createDirectories(Path.of("target"));
    Files.write(Path.of("target/metrics-table.md"), table);

    assertThat(rowsOf(Path.of("docs/metrics.md")))
        .describedAs("the table of docs/metrics.md; target/metrics-table.md has what is true")
        .containsExactlyElementsOf(table);
  }

  private static List<String> rowsOf(Path document) throws IOException {
    return Files.readAllLines(document).stream()
        .filter(line -> line.startsWith("| `" + Exposition.PREFIX))
        .toList();
  }

  private List<String> conditionsOf(String name) {
    return everything.scrape().samples("resource_condition").stream()
        .map(Sample::labels)
        .filter(labels -> labels.get("name").equals(name))
        .map(labels -> labels.get("type") + "=" + labels.get("status"))
        .toList();
  }

  private Map<String, Double> counted(String name, String label) {
    return everything.scrape().samples(name).stream()
        .collect(
            Collectors.toMap(sample -> sample.labels().get(label), Sample::value, Double::sum));
  }
}
