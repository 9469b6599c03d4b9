package dev.identitycenter.operator.simulator;

import static dev.identitycenter.operator.simulator.SimulatorFixture.DEV;
import static dev.identitycenter.operator.simulator.SimulatorFixture.LATENCY;
import static dev.identitycenter.operator.simulator.SimulatorFixture.TEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ssoadmin.model.AccountAssignment;
import software.amazon.awssdk.services.ssoadmin.model.AccountAssignmentForPrincipal;
import software.amazon.awssdk.services.ssoadmin.model.ConflictException;
import software.amazon.awssdk.services.ssoadmin.model.PrincipalType;
import software.amazon.awssdk.services.ssoadmin.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ssoadmin.model.StatusValues;
import software.amazon.awssdk.services.ssoadmin.model.ThrottlingException;

class SimulatorAssignmentsTest {
  private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

  private SimulatorFixture aws = new SimulatorFixture();

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void creationEndsWhenItsTimeIsOver() {
    var set = aws.createSet("AuditAccess");

    var request = aws.assign(set, DEV, aws.frank());
    aws.clock().advance(LATENCY.minusMillis(1));
    var before = aws.creation(request.requestId());
    aws.clock().advance(Duration.ofMillis(1));
    var after = aws.creation(request.requestId());

    assertThat(request.status()).isEqualTo(StatusValues.IN_PROGRESS);
    assertThat(before.status()).isEqualTo(StatusValues.IN_PROGRESS);
    assertThat(after.status()).isEqualTo(StatusValues.SUCCEEDED);
    assertThat(list(set, DEV)).containsExactly(aws.frank());
    assertThat(aws.snapshot().inFlight()).isEmpty();
  }

  @Test
  void workflowsOfOneAccountRunOneAfterTheOther() {
    var set = aws.createSet("AuditAccess");
    aws.assign(set, DEV, aws.frank());
    var second = aws.assign(set, DEV, aws.alice());
    var elsewhere = aws.assign(set, TEST, aws.alice());

    aws.pass();

    assertThat(aws.creation(second.requestId()).status()).isEqualTo(StatusValues.IN_PROGRESS);
    assertThat(aws.creation(elsewhere.requestId()).status()).isEqualTo(StatusValues.SUCCEEDED);
    aws.pass();
    assertThat(aws.creation(second.requestId()).status()).isEqualTo(StatusValues.SUCCEEDED);
    var run = aws.simulator().journal().workflows().get(1);
    assertThat(run.steps().get(0).start()).isEqualTo(run.accepted().plus(LATENCY));
    assertThat(aws.simulator().journal().maxConcurrentAssignments()).isEqualTo(3);
    assertThat(aws.simulator().journal().maxConcurrentRoleChangesPerAccount()).isEqualTo(2);
  }

  @Test
  void refusesASecondWorkflowOnAnAccountWhenToldTo() {
    restart(Assumption.BUSY_MEANS_CONFLICT);
    var set = aws.createSet("AuditAccess");
    var other = aws.createSet("PowerUserAccess");
    aws.assign(set, DEV, aws.frank());

    assertThatThrownBy(() -> aws.assign(other, DEV, aws.alice()))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("There is a conflicting operation in process.");
    assertThatThrownBy(() -> aws.attach(set, "SecurityAudit"))
        .isInstanceOf(ConflictException.class);
    aws.assign(set, TEST, aws.frank());
    aws.pass();
    aws.assign(other, DEV, aws.alice());
  }

  @Test
  void theSixteenthOutstandingRequestIsThrottled() {
    aws.close();
    aws = new SimulatorFixture(options -> options.withoutRates().seed(Seed.generated(20, 1, 0)));
    var set = aws.createSet("AuditAccess");
    var user = aws.snapshot().users().get(0).id();
    var accounts = aws.snapshot().accounts();
    accounts.subList(0, 15).forEach(account -> aws.assign(set, account.id(), user));

    assertThatThrownBy(() -> aws.assign(set, accounts.get(15).id(), user))
        .isInstanceOf(ThrottlingException.class)
        .hasMessageContaining("There are too many requests processing. Please try again later.");
    aws.pass();
    aws.assign(set, accounts.get(15).id(), user);
    assertThat(aws.simulator().journal().maxConcurrentAssignments()).isEqualTo(15);
  }

  @Test
  void creatingWhatExistsSucceedsWithoutASecondRow() {
    var set = aws.createSet("AuditAccess");
    aws.assign(set, DEV, aws.frank());
    aws.pass();

    var again = aws.assign(set, DEV, aws.frank());
    aws.pass();

    assertThat(aws.creation(again.requestId()).status()).isEqualTo(StatusValues.SUCCEEDED);
    assertThat(list(set, DEV)).hasSize(1);
  }

  @Test
  void deletingWhatDoesNotExistIsRefused() {
    var set = aws.createSet("AuditAccess");

    assertThatThrownBy(() -> aws.unassign(set, DEV, aws.frank()))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void deletingWhatDoesNotExistFailsLaterWhenToldTo() {
    restart(Assumption.MISSING_ASSIGNMENT_FAILS_LATER);
    var set = aws.createSet("AuditAccess");

    var request = aws.unassign(set, DEV, aws.frank());
    aws.pass();

    var status = aws.deletion(request.requestId());
    assertThat(status.status()).isEqualTo(StatusValues.FAILED);
    assertThat(status.failureReason()).contains("Assignment not found");
  }

  @Test
  void theRoleComesWithTheFirstAssignmentAndGoesWithTheLast() {
    var set = aws.createSet("AuditAccess");
    aws.assign(set, DEV, aws.frank());
    aws.assign(set, DEV, aws.alice());
    aws.pass();
    aws.pass();
    var first = aws.snapshot().role("AuditAccess", DEV).orElseThrow();

    aws.unassign(set, DEV, aws.frank());
    aws.pass();
    assertThat(aws.snapshot().role("AuditAccess", DEV)).contains(first);
    aws.unassign(set, DEV, aws.alice());
    aws.pass();
    assertThat(aws.snapshot().role("AuditAccess", DEV)).isEmpty();
    aws.assign(set, DEV, aws.frank());
    aws.pass();

    assertThat(first.roleName()).matches("AWSReservedSSO_AuditAccess_[0-9a-f]{16}");
    assertThat(aws.snapshot().role("AuditAccess", DEV).orElseThrow().suffix())
        .isNotEqualTo(first.suffix());
  }

  @Test
  void aUserSeesTheRowsOfItsGroups() {
    var set = aws.createSet("AuditAccess");
    var developers = aws.simulator().groupId("developers");
    aws.assign(set, DEV, PrincipalType.GROUP, developers);
    aws.assign(set, TEST, aws.alice());
    aws.pass();

    assertThat(listForUser(aws.alice()))
        .extracting(
            AccountAssignmentForPrincipal::accountId,
            AccountAssignmentForPrincipal::principalType,
            AccountAssignmentForPrincipal::principalId)
        .containsExactlyInAnyOrder(
            tuple(DEV, PrincipalType.GROUP, developers),
            tuple(TEST, PrincipalType.USER, aws.alice()));
    assertThat(listForUser(aws.frank())).isEmpty();
  }

  @Test
  void rowsSurviveTheirPrincipal() {
    var set = aws.createSet("AuditAccess");
    var frank = aws.frank();
    aws.assign(set, DEV, frank);
    aws.pass();

    aws.store().deleteUser(request -> request.identityStoreId(aws.storeId()).userId(frank));

    assertThat(list(set, DEV)).containsExactly(frank);
    aws.unassign(set, DEV, frank);
    aws.pass();
    assertThat(list(set, DEV)).isEmpty();
  }

  @Test
  void anOrphanCannotBeDeletedWhenToldSo() {
    restart(Assumption.ORPHAN_DELETION_FAILS);
    var set = aws.createSet("AuditAccess");
    var frank = aws.frank();
    aws.assign(set, DEV, frank);
    aws.pass();
    aws.store().deleteUser(request -> request.identityStoreId(aws.storeId()).userId(frank));

    var request = aws.unassign(set, DEV, frank);
    aws.pass();

    assertThat(aws.deletion(request.requestId()).failureReason())
        .contains("the USER assignee " + frank + " was not found in directory d-");
  }

  @Test
  void anUnknownPrincipalIsRefusedOrFailsLater() {
    var set = aws.createSet("AuditAccess");
    assertThatThrownBy(() -> aws.assign(set, DEV, NOBODY))
        .isInstanceOf(ResourceNotFoundException.class);

    restart(Assumption.UNKNOWN_PRINCIPAL_FAILS_LATER);
    var request = aws.assign(aws.createSet("AuditAccess"), DEV, NOBODY);
    aws.pass();

    assertThat(aws.creation(request.requestId()).status()).isEqualTo(StatusValues.FAILED);
  }

  @Test
  void aSuspendedAccountKeepsTheRequestWaitingAndFails() {
    var set = aws.createSet("AuditAccess");
    aws.simulator().setAccountState(DEV, AccountState.SUSPENDED);

    var request = aws.assign(set, DEV, aws.frank());
    aws.pass();
    assertThat(aws.creation(request.requestId()).status()).isEqualTo(StatusValues.IN_PROGRESS);
    aws.clock().advance(Duration.ofSeconds(25));

    assertThat(aws.creation(request.requestId()).failureReason())
        .startsWith("AWS SSO is unable to complete your request at this time.");
  }

  @Test
  void aMissingCustomerPolicyFailsTheRequest() {
    var set = aws.createSet("Custom");
    aws.sso()
        .attachCustomerManagedPolicyReferenceToPermissionSet(
            request ->
                request
                    .instanceArn(aws.instance())
                    .permissionSetArn(set)
                    .customerManagedPolicyReference(
                        policy -> policy.name("exceptions").path("/teams/")));
    aws.simulator().setCustomerManagedPolicies(DEV, Set.of("/exceptions"));

    var request = aws.assign(set, DEV, aws.frank());
    aws.pass();

    assertThat(aws.creation(request.requestId()).failureReason())
        .contains("policy/teams/exceptions does not exist");
    assertThat(aws.snapshot().role("Custom", DEV)).isEmpty();
  }

  @Test
  void listsRequestsByStatusAndForgetsThemAfterAWhile() {
    aws.close();
    aws =
        new SimulatorFixture(
            options -> options.withoutRates().requestRetention(Duration.ofMinutes(1)));
    var set = aws.createSet("AuditAccess");
    var done = aws.assign(set, DEV, aws.frank()).requestId();
    aws.pass();
    var running = aws.assign(set, DEV, aws.alice()).requestId();

    assertThat(requests(StatusValues.IN_PROGRESS)).containsExactly(running);
    assertThat(requests(StatusValues.SUCCEEDED)).containsExactly(done);
    assertThat(requests(null)).containsExactly(running, done);
    aws.clock().advance(Duration.ofMinutes(2));
    assertThatThrownBy(() -> aws.creation(done)).isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void listingsLagBehindWhenToldTo() {
    aws.close();
    aws = new SimulatorFixture(options -> options.withoutRates().readLag(Duration.ofSeconds(3)));
    var set = aws.createSet("AuditAccess");
    var request = aws.assign(set, DEV, aws.frank());
    aws.pass();

    assertThat(aws.creation(request.requestId()).status()).isEqualTo(StatusValues.SUCCEEDED);
    assertThat(list(set, DEV)).isEmpty();
    aws.clock().advance(Duration.ofSeconds(3));
    assertThat(list(set, DEV)).hasSize(1);
    aws.unassign(set, DEV, aws.frank());
    aws.pass();
    assertThat(list(set, DEV)).hasSize(1);
    aws.clock().advance(Duration.ofSeconds(3));
    assertThat(list(set, DEV)).isEmpty();
  }

  private void restart(Assumption assumption) {
    aws.close();
    aws = new SimulatorFixture(options -> options.withoutRates().assume(assumption, true));
  }

  private List<String> list(String set, String account) {
    return aws
        .sso()
        .listAccountAssignments(
            request -> request.instanceArn(aws.instance()).permissionSetArn(set).accountId(account))
        .accountAssignments()
        .stream()
        .map(AccountAssignment::principalId)
        .toList();
  }

  private List<AccountAssignmentForPrincipal> listForUser(String userId) {
    return aws.sso()
        .listAccountAssignmentsForPrincipal(
            request ->
                request
                    .instanceArn(aws.instance())
                    .principalType(PrincipalType.USER)
                    .principalId(userId))
        .accountAssignments();
  }

  private List<String> requests(StatusValues status) {
    return aws
        .sso()
        .listAccountAssignmentCreationStatus(
            request -> request.instanceArn(aws.instance()).filter(filter -> filter.status(status)))
        .accountAssignmentsCreationStatus()
        .stream()
        .map(metadata -> metadata.requestId())
        .toList();
  }
}
