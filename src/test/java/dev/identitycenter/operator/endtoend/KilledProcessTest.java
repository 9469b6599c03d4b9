package dev.identitycenter.operator.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.simulator.Call;
import dev.identitycenter.operator.simulator.Latency;
import dev.identitycenter.operator.simulator.Simulator;
import dev.identitycenter.operator.simulator.SimulatorOptions;
import dev.identitycenter.operator.testing.Installation;
import dev.identitycenter.operator.testing.OperatorProcess;
import dev.identitycenter.operator.testing.PlatformTeam;
import dev.identitycenter.operator.testing.Walkthrough;
import dev.identitycenter.operator.testing.cluster.ClusterTest;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operator as a program of its own, in real time, killed by the system. {@link CrashTest} knows
 * more moments; this one shows that its crashes are like real ones.
 */
@ClusterTest
class KilledProcessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Simulator simulator =
      Simulator.start(
          SimulatorOptions.builder().latency(Latency.fixed(Duration.ofSeconds(3))).build());
  private final TestCluster cluster;
  private final PlatformTeam team;
  @TempDir private Path logs;
  private OperatorProcess operator;
  private int started;
  private boolean election;

  KilledProcessTest(TestCluster cluster) {
    this.cluster = cluster;
    team = PlatformTeam.with(cluster, "killed");
    team.waitAtMost(PATIENCE);
  }

  @AfterEach
  void stop() {
    operator.close();
    simulator.close();
  }

  @Test
  void goesOnWhereTheKilledOneStopped() throws InterruptedException {
    startOperator();
    var created = killAfter("CreateAccountAssignment", operator);
    team.apply(Walkthrough.MANIFESTS);
    awaitKill(created);
    startOperator();
    team.awaitAllReady();
    Walkthrough.assertGranted(simulator);

    var deleted = killAfter("DeleteAccountAssignment", operator);
    team.deleteAll();
    awaitKill(deleted);
    startOperator();
    team.awaitEmpty();

    Walkthrough.assertNothingLeft(simulator);
    assertThat(simulator.journal().workflows()).hasSize(6);
  }

  @Test
  void handsOverToTheStandby() throws InterruptedException {
    election = true;
    startOperator();
    var leader = operator;
    leader.awaitReady();
    startOperator();
    var created = killAfter("CreateAccountAssignment", leader);
    team.apply(Walkthrough.MANIFESTS);
    awaitKill(created);

    team.awaitAllReady();

    Walkthrough.assertGranted(simulator);
    team.deleteAll();
    team.awaitEmpty();
    Walkthrough.assertNothingLeft(simulator);
    assertThat(simulator.journal().workflows()).hasSize(6);
  }

  /** Kills the operator when its first such call has taken effect and is not answered yet. */
  private CountDownLatch killAfter(String operation, OperatorProcess victim) {
    var killed = new CountDownLatch(1);
    var seen = new AtomicInteger();
    simulator
        .faults()
        .onAnswer(
            (Call call) -> {
              if (call.operation().equals(operation) && seen.getAndIncrement() == 0) {
                victim.kill();
                killed.countDown();
              }
            });
    return killed;
  }

  private static void awaitKill(CountDownLatch killed) throws InterruptedException {
    assertThat(killed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  private void startOperator() {
    started++;
    operator =
        Installation.on(cluster)
            .start(
                simulator.endpoint(),
                team.namespace(),
                Map.of("LEADER_ELECTION", Boolean.toString(election)),
                logs.resolve("operator-" + started + ".log"));
  }
}
