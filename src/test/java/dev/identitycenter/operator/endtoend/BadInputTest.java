package dev.identitycenter.operator.endtoend;

import static dev.identitycenter.operator.testing.PlatformTeam.Kind.AccountAssignment;
import static dev.identitycenter.operator.testing.PlatformTeam.Kind.PermissionSet;
import static dev.identitycenter.operator.testing.Walkthrough.DEVELOPMENT;
import static dev.identitycenter.operator.testing.Walkthrough.TEST;
import static dev.identitycenter.operator.testing.Walkthrough.assignment;
import static dev.identitycenter.operator.testing.Walkthrough.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.identitycenter.operator.RunningOperator;
import dev.identitycenter.operator.simulator.AccountState;
import dev.identitycenter.operator.simulator.Fault;
import dev.identitycenter.operator.simulator.Latency;
import dev.identitycenter.operator.simulator.Limit;
import dev.identitycenter.operator.simulator.Simulator;
import dev.identitycenter.operator.simulator.SimulatorOptions;
import dev.identitycenter.operator.simulator.Snapshot;
import dev.identitycenter.operator.simulator.WorkflowFault;
import dev.identitycenter.operator.simulator.WorkflowKind;
import dev.identitycenter.operator.simulator.WorkflowRun;
import dev.identitycenter.operator.testing.AwsAdministrator;
import dev.identitycenter.operator.testing.FastClock;
import dev.identitycenter.operator.testing.PlatformTeam;
import dev.identitycenter.operator.testing.PlatformTeam.Kind;
import dev.identitycenter.operator.testing.cluster.ClusterTest;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What users can get wrong: the status says the cause and the way out, AWS is left in peace, and
 * the object recovers by itself when the cause is gone.
 */
@ClusterTest
@Execution(ExecutionMode.CONCURRENT)
class BadInputTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** What is stalled is looked at every five minutes. */
  private static final Duration RETRIED = Duration.ofMinutes(6);

  private static final Duration WATCHED = Duration.ofMinutes(1);

  /** Six calls read a permission set, and a few more look for what is missing. */
  private static final int CALLS_MEANWHILE = 30;

  private final FastClock clock = FastClock.times(20);
  private final TestCluster cluster;
  private final PlatformTeam team;
  private Simulator simulator;
  private AwsAdministrator administrator;
  private RunningOperator operator;

  BadInputTest(TestCluster cluster) {
    this.cluster = cluster;
    team = PlatformTeam.with(cluster, "bad-input");
    team.waitAtMost(PATIENCE);
  }

  @AfterEach
  void stop() {
    team.deleteAll();
    team.awaitEmpty();
    operator.close();
    administrator.close();
    simulator.close();
  }

  @Test
  void waitsForAUserWhomTheDirectoryDoesNotKnow() {
    start();
    team.apply(set("audit", "AuditAccess", "SecurityAudit"));
    team.apply(assignment("new", "audit", "new@example.com", DEVELOPMENT));

    assertUnready(
        AccountAssignment,
        "new",
        "PrincipalNotFound",
        "User \"new@example.com\" does not exist in identity store",
        "create it or correct spec.principal.user");

    administrator.createUser("new@example.com");
    team.awaitReady(AccountAssignment, "new");
  }

  @Test
  void saysThatTheOrganizationHasNoSuchAccount() {
    start();
    team.apply(set("audit", "AuditAccess", "SecurityAudit"));
    team.apply(assignment("lost", "audit", "frank@example.com", "999999999999"));

    assertUnready(
        AccountAssignment,
        "lost",
        "AccountNotFound",
        "has no account 999999999999",
        "correct spec.accountId");
  }

  @Test
  void keepsOutOfTheManagementAccount() {
    start();
    team.apply(set("audit", "AuditAccess", "SecurityAudit"));
    team.apply(assignment("root", "audit", "frank@example.com", "111111111111"));

    assertUnready(
        AccountAssignment,
        "root",
        "AccountNotAllowed",
        "manages the organization",
        "ALLOW_MANAGEMENT_ACCOUNT=true");
    assertThat(simulator.journal().count("CreateAccountAssignment")).isZero();
  }

  @Test
  void waitsForASuspendedAccount() {
    start();
    simulator.setAccountState(DEVELOPMENT, AccountState.SUSPENDED);
    team.apply(set("audit", "AuditAccess", "SecurityAudit"));
    team.apply(assignment("frank", "audit", "frank@example.com", DEVELOPMENT));

    assertUnready(
        AccountAssignment, "frank", "AccountNotActive", "suspended", "reopen it or delete");

    simulator.setAccountState(DEVELOPMENT, AccountState.ACTIVE);
    team.awaitReady(AccountAssignment, "frank");
  }

  /** It may stay suspended for weeks, and others need access meanwhile. */
  @Test
  void grantsElsewhereWhileAnAccountIsSuspended() {
    grantInTwoAccounts();
    simulator.setAccountState(DEVELOPMENT, AccountState.SUSPENDED);
    team.apply(set("audit", "AuditAccess", "ReadOnlyAccess"));
    assertThat(team.awaitUnready(PermissionSet, "audit", "ProvisioningFailed").message())
        .contains("1 account: " + DEVELOPMENT);

    team.apply(assignment("alice-test", "audit", "alice@example.com", TEST));

    team.awaitReady(AccountAssignment, "alice-test");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(team.ready(PermissionSet, "audit").orElseThrow().message())
                    .contains("suspended or being closed"));
    simulator.journal().clear();
    var since = clock.instant();
    await().atMost(PATIENCE).until(() -> clock.instant().isAfter(since.plus(RETRIED)));
    assertThat(provisionedAccounts()).describedAs("tried in vain").isEmpty();
    simulator.setAccountState(DEVELOPMENT, AccountState.ACTIVE);
    team.awaitReady(PermissionSet, "audit");
    assertThat(provisionedAccounts()).containsExactly(DEVELOPMENT);
    assertThat(role(DEVELOPMENT).outdated()).isFalse();
  }

  /** Somebody new would get there what the spec does not grant any more. */
  @Test
  void grantsNothingInAnAccountWhoseRoleIsBehind() {
    grantInTwoAccounts();
    simulator
        .faults()
        .failWorkflows(
            WorkflowFault.of("ProvisionPermissionSet", "Received a 404 status error: no policy.")
                .inAccount(DEVELOPMENT));
    team.apply(set("audit", "AuditAccess", "ReadOnlyAccess"));
    assertThat(team.awaitUnready(PermissionSet, "audit", "ProvisioningFailed").message())
        .contains("1 account: " + DEVELOPMENT, "AWS said: Received a 404 status error: no policy.");

    team.apply(assignment("alice-dev", "audit", "alice@example.com", DEVELOPMENT));
    team.apply(assignment("alice-test", "audit", "alice@example.com", TEST));

    team.awaitReady(AccountAssignment, "alice-test");
    team.awaitUnready(AccountAssignment, "alice-dev", "PermissionSetNotReady");
    assertThat(simulator.snapshot().assignments("AuditAccess", DEVELOPMENT)).hasSize(1);
    simulator.faults().clear();
    team.awaitReady(AccountAssignment, "alice-dev");
    assertThat(role(DEVELOPMENT).outdated()).isFalse();
  }

  private void grantInTwoAccounts() {
    start();
    team.apply(set("audit", "AuditAccess", "SecurityAudit"));
    team.apply(assignment("frank", "audit", "frank@example.com", DEVELOPMENT));
    team.apply(assignment("frank-test", "audit", "frank@example.com", TEST));
    team.awaitAllReady();
  }

  private List<String> provisionedAccounts() {
    return simulator.journal().workflows().stream()
        .filter(run -> run.kind() == WorkflowKind.PROVISION)
        .flatMap(run -> run.steps().stream())
        .map(WorkflowRun.Step::accountId)
        .toList();
  }

  private Snapshot.ProvisionedRole role(String account) {
    return simulator.snapshot().role("AuditAccess", account).orElseThrow();
  }

  @Test
  void passesOnWhatAwsSaysOfAPolicy() {
    start();
    team.apply(
        set("audit", "AuditAccess", "SecurityAudit")
            + "  inlinePolicy: {Version: \"2012-10-17\"}\n");

    assertUnready(
        PermissionSet,
        "audit",
        "InvalidSpec",
        "AWS answered PutInlinePolicyToPermissionSet with ValidationException",
        "Statement",
        "Correct the value in spec");

    team.apply(set("audit", "AuditAccess", "SecurityAudit"));
    team.awaitReady(PermissionSet, "audit");
  }

  @Test
  void leavesAForeignSetOfTheSameNameAlone() {
    start();
    administrator.createPermissionSet("AuditAccess");
    team.apply(set("audit", "AuditAccess", "SecurityAudit"));

    assertUnready(
        PermissionSet, "audit", "NameTaken", "AuditAccess", "spec.adoptionPolicy", "spec.name");
    assertThat(administrator.policiesOf("AuditAccess")).isEmpty();

    administrator.deletePermissionSet("AuditAccess");
    team.awaitReady(PermissionSet, "audit");
  }

  @Test
  void saysWhichQuotaIsUsedUp() {
    start(options -> options.limit(Limit.PERMISSION_SETS, 1));
    administrator.createPermissionSet("Other");
    team.apply(set("audit", "AuditAccess", "SecurityAudit"));

    assertUnready(
        PermissionSet, "audit", "QuotaExceeded", "CreatePermissionSet", "raise the quota");

    administrator.deletePermissionSet("Other");
    team.awaitReady(PermissionSet, "audit");
  }

  @Test
  void namesTheActionThatThePolicyLacks() {
    start(
        options ->
            options.allow(
                RunningOperator.ACCESS_KEY,
                Set.of(
                    "sso:List*",
                    "sso:Describe*",
                    "sso:Get*",
                    "sso:CreatePermissionSet",
                    "sso:DeletePermissionSet",
                    "sso:TagResource",
                    "sso:Attach*",
                    "identitystore:*",
                    "organizations:*")));
    team.apply(set("audit", "AuditAccess", "SecurityAudit"));
    team.apply(assignment("frank", "audit", "frank@example.com", DEVELOPMENT));

    assertUnready(
        AccountAssignment,
        "frank",
        "AccessDenied",
        "Allow CreateAccountAssignment in the operator's IAM policy");
  }

  @Test
  void reportsARequestThatAwsFails() {
    start();
    simulator
        .faults()
        .failWorkflows(
            WorkflowFault.of("CreateAccountAssignment", "Received a 409 status error: no.")
                .times(1));
    team.apply(set("audit", "AuditAccess", "SecurityAudit"));
    team.apply(assignment("frank", "audit", "frank@example.com", DEVELOPMENT));

    assertUnready(
        AccountAssignment,
        "frank",
        "RequestFailed",
        "could not create",
        "Received a 409 status error: no.");

    team.awaitReady(AccountAssignment, "frank");
  }

  /** Nobody may take that for an AWS that is slow. */
  @ParameterizedTest
  @ValueSource(
      strings = {"ListAccountAssignmentCreationStatus", "DescribeAccountAssignmentCreationStatus"})
  void saysWhyItCannotFollowItsRequests(String denied) {
    start();
    // One that succeeds need not be described.
    simulator.faults().failWorkflows(WorkflowFault.of("CreateAccountAssignment", "no.").times(1));
    simulator.faults().sometimes(denied, 1, Fault.accessDenied());
    team.apply(set("audit", "AuditAccess", "SecurityAudit"));
    team.apply(assignment("frank", "audit", "frank@example.com", DEVELOPMENT));

    assertUnready(
        AccountAssignment,
        "frank",
        "AccessDenied",
        "Allow " + denied + " in the operator's IAM policy");

    simulator.faults().clear();
    team.awaitReady(AccountAssignment, "frank");
  }

  private void start() {
    start(options -> options);
  }

  private void start(UnaryOperator<SimulatorOptions.Builder> change) {
    simulator =
        Simulator.start(
            change
                .apply(
                    SimulatorOptions.builder()
                        .clock(clock)
                        .latency(Latency.fixed(Duration.ofSeconds(5))))
                .build());
    administrator = AwsAdministrator.of(simulator);
    operator = RunningOperator.on(cluster, simulator).watching(team.namespace()).at(clock).start();
  }

  private void assertUnready(Kind kind, String name, String reason, String... words) {
    assertThat(team.awaitUnready(kind, name, reason).message()).contains(words);
    simulator.journal().clear();
    var since = clock.instant();

    await().until(() -> clock.instant().isAfter(since.plus(WATCHED)));

    assertThat(simulator.journal().entries())
        .describedAs("calls within %s", WATCHED)
        .hasSizeLessThan(CALLS_MEANWHILE);
  }
}
