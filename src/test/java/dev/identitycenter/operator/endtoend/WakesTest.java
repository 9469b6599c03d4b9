package dev.identitycenter.operator.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.simulator.Latency;
import dev.identitycenter.operator.simulator.Seed;
import dev.identitycenter.operator.testing.Walkthrough;
import dev.identitycenter.operator.testing.cluster.ClusterTest;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Objects are looked at when what they read has changed, not whenever something has. */
@ClusterTest
@Execution(ExecutionMode.CONCURRENT)
class WakesTest {
  private static final int ASSIGNMENTS = 100;

  /** Twice as many as an assignment takes, and far fewer than there are others. */
  private static final int RUNS_EACH = 10;

  private final Scene scene;

  WakesTest(TestCluster cluster) {
    scene =
        Scene.on(
            cluster,
            "wakes",
            20,
            aws ->
                aws.seed(Seed.generated(ASSIGNMENTS + 1, 1, 0))
                    .withoutRates()
                    .latency(Latency.between(Duration.ofSeconds(2), Duration.ofSeconds(10))));
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void assignmentsDoNotRunForEveryOtherOfTheirPermissionSet() {
    scene.operate(operator -> operator);

    scene.team().apply(manifests());
    scene.team().awaitAllReady();
    assertThat(runs()).describedAs("runs until all are Ready").isLessThan(RUNS_EACH * ASSIGNMENTS);

    var before = runs();
    scene.team().deleteAll();
    scene.team().awaitEmpty();
    assertThat(runs() - before)
        .describedAs("runs until all are gone")
        .isLessThan(RUNS_EACH * ASSIGNMENTS);
  }

  private double runs() {
    return scene.metrics(
        "identitycenter_operator_reconcile_outcomes_total{kind=\"AccountAssignment\",");
  }

  private static String manifests() {
    return Walkthrough.set("shared", "Shared", "ReadOnlyAccess")
        + IntStream.range(0, ASSIGNMENTS)
            .mapToObj(
                i ->
                    "---\n"
                        + Walkthrough.assignment(
                            "grant-%03d".formatted(i),
                            "shared",
                            "user-00001@example.com",
                            Long.toString(100_000_000_002L + i)))
            .collect(Collectors.joining());
  }
}
