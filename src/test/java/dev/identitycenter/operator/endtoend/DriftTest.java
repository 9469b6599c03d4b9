package dev.identitycenter.operator.endtoend;

import static dev.identitycenter.operator.endtoend.Scene.eventually;
import static dev.identitycenter.operator.testing.PlatformTeam.Kind.AccountAssignment;
import static dev.identitycenter.operator.testing.PlatformTeam.Kind.PermissionSet;
import static dev.identitycenter.operator.testing.Walkthrough.ASSIGNMENTS;
import static dev.identitycenter.operator.testing.Walkthrough.DEVELOPMENT;
import static dev.identitycenter.operator.testing.Walkthrough.SETS;
import static dev.identitycenter.operator.testing.Walkthrough.arn;
import static dev.identitycenter.operator.testing.Walkthrough.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.simulator.Fault;
import dev.identitycenter.operator.simulator.Latency;
import dev.identitycenter.operator.testing.AwsAdministrator;
import dev.identitycenter.operator.testing.PlatformTeam;
import dev.identitycenter.operator.testing.Walkthrough;
import dev.identitycenter.operator.testing.cluster.ClusterTest;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What somebody changes in the console is found, told, counted, and then corrected or not. */
@ClusterTest
@Execution(ExecutionMode.CONCURRENT)
class DriftTest {
  private static final Duration RESYNC = Duration.ofMinutes(1);
  private static final String ATTACH = "AttachManagedPolicyToPermissionSet";

  /**
   * Reads of a settled walk-through in one interval. Jitter makes up to 1.25 comparisons out of
   * one; each set takes eight calls (six for its content, two for its accounts), the assignments
   * one listing each at worst, two users and the organization's accounts one look-up each.
   */
  private static final int CALLS_PER_INTERVAL = 38;

  private final TestCluster cluster;
  private Scene scene;
  private PlatformTeam team;
  private AwsAdministrator administrator;

  DriftTest(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void settle() {
    scene =
        Scene.on(
            cluster,
            "drift",
            50,
            aws ->
                aws.latency(Latency.between(Duration.ofSeconds(2), Duration.ofSeconds(10)))
                    // What AWS lists of assignments is older than what it did.
                    .readLag(Duration.ofSeconds(3)));
    team = scene.team();
    administrator = scene.administrator();
    scene.operate(operator -> operator.resyncInterval(RESYNC));
    Walkthrough.settle(team);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void attachesADetachedPolicyAgain() {
    administrator.detach("AuditAccess", arn("SecurityAudit"));

    assertCorrected("audit-access");
    assertThat(team.eventMessages("audit-access", "DriftCorrected"))
        .singleElement()
        .asString()
        .contains(arn("SecurityAudit"));
    assertThat(scene.drifted(PermissionSet)).isEqualTo(1);
    assertThat(scene.drifted(AccountAssignment)).isZero();
  }

  @Test
  void restoresTheSessionDuration() {
    administrator.setSessionDuration("AuditAccess", "PT8H");

    assertCorrected("audit-access");
    assertThat(sessionDuration("AuditAccess")).isEqualTo(Duration.ofHours(1));
    assertThat(scene.drifted(PermissionSet)).isEqualTo(1);
    assertThat(scene.drifted(AccountAssignment)).isZero();
  }

  /** Nobody is told that AWS agrees while it is known not to. */
  @Test
  void isNotReadyWhileAwsRefusesTheCorrection() {
    scene.simulator().faults().sometimes(ATTACH, 1, Fault.conflictInProcess());
    administrator.detach("AuditAccess", arn("SecurityAudit"));

    assertThat(team.awaitUnready(PermissionSet, "audit-access", "ConflictingOperation").message())
        .contains("AWS differs from the spec", "attach " + arn("SecurityAudit"));
    assertThat(scene.drifted(PermissionSet)).isEqualTo(1);
    scene.simulator().faults().clear();

    assertCorrected("audit-access");
    assertThat(scene.drifted(PermissionSet)).isEqualTo(1);
  }

  /** That AWS cannot be asked says nothing of what it would answer. */
  @Test
  void staysReadyWhileAwsCannotBeAsked() {
    scene.simulator().faults().sometimes("*", 1, Fault.throttled());

    scene.assertRests(() -> scene.pass(RESYNC.multipliedBy(3)));

    assertThat(scene.operatorCalls()).isNotEmpty();
  }

  @Test
  void grantsAgainWhatWasTakenAway() {
    administrator.unassign("EC2-S3-FullAccess", "alice@example.com", DEVELOPMENT);

    assertCorrected("alice-ec2-s3-dev");
    assertThat(scene.drifted(AccountAssignment)).isEqualTo(1);
    assertThat(scene.drifted(PermissionSet)).isZero();
  }

  @Test
  void createsADeletedSetAndItsAccessAgain() {
    var before = arnOf("EC2-S3-FullAccess");
    scene.behindItsBack(this::deleteSet);

    assertCorrected("ec2-s3-full-access", "alice-ec2-s3-dev");
    assertThat(arnOf("EC2-S3-FullAccess")).isNotEqualTo(before);
    assertThat(scene.drifted(PermissionSet)).isEqualTo(1);
    assertThat(scene.drifted(AccountAssignment)).isEqualTo(1);
  }

  @Test
  void updatesRolesThatSomebodyLeftBehind() {
    scene.behindItsBack(() -> leaveBehind("AuditAccess"));

    assertCorrected("audit-access");
    assertThat(scene.drifted(PermissionSet)).isEqualTo(1);
    assertThat(scene.drifted(AccountAssignment)).isZero();
  }

  @Test
  void onlyReportsWhereTheSpecSaysSo() {
    team.apply(reporting("Report"));
    team.awaitAllReady();
    scene.behindItsBack(
        () -> {
          administrator.detach("AuditAccess", arn("SecurityAudit"));
          administrator.unassign("AuditAccess", "frank@example.com", DEVELOPMENT);
          administrator.setSessionDuration("PowerUserAccess", "PT8H");
          leaveBehind("EC2-S3-FullAccess");
          eventually(
              () -> assertThat(administrator.assigneesOf("AuditAccess", DEVELOPMENT)).isEmpty());
        });
    var left = Walkthrough.Access.in(scene.simulator());

    assertReported("frank-audit-dev", AccountAssignment);
    for (var name : SETS) {
      assertReported(name, PermissionSet);
    }
    // That roles are behind may be seen before the edit that left them behind.
    eventually(() -> assertThat(readyMessage("audit-access")).contains("SecurityAudit"));
    eventually(() -> assertThat(readyMessage("power-user-access")).contains("session duration"));
    assertThat(scene.drifted(PermissionSet)).isEqualTo(3);
    assertThat(scene.drifted(AccountAssignment)).isEqualTo(1);
    // What is stalled is looked at every five minutes.
    scene.assertRests(() -> scene.pass(Duration.ofMinutes(19)));
    assertThat(scene.simulator().journal().count("DescribePermissionSet"))
        .describedAs("comparisons meanwhile")
        .isGreaterThanOrEqualTo(9);
    assertThat(Walkthrough.Access.in(scene.simulator())).isEqualTo(left);
    assertThat(sessionDuration("PowerUserAccess")).isEqualTo(Duration.ofHours(8));
    assertThat(team.ready(AccountAssignment, "alice-ec2-s3-dev").orElseThrow().status())
        .isEqualTo("True");
    assertThat(scene.drifted(PermissionSet)).isEqualTo(3);
    assertThat(scene.drifted(AccountAssignment)).isEqualTo(1);

    team.apply(reporting("Correct"));

    team.awaitAllReady();
    eventually(() -> Walkthrough.assertGranted(scene.simulator()));
    assertThat(sessionDuration("PowerUserAccess")).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void onlyReportsADeletedSetWhereTheSpecSaysSo() {
    team.apply(reporting("Report"));
    team.awaitAllReady();
    scene.behindItsBack(this::deleteSet);

    assertReported("ec2-s3-full-access", PermissionSet);
    assertReported("alice-ec2-s3-dev", AccountAssignment);
    scene.assertRests(() -> scene.pass(Duration.ofMinutes(11)));
    assertThat(scene.simulator().snapshot().permissionSet("EC2-S3-FullAccess")).isEmpty();

    team.apply(reporting("Correct"));

    team.awaitAllReady();
    eventually(() -> Walkthrough.assertGranted(scene.simulator()));
  }

  @Test
  void takesNoneOfItsOwnWritesForDrift() {
    team.apply(set("audit-access", "AuditAccess", "SecurityAudit", "ReadOnlyAccess"));
    team.awaitReady(PermissionSet, "audit-access");
    team.delete(AccountAssignment, "alice-ec2-s3-dev");
    eventually(() -> assertThat(team.exists(AccountAssignment, "alice-ec2-s3-dev")).isFalse());
    team.apply(Walkthrough.MANIFESTS);
    team.awaitAllReady();

    scene.pass(RESYNC.multipliedBy(4));

    Walkthrough.assertGranted(scene.simulator());
    assertThat(driftedObjects()).isEmpty();
    assertThat(scene.drifted(PermissionSet)).isZero();
    assertThat(scene.drifted(AccountAssignment)).isZero();
  }

  @Test
  void restsCheaplyOnceEverythingIsSettled() {
    var intervals = 10;

    scene.assertRests(() -> scene.pass(RESYNC.multipliedBy(intervals)));

    assertThat(scene.operatorCalls().size())
        .describedAs("calls in %d intervals", intervals)
        .isBetween(intervals * SETS.size(), intervals * CALLS_PER_INTERVAL);
    assertThat(scene.operatorCalls())
        .allMatch(call -> !call.result().equals("ThrottlingException"));
  }

  private void assertCorrected(String... names) {
    eventually(
        () -> assertThat(driftedObjects()).containsExactlyInAnyOrderElementsOf(Set.of(names)));
    eventually(() -> Walkthrough.assertGranted(scene.simulator()));
    team.awaitAllReady();
    for (var name : names) {
      assertThat(team.eventMessages(name, "DriftCorrected")).describedAs(name).hasSize(1);
    }
  }

  private void assertReported(String name, PlatformTeam.Kind kind) {
    assertThat(team.awaitUnready(kind, name, "Drifted").message())
        .contains("driftPolicy is Report");
    eventually(
        () -> assertThat(team.eventReasons(name).stream().filter("Drifted"::equals)).hasSize(1));
  }

  private String readyMessage(String setName) {
    return team.ready(PermissionSet, setName).orElseThrow().message();
  }

  private Set<String> driftedObjects() {
    return Stream.concat(SETS.stream(), ASSIGNMENTS.stream())
        .filter(name -> team.eventReasons(name).contains("DriftCorrected"))
        .collect(TreeSet::new, Set::add, Set::addAll);
  }

  /** Leaves the set as it was, but the roles made from an earlier state. */
  private void leaveBehind(String setName) {
    administrator.attach(setName, arn("IAMReadOnlyAccess"));
    administrator.detach(setName, arn("IAMReadOnlyAccess"));
  }

  private void deleteSet() {
    administrator.unassign("EC2-S3-FullAccess", "alice@example.com", DEVELOPMENT);
    eventually(
        () -> assertThat(administrator.assigneesOf("EC2-S3-FullAccess", DEVELOPMENT)).isEmpty());
    administrator.deletePermissionSet("EC2-S3-FullAccess");
  }

  private Duration sessionDuration(String setName) {
    return Duration.parse(
        scene
            .simulator()
            .snapshot()
            .permissionSet(setName)
            .orElseThrow()
            .content()
            .sessionDuration());
  }

  private String arnOf(String setName) {
    return scene.simulator().snapshot().permissionSet(setName).orElseThrow().arn();
  }

  private static String reporting(String driftPolicy) {
    return Walkthrough.MANIFESTS.replace("spec:\n", "spec:\n  driftPolicy: " + driftPolicy + "\n");
  }
}
