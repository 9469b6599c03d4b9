package dev.identitycenter.operator.simulator;

import static dev.identitycenter.operator.simulator.SimulatorFixture.DEV;
import static dev.identitycenter.operator.simulator.SimulatorFixture.LATENCY;
import static dev.identitycenter.operator.simulator.SimulatorFixture.MANAGEMENT;
import static dev.identitycenter.operator.simulator.SimulatorFixture.TEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ssoadmin.model.ProvisioningStatus;
import software.amazon.awssdk.services.ssoadmin.model.StatusValues;
import software.amazon.awssdk.services.ssoadmin.model.ThrottlingException;

class SimulatorProvisioningTest {
  private final SimulatorFixture aws = new SimulatorFixture();

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void aChangedSetLeavesItsRolesOutdatedUntilProvisioned() {
    var set = assignedSet("AuditAccess", DEV, TEST);
    assertThat(outdated(set)).isEmpty();

    aws.attach(set, "SecurityAudit");
    assertThat(outdated(set)).containsExactlyInAnyOrder(DEV, TEST);
    var request = aws.provisionEverywhere(set);
    aws.pass();

    assertThat(aws.provisioning(request.requestId()).status()).isEqualTo(StatusValues.SUCCEEDED);
    assertThat(outdated(set)).isEmpty();
    assertThat(aws.snapshot().provisioned()).allMatch(role -> !role.outdated());
  }

  @Test
  void aChangeDuringProvisioningLeavesTheRolesOutdated() {
    var set = assignedSet("AuditAccess", DEV);
    aws.attach(set, "SecurityAudit");
    aws.provisionEverywhere(set);

    aws.attach(set, "ReadOnlyAccess");
    aws.pass();

    assertThat(outdated(set)).containsExactly(DEV);
  }

  @Test
  void provisioningNothingSucceeds() {
    var set = aws.createSet("AuditAccess");

    var request = aws.provisionEverywhere(set);
    aws.pass();

    assertThat(aws.provisioning(request.requestId()).status()).isEqualTo(StatusValues.SUCCEEDED);
  }

  @Test
  void provisioningAnAccountThatDoesNotHaveTheSetFails() {
    var set = aws.createSet("AuditAccess");

    var request = aws.provision(set, DEV);
    aws.pass();

    var status = aws.provisioning(request.requestId());
    assertThat(status.failureReason())
        .startsWith("Received a 404 status error: Permission set provision not found in AWS");
    assertThat(status.accountId()).isEqualTo(DEV);
  }

  @Test
  void provisioningThatRacesWithTheLastDeletionFails() {
    var set = assignedSet("AuditAccess", DEV);
    aws.unassign(set, DEV, aws.frank());
    var request = aws.provisionEverywhere(set);

    aws.pass();
    aws.pass();

    assertThat(aws.provisioning(request.requestId()).failureReason())
        .isEqualTo("Received a 404 status error: Assignment not found.");
  }

  @Test
  void oneFailedAccountFailsTheRequestWhileTheOthersAreUpdated() {
    var set = assignedSet("AuditAccess", DEV, TEST);
    aws.attach(set, "SecurityAudit");
    aws.simulator()
        .faults()
        .failWorkflows(
            WorkflowFault.of("ProvisionPermissionSet", "broken").inAccount(TEST).times(1));

    var request = aws.provisionEverywhere(set);
    aws.pass();

    assertThat(aws.provisioning(request.requestId()).failureReason()).isEqualTo("broken");
    assertThat(outdated(set)).containsExactly(TEST);
  }

  @Test
  void accountsAreProvisionedSideBySideButNotBesideAnAssignment() {
    var set = assignedSet("AuditAccess", DEV, TEST);
    aws.assign(set, TEST, aws.alice());

    var request = aws.provisionEverywhere(set);

    var runs = aws.simulator().journal().workflows();
    var run = runs.get(runs.size() - 1);
    var now = aws.clock().instant();
    assertThat(run.requestId()).isEqualTo(request.requestId());
    assertThat(run.steps())
        .containsExactly(
            new WorkflowRun.Step(DEV, now, now.plus(LATENCY)),
            new WorkflowRun.Step(TEST, now.plus(LATENCY), now.plus(LATENCY).plus(LATENCY)));
    assertThat(run.end()).isEqualTo(now.plus(LATENCY).plus(LATENCY));
  }

  @Test
  void theFourthProvisioningIsThrottled() {
    var sets = List.of("A", "B", "C", "D").stream().map(name -> assignedSet(name, DEV)).toList();
    sets.subList(0, 3).forEach(aws::provisionEverywhere);

    assertThatThrownBy(() -> aws.provisionEverywhere(sets.get(3)))
        .isInstanceOf(ThrottlingException.class);
    assertThat(aws.simulator().journal().maxConcurrentProvisions()).isEqualTo(3);
  }

  @Test
  void aCallerWithoutIamFailsInTheManagementAccount() {
    try (var limited =
        new SimulatorFixture(
            options -> options.withoutRates().caller(CallerRole.MANAGEMENT_WITHOUT_IAM))) {
      var set = limited.createSet("AuditAccess");

      var request = limited.assign(set, MANAGEMENT, limited.frank());
      limited.pass();

      assertThat(limited.creation(request.requestId()).failureReason())
          .startsWith("Received a 403 status error: Access denied by IAM.");
    }
  }

  private String assignedSet(String name, String... accounts) {
    var set = aws.createSet(name);
    for (var account : accounts) {
      aws.assign(set, account, aws.frank());
    }
    aws.pass();
    return set;
  }

  private List<String> outdated(String set) {
    return aws.sso()
        .listAccountsForProvisionedPermissionSet(
            request ->
                request
                    .instanceArn(aws.instance())
                    .permissionSetArn(set)
                    .provisioningStatus(ProvisioningStatus.LATEST_PERMISSION_SET_NOT_PROVISIONED))
        .accountIds();
  }
}
