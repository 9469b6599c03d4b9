package dev.identitycenter.operator.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.identitycenter.operator.simulator.Simulator;
import dev.identitycenter.operator.simulator.SimulatorOptions;
import dev.identitycenter.operator.testing.Installation;
import dev.identitycenter.operator.testing.OperatorProcess;
import dev.identitycenter.operator.testing.PlatformTeam;
import dev.identitycenter.operator.testing.Walkthrough;
import dev.identitycenter.operator.testing.cluster.ClusterTest;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of the operator as a program of its own, where another program reads it. */
@ClusterTest
class JsonLogTest {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Simulator simulator = Simulator.start(SimulatorOptions.builder().build());
  private final TestCluster cluster;
  private final PlatformTeam team;
  private final Instant begin = Instant.now();
  @TempDir private Path folder;
  private OperatorProcess operator;

  JsonLogTest(TestCluster cluster) {
    this.cluster = cluster;
    team = PlatformTeam.with(cluster, "log");
    team.waitAtMost(PATIENCE);
  }

  @AfterEach
  void stop() {
    operator.close();
    simulator.close();
  }

  @Test
  void isOneObjectALineWithEachValueAField() throws IOException {
    start(Map.of("LOG_FORMAT", "json"));
    team.apply(Walkthrough.set("read-only", "ReadOnly", "ReadOnlyAccess"));
    team.awaitAllReady();
    var arn = simulator.snapshot().permissionSets().get(0).arn();
    team.deleteAll();
    team.awaitEmpty();
    operator.close();

    var lines = lines();
    assertThat(lines)
        .allSatisfy(
            line -> {
              assertThat(OffsetDateTime.parse(line.path("@timestamp").asText()).toInstant())
                  .isBetween(begin, Instant.now());
              assertThat(line.path("level").asText()).isIn("INFO", "WARN", "ERROR");
              assertThat(line.path("logger").asText()).isNotEmpty();
              assertThat(line.path("thread").asText()).isNotEmpty();
            });
    assertThat(lines.stream().map(line -> line.path("message").asText()))
        .containsSubsequence("Started", "Created permission set", "Deleted permission set");
    var created = said("Created permission set", lines);
    assertThat(created.path("permissionSetArn").asText()).isEqualTo(arn);
    assertThat(created.path("resource.kind").asText()).isEqualTo("PermissionSet");
    assertThat(created.path("resource.namespace").asText()).isEqualTo(team.namespace());
    assertThat(created.path("resource.name").asText()).isEqualTo("read-only");
    assertThat(said("Started", lines).path("httpPort").isInt()).isTrue();
  }

  @Test
  void tellsMistakesOfTheConfigurationInOneLineAsWell() throws IOException {
    start(Map.of("LOG_FORMAT", "json", "API_RATE", "100", "DRY_RUN", "maybe"));

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThatThrownBy(operator::requireAlive).isNotNull());
    assertThat(lines())
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.path("level").asText()).isEqualTo("ERROR");
              assertThat(line.path("message").asText()).contains("API_RATE", "DRY_RUN");
            });
  }

  @Test
  void leavesOutWhatIsBelowItsLevel() throws IOException, InterruptedException {
    start(Map.of("LOG_FORMAT", "json", "LOG_LEVEL", "ERROR"));
    operator.awaitReady();
    operator.close();

    assertThat(lines()).isEmpty();
  }

  private static JsonNode said(String message, List<JsonNode> lines) {
    return lines.stream()
        .filter(line -> line.path("message").asText().equals(message))
        .findFirst()
        .orElseThrow();
  }

  private List<JsonNode> lines() throws IOException {
    var lines = new ArrayList<JsonNode>();
    for (var line : Files.readAllLines(folder.resolve("operator.log"))) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  private void start(Map<String, String> settings) {
    operator =
        Installation.on(cluster)
            .start(
                simulator.endpoint(), team.namespace(), settings, folder.resolve("operator.log"));
  }
}
