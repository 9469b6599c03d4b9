package dev.identitycenter.operator.endtoend;

import static dev.identitycenter.operator.endtoend.Scene.eventually;
import static dev.identitycenter.operator.testing.PlatformTeam.Kind.AccountAssignment;
import static dev.identitycenter.operator.testing.PlatformTeam.Kind.PermissionSet;
import static dev.identitycenter.operator.testing.Walkthrough.DEVELOPMENT;
import static dev.identitycenter.operator.testing.Walkthrough.SETS;
import static dev.identitycenter.operator.testing.Walkthrough.arn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.simulator.Latency;
import dev.identitycenter.operator.testing.PlatformTeam;
import dev.identitycenter.operator.testing.Walkthrough;
import dev.identitycenter.operator.testing.cluster.ClusterTest;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a user tells the operator to leave alone stays as it is in AWS. */
@ClusterTest
@Execution(ExecutionMode.CONCURRENT)
class HandsOffTest {
  private static final Duration RESYNC = Duration.ofMinutes(1);

  private final TestCluster cluster;
  private Scene scene;
  private PlatformTeam team;

  HandsOffTest(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void settle() {
    scene =
        Scene.on(
            cluster,
            "hands-off",
            30,
            aws -> aws.latency(Latency.between(Duration.ofSeconds(2), Duration.ofSeconds(10))));
    team = scene.team();
    scene.operate(operator -> operator.resyncInterval(RESYNC));
    Walkthrough.settle(team);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void comparesAndChangesNothingWhileSuspended() {
    team.apply(with("suspend: true"));
    awaitSuspended();
    changeByHand();
    var left = Walkthrough.Access.in(scene.simulator());

    scene.assertRests(() -> scene.pass(RESYNC.multipliedBy(4)));

    assertThat(scene.operatorCalls()).describedAs("calls about suspended objects").isEmpty();
    assertThat(Walkthrough.Access.in(scene.simulator())).isEqualTo(left);

    team.apply(with("suspend: false"));

    team.awaitAllReady();
    eventually(() -> Walkthrough.assertGranted(scene.simulator()));
  }

  @Test
  void createsNothingForWhatWasSuspendedFromTheStart() {
    team.apply(
        Walkthrough.set("read-only", "ReadOnly", "ReadOnlyAccess").replace("spec:\n", suspended())
            + "---\n"
            + Walkthrough.assignment("frank", "read-only", "frank@example.com", DEVELOPMENT)
                .replace("spec:\n", suspended()));
    team.awaitUnready(PermissionSet, "read-only", "Suspended");
    team.awaitUnready(AccountAssignment, "frank", "Suspended");

    scene.pass(RESYNC.multipliedBy(3));

    Walkthrough.assertGranted(scene.simulator());
  }

  @Test
  void deletesWhatIsSuspended() {
    team.apply(with("suspend: true"));
    awaitSuspended();

    team.deleteAll();

    team.awaitEmpty();
    Walkthrough.assertNothingLeft(scene.simulator());
  }

  @Test
  void leavesWhatIsToBeRetained() {
    var before = Walkthrough.Access.in(scene.simulator());
    team.apply(with("deletionPolicy: Retain"));
    team.awaitAllReady();
    scene.simulator().journal().clear();

    team.deleteAll();

    team.awaitEmpty();
    assertThat(scene.operatorWrites()).isEmpty();
    assertThat(Walkthrough.Access.in(scene.simulator())).isEqualTo(before);
  }

  /** The object goes although assignments use the set, and they go on working. */
  @Test
  void letsTheObjectOfARetainedSetGoWhileItIsUsed() {
    team.apply(
        Walkthrough.set("audit-access", "AuditAccess", "SecurityAudit")
            + "  deletionPolicy: Retain\n");
    team.awaitReady(PermissionSet, "audit-access");

    team.delete(PermissionSet, "audit-access");

    eventually(() -> assertThat(team.exists(PermissionSet, "audit-access")).isFalse());
    team.awaitUnready(AccountAssignment, "frank-audit-dev", "PermissionSetNotFound");
    scene.pass(RESYNC.multipliedBy(2));
    Walkthrough.assertGranted(scene.simulator());

    team.delete(AccountAssignment, "frank-audit-dev");

    eventually(
        () ->
            assertThat(scene.simulator().snapshot().assignments("AuditAccess", DEVELOPMENT))
                .isEmpty());
    eventually(() -> assertThat(team.exists(AccountAssignment, "frank-audit-dev")).isFalse());
  }

  private void awaitSuspended() {
    for (var name : SETS) {
      team.awaitUnready(PermissionSet, name, "Suspended");
    }
    for (var name : Walkthrough.ASSIGNMENTS) {
      team.awaitUnready(AccountAssignment, name, "Suspended");
    }
  }

  private void changeByHand() {
    var administrator = scene.administrator();
    administrator.attach("AuditAccess", arn("AdministratorAccess"));
    administrator.unassign("EC2-S3-FullAccess", "alice@example.com", DEVELOPMENT);
    eventually(
        () -> assertThat(administrator.assigneesOf("EC2-S3-FullAccess", DEVELOPMENT)).isEmpty());
  }

  private static String suspended() {
    return "spec:\n  suspend: true\n";
  }

  private static String with(String field) {
    return Walkthrough.MANIFESTS.replace("spec:\n", "spec:\n  " + field + "\n");
  }
}
