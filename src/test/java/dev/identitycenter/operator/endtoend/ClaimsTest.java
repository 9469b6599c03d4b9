package dev.identitycenter.operator.endtoend;

import static dev.identitycenter.operator.endtoend.Scene.eventually;
import static dev.identitycenter.operator.testing.PlatformTeam.Kind.AccountAssignment;
import static dev.identitycenter.operator.testing.PlatformTeam.Kind.PermissionSet;
import static dev.identitycenter.operator.testing.Walkthrough.DEVELOPMENT;
import static dev.identitycenter.operator.testing.Walkthrough.arn;
import static dev.identitycenter.operator.testing.Walkthrough.assignment;
import static dev.identitycenter.operator.testing.Walkthrough.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.identitycenter.operator.simulator.Latency;
import dev.identitycenter.operator.testing.PlatformTeam;
import dev.identitycenter.operator.testing.Walkthrough;
import dev.identitycenter.operator.testing.cluster.ClusterTest;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Of two objects that stand for one thing in AWS, the older one has it. */
@ClusterTest
@Execution(ExecutionMode.CONCURRENT)
class ClaimsTest {
  private static final Duration RESYNC = Duration.ofMinutes(1);

  private final TestCluster cluster;
  private final PlatformTeam other;
  private Scene scene;
  private PlatformTeam team;

  ClaimsTest(TestCluster cluster) {
    this.cluster = cluster;
    other = PlatformTeam.with(cluster, "claims-other");
  }

  @BeforeEach
  void start() {
    scene =
        Scene.on(
            cluster,
            "claims",
            30,
            aws -> aws.latency(Latency.between(Duration.ofSeconds(2), Duration.ofSeconds(10))));
    team = scene.team();
    scene.operate(
        operator -> operator.watching(team.namespace(), other.namespace()).resyncInterval(RESYNC));
  }

  @AfterEach
  void close() {
    scene.stopOperator();
    other.loseAll();
    scene.close();
  }

  @Test
  void theOlderOfTwoSetsHasTheName() {
    team.apply(set("first", "AuditAccess", "SecurityAudit"));
    team.awaitReady(PermissionSet, "first");
    letASecondPass();
    other.apply(set("second", "AuditAccess", "AdministratorAccess"));

    assertThat(other.awaitUnready(PermissionSet, "second", "AlreadyManaged").message())
        .contains(team.namespace() + "/first");
    scene.pass(RESYNC.multipliedBy(2));
    assertThat(policies()).containsExactly(arn("SecurityAudit"));
    assertThat(team.ready(PermissionSet, "first").orElseThrow().status()).isEqualTo("True");
  }

  @Test
  void theOtherSetTakesOverWhenTheOlderGoes() {
    claimTwice();
    var before = scene.simulator().snapshot();
    var arn = before.permissionSet("AuditAccess").orElseThrow().arn();

    team.delete(PermissionSet, "first");

    other.awaitReady(PermissionSet, "second");
    eventually(() -> assertThat(team.exists(PermissionSet, "first")).isFalse());
    var after = scene.simulator().snapshot();
    assertThat(after.permissionSet("AuditAccess").orElseThrow().arn()).isEqualTo(arn);
    assertThat(after.permissionSet("AuditAccess").orElseThrow().tags())
        .containsValue(clusterId() + "/" + other.namespace() + "/second");
    assertThat(policies()).containsExactly(arn("ReadOnlyAccess"));
    assertThat(after.assignments()).isEqualTo(before.assignments());
    assertThat(after.role("AuditAccess", DEVELOPMENT).orElseThrow().suffix())
        .isEqualTo(before.role("AuditAccess", DEVELOPMENT).orElseThrow().suffix());
    assertNeverDeleted();
  }

  @Test
  void nothingIsLeftWhenBothSetsGo() {
    claimTwice();

    team.delete(PermissionSet, "first");
    other.delete(PermissionSet, "second");
    team.delete(AccountAssignment, "frank");

    eventually(() -> assertThat(team.exists(PermissionSet, "first")).isFalse());
    eventually(() -> assertThat(other.exists(PermissionSet, "second")).isFalse());
    assertThat(scene.simulator().snapshot().permissionSets()).isEmpty();
  }

  @Test
  void theOlderOfTwoAssignmentsHasTheAccess() {
    team.apply(Walkthrough.set("audit-access", "AuditAccess", "SecurityAudit"));
    team.apply(assignment("by-name", "audit-access", "frank@example.com", DEVELOPMENT));
    team.awaitAllReady();
    letASecondPass();
    team.apply(byId());

    assertThat(team.awaitUnready(AccountAssignment, "by-id", "AlreadyManaged").message())
        .contains(team.namespace() + "/by-name");
    scene.pass(RESYNC.multipliedBy(2));
    assertThat(team.ready(AccountAssignment, "by-name").orElseThrow().status()).isEqualTo("True");
    assertThat(scene.simulator().journal().count("CreateAccountAssignment")).isEqualTo(1);
  }

  @Test
  void theOtherAssignmentTakesOverWhenTheOlderGoes() {
    team.apply(Walkthrough.set("audit-access", "AuditAccess", "SecurityAudit"));
    team.apply(assignment("by-name", "audit-access", "frank@example.com", DEVELOPMENT));
    team.awaitAllReady();
    letASecondPass();
    team.apply(byId());
    team.awaitUnready(AccountAssignment, "by-id", "AlreadyManaged");

    team.delete(AccountAssignment, "by-name");

    team.awaitReady(AccountAssignment, "by-id");
    eventually(() -> assertThat(team.exists(AccountAssignment, "by-name")).isFalse());
    scene.pass(RESYNC.multipliedBy(2));
    assertNeverDeleted();
    assertThat(scene.simulator().snapshot().assignments("AuditAccess", DEVELOPMENT)).hasSize(1);
  }

  @Test
  void theYoungerAssignmentGoesWithoutTouchingTheAccess() {
    team.apply(Walkthrough.set("audit-access", "AuditAccess", "SecurityAudit"));
    team.apply(assignment("by-name", "audit-access", "frank@example.com", DEVELOPMENT));
    team.awaitAllReady();
    letASecondPass();
    team.apply(byId());
    team.awaitUnready(AccountAssignment, "by-id", "AlreadyManaged");

    team.delete(AccountAssignment, "by-id");

    eventually(() -> assertThat(team.exists(AccountAssignment, "by-id")).isFalse());
    assertNeverDeleted();
    assertThat(scene.simulator().snapshot().assignments("AuditAccess", DEVELOPMENT)).hasSize(1);
  }

  private void claimTwice() {
    team.apply(
        set("first", "AuditAccess", "SecurityAudit")
            + "---\n"
            + assignment("frank", "first", "frank@example.com", DEVELOPMENT));
    team.awaitAllReady();
    letASecondPass();
    other.apply(set("second", "AuditAccess", "ReadOnlyAccess"));
    other.awaitUnready(PermissionSet, "second", "AlreadyManaged");
  }

  /** The API server counts ages in seconds only; within one, anybody is as old as anybody. */
  private static void letASecondPass() {
    var second = Instant.now().getEpochSecond();
    await().until(() -> Instant.now().getEpochSecond() > second);
  }

  private void assertNeverDeleted() {
    assertThat(scene.operatorWrites())
        .doesNotContain("DeleteAccountAssignment", "DeletePermissionSet");
  }

  private List<String> policies() {
    return scene
        .simulator()
        .snapshot()
        .permissionSet("AuditAccess")
        .orElseThrow()
        .content()
        .managedPolicies();
  }

  private String clusterId() {
    return cluster.admin().namespaces().withName("kube-system").get().getMetadata().getUid();
  }

  private String byId() {
    return assignment("by-id", "audit-access", "frank@example.com", DEVELOPMENT)
        .replace(
            "userName: frank@example.com", "id: " + scene.simulator().userId("frank@example.com"));
  }
}
