package dev.identitycenter.operator.endtoend;

import static dev.identitycenter.operator.endtoend.Scene.eventually;
import static dev.identitycenter.operator.testing.PlatformTeam.Kind.AccountAssignment;
import static dev.identitycenter.operator.testing.PlatformTeam.Kind.PermissionSet;
import static dev.identitycenter.operator.testing.Walkthrough.DEVELOPMENT;
import static dev.identitycenter.operator.testing.Walkthrough.assignment;
import static dev.identitycenter.operator.testing.Walkthrough.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.simulator.Assignment;
import dev.identitycenter.operator.simulator.Assumption;
import dev.identitycenter.operator.simulator.Call;
import dev.identitycenter.operator.simulator.Latency;
import dev.identitycenter.operator.simulator.SimulatorOptions;
import dev.identitycenter.operator.simulator.WorkflowKind;
import dev.identitycenter.operator.simulator.WorkflowRun;
import dev.identitycenter.operator.testing.PlatformTeam;
import dev.identitycenter.operator.testing.cluster.ClusterTest;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A name in a manifest outlives the user it stands for. */
@ClusterTest
@Execution(ExecutionMode.CONCURRENT)
class ReplacedPrincipalTest {
  private static final Duration RESYNC = Duration.ofMinutes(1);
  private static final String FRANK = "frank@example.com";
  private static final String MANIFESTS =
      set("audit-access", "AuditAccess", "SecurityAudit")
          + "---\n"
          + assignment("frank", "audit-access", FRANK, DEVELOPMENT);

  private final TestCluster cluster;
  private Scene scene;
  private PlatformTeam team;

  ReplacedPrincipalTest(TestCluster cluster) {
    this.cluster = cluster;
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void movesAccessToTheNewUserBeforeTheOldOneLosesIt() {
    grantWhileOrphansCanBeDeleted(true);
    var role = scene.simulator().snapshot().role("AuditAccess", DEVELOPMENT).orElseThrow();
    var oldId = scene.simulator().userId(FRANK);
    var newId = recreateFrank();

    eventually(() -> assertThat(assignees()).containsExactly(newId));
    team.awaitReady(AccountAssignment, "frank");
    eventually(() -> assertReplacementDone(newId));
    var creation = onlyCall("CreateAccountAssignment");
    var deletion = onlyCall("DeleteAccountAssignment");
    assertThat(creation.request().path("PrincipalId").asText()).isEqualTo(newId);
    assertThat(deletion.request().path("PrincipalId").asText()).isEqualTo(oldId);
    assertThat(deletion.sequence()).isGreaterThan(creation.sequence());
    // Not only asked in that order: the old access goes when the new is in force.
    assertThat(onlyRun(WorkflowKind.DELETE_ASSIGNMENT).accepted())
        .isAfterOrEqualTo(onlyRun(WorkflowKind.CREATE_ASSIGNMENT).end());
    assertThat(scene.simulator().snapshot().role("AuditAccess", DEVELOPMENT)).contains(role);
    assertThat(team.eventMessages("frank", "DriftCorrected"))
        .singleElement()
        .asString()
        .contains(newId);
    assertThat(scene.drifted(AccountAssignment)).isEqualTo(1);
  }

  @Test
  void survivesARestartBetweenCreatingAndDeleting() {
    grantWhileOrphansCanBeDeleted(true);
    var oldId = scene.simulator().userId(FRANK);
    var refusing = new AtomicBoolean(true);
    scene.simulator().faults().onCall(call -> refuse("DeleteAccountAssignment", call, refusing));
    var newId = recreateFrank();
    eventually(
        () ->
            assertThat(scene.simulator().journal().count("DeleteAccountAssignment")).isPositive());
    scene.stopOperator();
    assertThat(assignees()).containsExactlyInAnyOrder(oldId, newId);
    refusing.set(false);

    operate();

    eventually(() -> assertThat(assignees()).containsExactly(newId));
    eventually(() -> assertReplacementDone(newId));
    team.awaitReady(AccountAssignment, "frank");
    onlyCall("CreateAccountAssignment");
  }

  @Test
  void takesBackWhatTheFirstOfTwoReplacementsLeft() {
    grantWhileOrphansCanBeDeleted(true);
    var refusing = new AtomicBoolean(true);
    scene.simulator().faults().onCall(call -> refuse("CreateAccountAssignment", call, refusing));
    var second = recreateFrank();
    eventually(() -> assertThat(recordedPrincipal()).isEqualTo(second));
    var third = recreateFrank();
    eventually(
        () ->
            assertThat(recordedPrincipal())
                .describedAs("principal in %s", team.status(AccountAssignment, "frank"))
                .isEqualTo(third));

    refusing.set(false);

    eventually(() -> assertThat(assignees()).containsExactly(third));
    eventually(() -> assertReplacementDone(third));
    team.awaitReady(AccountAssignment, "frank");
  }

  @Test
  void reportsTheOldAssignmentWhereAwsDoesNotDeleteIt() {
    grantWhileOrphansCanBeDeleted(false);
    var oldId = scene.simulator().userId(FRANK);
    var newId = recreateFrank();

    eventually(() -> assertThat(assignees()).containsExactlyInAnyOrder(oldId, newId));
    eventually(() -> assertReplacementDone(newId));
    team.awaitReady(AccountAssignment, "frank");
    assertThat(team.eventMessages("frank", "Orphaned"))
        .singleElement()
        .asString()
        .contains(oldId, "was not found in directory");
    scene.assertRests(() -> scene.pass(RESYNC.multipliedBy(3)));
  }

  @ParameterizedTest
  @EnumSource(names = {"ORPHAN_DELETION_FAILS", "ORPHAN_DELETION_REFUSED"})
  void doesNotBlockDeletionForEverWhereAwsDoesNotDeleteAnOrphan(Assumption answer) {
    grantWhere(answer);
    var oldId = scene.simulator().userId(FRANK);
    scene.administrator().deleteUser(FRANK);

    team.deleteAll();

    eventually(() -> assertThat(team.exists(AccountAssignment, "frank")).isFalse());
    assertThat(assignees()).containsExactly(oldId);
    assertThat(team.eventMessages("frank", "Orphaned"))
        .singleElement()
        .asString()
        .contains(oldId, "the principal is gone", " not found");
    // The set still has that assignment, which only somebody else can remove.
    eventually(
        () ->
            assertThat(
                    team.awaitUnready(PermissionSet, "audit-access", "DeletionBlocked").message())
                .contains(DEVELOPMENT));
  }

  @Test
  void deletesAnOrphanWhereAwsDoesSo() {
    grantWhileOrphansCanBeDeleted(true);
    scene.administrator().deleteUser(FRANK);

    team.deleteAll();

    team.awaitEmpty();
    assertThat(scene.simulator().snapshot().assignments()).isEmpty();
    assertThat(scene.simulator().snapshot().permissionSets()).isEmpty();
  }

  /** The access of a user who is gone harms nobody, but the manifest promises what nobody has. */
  @Test
  void saysThatAUserIsGone() {
    grantWhileOrphansCanBeDeleted(true);
    scene.administrator().deleteUser(FRANK);

    assertThat(team.awaitUnready(AccountAssignment, "frank", "PrincipalNotFound").message())
        .contains(FRANK);
    assertThat(scene.operatorWrites()).isEmpty();
    scene.administrator().createUser(FRANK);

    team.awaitReady(AccountAssignment, "frank");
    var newId = scene.simulator().userId(FRANK);
    eventually(() -> assertThat(assignees()).containsExactly(newId));
  }

  private void grantWhileOrphansCanBeDeleted(boolean deletable) {
    grant(aws -> aws.assume(Assumption.ORPHAN_DELETION_FAILS, !deletable));
  }

  private void grantWhere(Assumption holds) {
    grant(aws -> aws.assume(holds, true));
  }

  private void grant(UnaryOperator<SimulatorOptions.Builder> assumptions) {
    scene =
        Scene.on(
            cluster,
            "replaced",
            30,
            aws ->
                assumptions.apply(
                    aws.latency(Latency.between(Duration.ofSeconds(2), Duration.ofSeconds(10)))));
    team = scene.team();
    operate();
    team.apply(MANIFESTS);
    team.awaitAllReady();
    scene.simulator().journal().clear();
  }

  private void operate() {
    scene.operate(operator -> operator.resyncInterval(RESYNC));
  }

  private String recreateFrank() {
    scene.administrator().deleteUser(FRANK);
    return scene.administrator().createUser(FRANK);
  }

  private static void refuse(String operation, Call call, AtomicBoolean refusing) {
    if (call.operation().equals(operation) && refusing.get()) {
      throw new IllegalStateException("no connection");
    }
  }

  private void assertReplacementDone(String principalId) {
    var status = team.status(AccountAssignment, "frank");
    assertThat(recordedPrincipal()).isEqualTo(principalId);
    assertThat(status.path("replaced").isMissingNode() || status.path("replaced").isNull())
        .describedAs("nothing replaced in %s", status)
        .isTrue();
  }

  private String recordedPrincipal() {
    return team.status(AccountAssignment, "frank").path("assignment").path("principalId").asText();
  }

  private Iterable<String> assignees() {
    return scene.simulator().snapshot().assignments("AuditAccess", DEVELOPMENT).stream()
        .map(Assignment::principalId)
        .toList();
  }

  private Call onlyCall(String operation) {
    var calls = scene.simulator().journal().entries(operation);
    assertThat(calls).hasSize(1);
    return calls.get(0);
  }

  private WorkflowRun onlyRun(WorkflowKind kind) {
    var runs =
        scene.simulator().journal().workflows().stream().filter(run -> run.kind() == kind).toList();
    assertThat(runs).hasSize(1);
    return runs.get(0);
  }
}
