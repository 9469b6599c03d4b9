package dev.identitycenter.operator.monitoring;

import static dev.identitycenter.operator.testing.PlatformTeam.Kind.AccountAssignment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.identitycenter.operator.RunningOperator;
import dev.identitycenter.operator.monitoring.Exposition.Sample;
import dev.identitycenter.operator.simulator.Latency;
import dev.identitycenter.operator.simulator.Simulator;
import dev.identitycenter.operator.simulator.SimulatorOptions;
import dev.identitycenter.operator.testing.PlatformTeam;
import dev.identitycenter.operator.testing.Walkthrough;
import dev.identitycenter.operator.testing.cluster.ClusterTest;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a running operator measures from the first manifest to the last deletion. */
@ClusterTest
class MeasuredJourneyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newHttpClient();
  private final TestCluster cluster;
  private final PlatformTeam team;
  private Simulator simulator;
  private RunningOperator operator;

  MeasuredJourneyTest(TestCluster cluster) {
    this.cluster = cluster;
    team = PlatformTeam.with(cluster, "measured");
  }

  @BeforeEach
  void start() {
    simulator =
        Simulator.start(
            SimulatorOptions.builder().latency(Latency.fixed(Duration.ofMillis(50))).build());
    operator = RunningOperator.on(cluster, simulator).watching(team.namespace()).start();
  }

  @AfterEach
  void stop() {
    team.deleteAll();
    team.awaitEmpty();
    operator.close();
    simulator.close();
  }

  @Test
  void measuresWhatBecomesOfObjects() {
    // Given
    team.apply(Walkthrough.MANIFESTS);
    team.apply(
        Walkthrough.assignment("fenced", "audit-access", "frank@example.com", "111111111111"));
    team.awaitUnready(AccountAssignment, "fenced", "AccountNotAllowed");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(counts(scrape(), "time_to_ready_seconds_count"))
                    .isEqualTo(Map.of("PermissionSet", 3.0, "AccountAssignment", 3.0)));

    // Then
    var measured = scrape();
    assertThat(measured.samples("resource_condition"))
        .filteredOn(sample -> isTrue(sample, "Ready"))
        .hasSize(6);
    assertThat(measured.samples("resource_condition"))
        .filteredOn(sample -> isTrue(sample, "Stalled"))
        .singleElement()
        .satisfies(
            sample ->
                assertThat(sample.labels())
                    .containsAllEntriesOf(
                        Map.of(
                            "kind", "AccountAssignment",
                            "namespace", team.namespace(),
                            "name", "fenced")));
    assertThat(measured.samples("leader")).extracting(Sample::value).containsExactly(1.0);
    assertThat(measured.samples("last_successful_aws_call_timestamp_seconds"))
        .singleElement()
        .satisfies(
            sample ->
                assertThat(sample.value()).isGreaterThan(System.currentTimeMillis() / 1000.0 - 60));

    // When
    team.deleteAll();
    team.awaitEmpty();

    // Then
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(scrape().samples("resource_condition")).isEmpty());
    assertThat(scrape().samples("resource_deletion_timestamp_seconds")).isEmpty();
    assertThat(counts(scrape(), "deletion_duration_seconds_count"))
        .isEqualTo(Map.of("PermissionSet", 3.0, "AccountAssignment", 4.0));
  }

  /** The alerts and the dashboard are checked against meters that a test drives by hand. */
  @Test
  void exposesWhatTheDocumentsSay() {
    team.apply(Walkthrough.MANIFESTS);
    team.awaitAllReady();

    var documented = Everything.happened().ours();

    assertThat(documented).containsAll(scrape().ours());
  }

  private static boolean isTrue(Sample sample, String type) {
    return sample.labels().get("type").equals(type) && sample.labels().get("status").equals("True");
  }

  private static Map<String, Double> counts(Exposition measured, String name) {
    var counts = new TreeMap<String, Double>();
    measured.samples(name).forEach(s -> counts.put(s.labels().get("kind"), s.value()));
    return counts;
  }

  private Exposition scrape() {
    var request = HttpRequest.newBuilder(operator.http().resolve("/metrics")).build();
    try {
      return Exposition.of(http.send(request, BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
