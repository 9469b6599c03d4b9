package dev.identitycenter.operator.endtoend;

import static dev.identitycenter.operator.endtoend.Scene.eventually;
import static dev.identitycenter.operator.testing.PlatformTeam.Kind.AccountAssignment;
import static dev.identitycenter.operator.testing.PlatformTeam.Kind.PermissionSet;
import static dev.identitycenter.operator.testing.Walkthrough.DEVELOPMENT;
import static dev.identitycenter.operator.testing.Walkthrough.TEST;
import static dev.identitycenter.operator.testing.Walkthrough.assignment;
import static dev.identitycenter.operator.testing.Walkthrough.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.RunningOperator;
import dev.identitycenter.operator.simulator.Latency;
import dev.identitycenter.operator.simulator.Simulator;
import dev.identitycenter.operator.simulator.SimulatorOptions;
import dev.identitycenter.operator.testing.FastClock;
import dev.identitycenter.operator.testing.PlatformTeam;
import dev.identitycenter.operator.testing.cluster.ClusterTest;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * One operator for the whole cluster. It sees what other tests left behind too, so names are used
 * nowhere else, and only what bears them is looked at.
 */
@ClusterTest
@Isolated("works on the objects of every namespace")
class AllNamespacesTest {
  private static final String FRANK = "frank@example.com";
  private static final String ALICE = "alice@example.com";
  private static final List<String> NAMES = List.of("EverywhereBlue", "EverywhereRed");

  private final FastClock clock = FastClock.times(10);
  private final Simulator simulator =
      Simulator.start(
          SimulatorOptions.builder()
              .clock(clock)
              .withoutRates()
              .latency(Latency.between(Duration.ofSeconds(1), Duration.ofSeconds(5)))
              .build());
  private final TestCluster cluster;
  private final PlatformTeam blue;
  private final RunningOperator operator;

  AllNamespacesTest(TestCluster cluster) {
    this.cluster = cluster;
    blue = PlatformTeam.with(cluster, "everywhere-blue");
    blue.waitAtMost(Duration.ofMinutes(1));
    operator =
        RunningOperator.on(cluster, simulator).with("WATCH_NAMESPACES", "").at(clock).start();
  }

  @AfterEach
  void stop() {
    operator.close();
    simulator.close();
  }

  @Test
  void servesNamespacesThatAppearWhileItRunsAndReferencesAmongThem() {
    var red = PlatformTeam.with(cluster, "everywhere-red");
    red.waitAtMost(Duration.ofMinutes(1));

    blue.apply(
        set("shared", "EverywhereBlue", "SecurityAudit")
            + "  allowedNamespaces: {from: Listed, names: ["
            + red.namespace()
            + "]}\n---\n"
            + assignment("same-name", "shared", FRANK, DEVELOPMENT));
    red.apply(
        set("own", "EverywhereRed", "ReadOnlyAccess")
            + "---\n"
            + assignment("same-name", "own", ALICE, DEVELOPMENT)
            + "---\n"
            + assignment("borrowed", "shared", ALICE, TEST)
                .replace("{name: shared}", "{name: shared, namespace: " + blue.namespace() + "}"));

    blue.awaitAllReady();
    red.awaitAllReady();
    assertThat(granted())
        .containsExactlyInAnyOrder(
            "EverywhereBlue " + DEVELOPMENT,
            "EverywhereRed " + DEVELOPMENT,
            "EverywhereBlue " + TEST);

    blue.delete(PermissionSet, "shared");
    assertThat(blue.awaitUnready(PermissionSet, "shared", "DeletionBlocked").message())
        .contains(red.namespace() + "/borrowed", blue.namespace() + "/same-name");

    red.delete(AccountAssignment, "borrowed");
    blue.delete(AccountAssignment, "same-name");
    blue.awaitEmpty();
    eventually(() -> assertThat(granted()).containsExactly("EverywhereRed " + DEVELOPMENT));
    red.deleteAll();
    red.awaitEmpty();
    assertThat(granted()).isEmpty();
  }

  /** Assignments of our sets by the set's name and the account. */
  private List<String> granted() {
    var snapshot = simulator.snapshot();
    return snapshot.permissionSets().stream()
        .filter(set -> NAMES.contains(set.name()))
        .flatMap(
            set ->
                snapshot.assignments().stream()
                    .filter(assignment -> assignment.permissionSetArn().equals(set.arn()))
                    .map(assignment -> set.name() + " " + assignment.accountId()))
        .toList();
  }
}
