package dev.identitycenter.operator.endtoend;

import static dev.identitycenter.operator.testing.PlatformTeam.Kind.PermissionSet;
import static dev.identitycenter.operator.testing.Walkthrough.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.identitycenter.operator.RunningOperator;
import dev.identitycenter.operator.simulator.Call;
import dev.identitycenter.operator.simulator.Latency;
import dev.identitycenter.operator.simulator.Simulator;
import dev.identitycenter.operator.simulator.SimulatorOptions;
import dev.identitycenter.operator.testing.FastClock;
import dev.identitycenter.operator.testing.Installation;
import dev.identitycenter.operator.testing.PlatformTeam;
import dev.identitycenter.operator.testing.Walkthrough;
import dev.identitycenter.operator.testing.cluster.ClusterTest;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The API server fails while AWS works. The operator may come late, but repeats nothing in AWS and
 * loses nothing.
 */
@ClusterTest
@Isolated("stops servers that all tests share")
class KubernetesFaultsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final FastClock clock = FastClock.times(10);
  private final Simulator simulator =
      Simulator.start(
          SimulatorOptions.builder()
              .clock(clock)
              .latency(Latency.between(Duration.ofSeconds(5), Duration.ofSeconds(15)))
              .build());
  private final TestCluster cluster;
  private final PlatformTeam team;
  private final RunningOperator operator;

  KubernetesFaultsTest(TestCluster cluster) {
    this.cluster = cluster;
    team = PlatformTeam.with(cluster, "kubernetes-faults");
    team.waitAtMost(PATIENCE);
    operator = RunningOperator.on(cluster, simulator).watching(team.namespace()).at(clock).start();
  }

  @AfterEach
  void stop() {
    team.deleteAll();
    team.awaitEmpty();
    operator.close();
    simulator.close();
  }

  @Test
  void survivesARestartOfTheApiServer() {
    team.apply(Walkthrough.MANIFESTS);
    awaitFirst("CreateAccountAssignment");

    cluster.stopApiServer();
    try {
      awaitQuietAws();
    } finally {
      cluster.startApiServer();
    }

    assertGrantedOnce();
  }

  @Test
  void survivesARestartOfTheApiServerWhileItDeletes() {
    team.apply(Walkthrough.MANIFESTS);
    team.awaitAllReady();
    team.deleteAll();
    awaitFirst("DeleteAccountAssignment");

    cluster.stopApiServer();
    try {
      awaitQuietAws();
    } finally {
      cluster.startApiServer();
    }

    team.awaitEmpty();
    Walkthrough.assertNothingLeft(simulator);
    assertThat(simulator.journal().count("DeleteAccountAssignment")).isEqualTo(3);
  }

  @Test
  void survivesAnApiServerThatDoesNotAnswer() {
    team.apply(Walkthrough.MANIFESTS);
    awaitFirst("CreateAccountAssignment");

    cluster.pauseEtcd();
    try {
      awaitQuietAws();
    } finally {
      cluster.resumeEtcd();
    }

    assertGrantedOnce();
  }

  @Test
  void noticesWhatChangedWhileItWasCutOff() {
    team.apply(Walkthrough.MANIFESTS);
    team.awaitAllReady();

    operator.toKubernetes().interrupt();
    team.apply(set("audit-access", "AuditAccess", "SecurityAudit", "ReadOnlyAccess"));
    operator.toKubernetes().interrupt();

    team.awaitReady(PermissionSet, "audit-access");
    Walkthrough.assertGranted(simulator, "SecurityAudit", "ReadOnlyAccess");
  }

  @Test
  void asksAwsForNothingItCannotWriteDown() {
    Installation.permitStatusWrites(cluster, false);
    try {
      team.apply(Walkthrough.MANIFESTS);
      awaitFirst("ListAccountAssignmentCreationStatus");
      var since = clock.instant();
      await().until(() -> clock.instant().isAfter(since.plus(Duration.ofMinutes(1))));

      assertThat(simulator.snapshot().permissionSets()).isEmpty();
    } finally {
      Installation.permitStatusWrites(cluster, true);
    }

    assertGrantedOnce();
  }

  @Test
  void repeatsNoRequestWhoseIdItCouldNotWriteDown() {
    var first = new AtomicBoolean(true);
    simulator
        .faults()
        .onAnswer(
            (Call call) -> {
              if (call.operation().equals("CreateAccountAssignment") && first.getAndSet(false)) {
                Installation.permitStatusWrites(cluster, false);
              }
            });
    try {
      team.apply(Walkthrough.MANIFESTS);
      await().atMost(PATIENCE).untilFalse(first);
      awaitQuietAws();
    } finally {
      Installation.permitStatusWrites(cluster, true);
    }

    assertGrantedOnce();
  }

  private void assertGrantedOnce() {
    team.awaitAllReady();
    Walkthrough.assertGranted(simulator);
    assertThat(simulator.journal().count("CreatePermissionSet")).isEqualTo(3);
    assertThat(simulator.journal().count("CreateAccountAssignment")).isEqualTo(3);
  }

  private void awaitFirst(String operation) {
    await().atMost(PATIENCE).until(() -> simulator.journal().count(operation) > 0);
  }

  /** Until what AWS was asked for has ended and a while has passed. */
  private void awaitQuietAws() {
    await().atMost(PATIENCE).until(() -> simulator.snapshot().inFlight().isEmpty());
    var since = clock.instant();
    await().until(() -> clock.instant().isAfter(since.plus(Duration.ofSeconds(20))));
  }
}
