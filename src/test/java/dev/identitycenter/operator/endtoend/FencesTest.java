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
import dev.identitycenter.operator.testing.PlatformTeam;
import dev.identitycenter.operator.testing.Walkthrough;
import dev.identitycenter.operator.testing.cluster.ClusterTest;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What no manifest gets past, whoever may write it. */
@ClusterTest
@Execution(ExecutionMode.CONCURRENT)
class FencesTest {
  private static final Duration RESYNC = Duration.ofMinutes(1);
  private static final String MANAGEMENT = "111111111111";
  private static final String FRANK = "frank@example.com";
  private static final String SET = set("audit-access", "AuditAccess", "SecurityAudit");
  private static final String EVERYWHERE =
      String.join(
          "---\n",
          SET,
          assignment("in-dev", "audit-access", FRANK, DEVELOPMENT),
          assignment("in-test", "audit-access", FRANK, TEST),
          assignment("in-management", "audit-access", FRANK, MANAGEMENT));

  private final TestCluster cluster;
  private final PlatformTeam guests;
  private Scene scene;
  private PlatformTeam team;

  FencesTest(TestCluster cluster) {
    this.cluster = cluster;
    guests = PlatformTeam.with(cluster, "fences-guests");
  }

  @BeforeEach
  void start() {
    scene =
        Scene.on(
            cluster,
            "fences",
            30,
            aws -> aws.latency(Latency.between(Duration.ofSeconds(2), Duration.ofSeconds(10))));
    team = scene.team();
  }

  @AfterEach
  void close() {
    scene.stopOperator();
    guests.loseAll();
    scene.close();
  }

  @Test
  void assignsInAllowedAccountsOnly() {
    operate(operator -> operator.with("ALLOWED_ACCOUNTS", DEVELOPMENT));
    team.apply(EVERYWHERE);

    team.awaitReady(AccountAssignment, "in-dev");
    assertFenced("in-test", TEST, "ALLOWED_ACCOUNTS");
    assertFenced("in-management", MANAGEMENT, "ALLOWED_ACCOUNTS");
    assertOnlyAssigned(DEVELOPMENT);
  }

  @Test
  void neverAssignsInDeniedAccounts() {
    operate(
        operator ->
            operator
                .with("ALLOWED_ACCOUNTS", DEVELOPMENT + "," + TEST)
                .with("DENIED_ACCOUNTS", TEST));
    team.apply(EVERYWHERE);

    team.awaitReady(AccountAssignment, "in-dev");
    assertFenced("in-test", TEST, "DENIED_ACCOUNTS");
    assertOnlyAssigned(DEVELOPMENT);
  }

  @Test
  void leavesTheManagementAccountAloneUnlessToldOtherwise() {
    operate(operator -> operator);
    team.apply(EVERYWHERE);

    team.awaitReady(AccountAssignment, "in-dev");
    team.awaitReady(AccountAssignment, "in-test");
    assertFenced("in-management", MANAGEMENT, "ALLOW_MANAGEMENT_ACCOUNT=true");
    assertOnlyAssigned(DEVELOPMENT, TEST);

    operate(operator -> operator.with("ALLOW_MANAGEMENT_ACCOUNT", "true"));

    team.awaitAllReady();
    assertThat(assignedAccounts()).containsExactlyInAnyOrder(DEVELOPMENT, TEST, MANAGEMENT);
  }

  /** A fence that comes later grants nothing new and takes nothing away. */
  @Test
  void keepsWhatWasGrantedBeforeTheFence() {
    operate(operator -> operator);
    team.apply(SET + "---\n" + assignment("in-dev", "audit-access", FRANK, DEVELOPMENT));
    team.awaitAllReady();

    operate(operator -> operator.with("DENIED_ACCOUNTS", DEVELOPMENT));

    assertFenced("in-dev", DEVELOPMENT, "DENIED_ACCOUNTS");
    assertOnlyAssigned(DEVELOPMENT);
    scene.administrator().unassign("AuditAccess", FRANK, DEVELOPMENT);
    eventually(() -> assertThat(assignedAccounts()).isEmpty());
    scene.pass(Duration.ofMinutes(11));
    assertThat(assignedAccounts()).isEmpty();
  }

  @Test
  void managesAndAssignsOnlySetsWithThePrefix() {
    scene.administrator().createPermissionSet("Administrators");
    operate(operator -> operator.with("PERMISSION_SET_PREFIX", "k8s-"));
    team.apply(
        String.join(
            "---\n",
            set("outside", "AuditAccess", "SecurityAudit"),
            set("inside", "k8s-AuditAccess", "SecurityAudit"),
            assignment("inside", "inside", FRANK, DEVELOPMENT),
            byName("by-name", "Administrators")));

    team.awaitReady(AccountAssignment, "inside");
    for (var condition :
        List.of(
            team.awaitUnready(PermissionSet, "outside", "NameNotAllowed"),
            team.awaitUnready(AccountAssignment, "by-name", "NameNotAllowed"))) {
      assertThat(condition.message()).contains("PERMISSION_SET_PREFIX", "k8s-");
    }
    assertThat(scene.simulator().snapshot().permissionSet("AuditAccess")).isEmpty();
    assertThat(scene.simulator().snapshot().assignments()).hasSize(1);
  }

  /** The set said that it is ready before there was a fence. */
  @Test
  void assignsNoSetThatAFenceOfTodayRefuses() {
    operate(operator -> operator);
    team.apply(set("outside", "AuditAccess", "SecurityAudit"));
    team.awaitAllReady();

    operate(operator -> operator.with("PERMISSION_SET_PREFIX", "k8s-"));
    team.apply(assignment("by-reference", "outside", FRANK, DEVELOPMENT));

    assertThat(team.awaitUnready(AccountAssignment, "by-reference", "NameNotAllowed").message())
        .contains("PERMISSION_SET_PREFIX", "k8s-");
    assertThat(assignedAccounts()).isEmpty();
  }

  @Test
  void doesNotTellGuestsWhichSetsExist() {
    operate(operator -> operator);
    team.apply(SET);
    team.awaitAllReady();

    guests.apply(guest("existing", "audit-access"));
    guests.apply(guest("missing", "other-access"));

    var existing =
        guests.awaitUnready(AccountAssignment, "existing", "ReferenceNotPermitted").message();
    var missing =
        guests.awaitUnready(AccountAssignment, "missing", "ReferenceNotPermitted").message();
    assertThat(existing).contains("audit-access").contains("spec.allowedNamespaces");
    assertThat(missing).isEqualTo(existing.replace("audit-access", "other-access"));
    assertThat(assignedAccounts()).isEmpty();
  }

  /** What a manifest manages takes its consent, whichever way it is named. */
  @Test
  void doesNotLetGuestsAroundTheConsentByTheNameInAws() {
    operate(operator -> operator);
    team.apply(SET);
    team.awaitAllReady();

    guests.apply(byName("existing", "AuditAccess"));
    guests.apply(byName("missing", "OtherAccess"));

    var existing =
        guests.awaitUnready(AccountAssignment, "existing", "PermissionSetNotFound").message();
    var missing =
        guests.awaitUnready(AccountAssignment, "missing", "PermissionSetNotFound").message();
    assertThat(missing).isEqualTo(existing.replace("AuditAccess", "OtherAccess"));
    assertThat(assignedAccounts()).isEmpty();

    team.apply(consenting());

    guests.awaitReady(AccountAssignment, "existing");
    assertThat(assignedAccounts()).containsExactly(DEVELOPMENT);
  }

  @Test
  void letsGuestsUseASetWhoseOwnerConsents() {
    operate(operator -> operator);
    team.apply(SET);
    guests.apply(guest("guest", "audit-access"));
    guests.awaitUnready(AccountAssignment, "guest", "ReferenceNotPermitted");

    team.apply(consenting());

    guests.awaitReady(AccountAssignment, "guest");
    assertThat(assignedAccounts()).containsExactly(DEVELOPMENT);
  }

  @Test
  void keepsAndAddsNothingWhenConsentIsWithdrawn() {
    operate(operator -> operator);
    team.apply(consenting());
    guests.apply(guest("guest", "audit-access"));
    guests.awaitReady(AccountAssignment, "guest");

    team.apply(SET);

    guests.awaitUnready(AccountAssignment, "guest", "ReferenceNotPermitted");
    guests.apply(guest("newcomer", "audit-access").replace(DEVELOPMENT, TEST));
    guests.awaitUnready(AccountAssignment, "newcomer", "ReferenceNotPermitted");
    scene.pass(RESYNC.multipliedBy(3));
    assertOnlyAssigned(DEVELOPMENT);
    assertThat(scene.simulator().journal().count("DeleteAccountAssignment")).isZero();

    guests.delete(AccountAssignment, "guest");
    eventually(() -> assertThat(assignedAccounts()).isEmpty());
  }

  @Test
  void onlyTellsWhatItWouldDoInADryRun() {
    operate(operator -> operator);
    team.apply(SET + "---\n" + assignment("in-dev", "audit-access", FRANK, DEVELOPMENT));
    team.awaitAllReady();
    scene.stopOperator();
    scene.simulator().journal().clear();
    var before = Walkthrough.Access.in(scene.simulator());

    operate(operator -> operator.with("DRY_RUN", "true"));
    team.apply(
        String.join(
            "---\n",
            set("audit-access", "AuditAccess", "ReadOnlyAccess"),
            set("power-user-access", "PowerUserAccess", "PowerUserAccess"),
            assignment("in-test", "audit-access", FRANK, TEST)));

    assertThat(team.awaitUnready(PermissionSet, "power-user-access", "DryRun").message())
        .contains("Would create PowerUserAccess");
    assertThat(team.awaitUnready(PermissionSet, "audit-access", "DryRun").message())
        .contains("SecurityAudit", "ReadOnlyAccess");
    team.delete(AccountAssignment, "in-dev");
    assertThat(team.awaitUnready(AccountAssignment, "in-dev", "DryRun").message())
        .contains("Would delete", DEVELOPMENT);
    scene.pass(RESYNC.multipliedBy(3));
    assertThat(scene.operatorWrites()).isEmpty();
    assertThat(Walkthrough.Access.in(scene.simulator())).isEqualTo(before);
  }

  /** An assignment is planned as well when its set is there already. */
  @Test
  void tellsWhichAssignmentItWouldCreateInADryRun() {
    operate(operator -> operator);
    team.apply(SET);
    team.awaitAllReady();
    scene.stopOperator();
    scene.simulator().journal().clear();

    operate(operator -> operator.with("DRY_RUN", "true"));
    team.apply(assignment("in-dev", "audit-access", FRANK, DEVELOPMENT));

    assertThat(team.awaitUnready(AccountAssignment, "in-dev", "DryRun").message())
        .contains("Would create", DEVELOPMENT, scene.simulator().userId(FRANK));
    assertThat(scene.operatorWrites()).isEmpty();
  }

  private void operate(UnaryOperator<RunningOperator.Builder> configuration) {
    scene.operate(
        operator ->
            configuration.apply(
                operator.watching(team.namespace(), guests.namespace()).resyncInterval(RESYNC)));
  }

  private void assertFenced(String name, String account, String wayOut) {
    assertThat(team.awaitUnready(AccountAssignment, name, "AccountNotAllowed").message())
        .contains(account)
        .contains(wayOut);
  }

  /** Also over time. */
  private void assertOnlyAssigned(String... accounts) {
    scene.pass(RESYNC.multipliedBy(2));
    assertThat(assignedAccounts()).containsExactlyInAnyOrder(accounts);
  }

  private Set<String> assignedAccounts() {
    return scene.simulator().snapshot().assignments().stream()
        .map(a -> a.accountId())
        .collect(TreeSet::new, Set::add, Set::addAll);
  }

  private String consenting() {
    return SET + "  allowedNamespaces: {from: Listed, names: [" + guests.namespace() + "]}\n";
  }

  private String guest(String name, String set) {
    return assignment(name, set, FRANK, DEVELOPMENT)
        .replace("{name: " + set + "}", "{name: " + set + ", namespace: " + team.namespace() + "}");
  }

  private static String byName(String name, String awsName) {
    return assignment(name, "x", FRANK, DEVELOPMENT)
        .replace("permissionSetRef: {name: x}", "permissionSetName: " + awsName);
  }
}
