package dev.identitycenter.operator.simulator;

import static dev.identitycenter.operator.simulator.SimulatorFixture.DEV;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.organizations.model.TooManyRequestsException;
import software.amazon.awssdk.services.ssoadmin.model.AccessDeniedException;
import software.amazon.awssdk.services.ssoadmin.model.ConflictException;
import software.amazon.awssdk.services.ssoadmin.model.InternalServerException;
import software.amazon.awssdk.services.ssoadmin.model.SsoAdminException;
import software.amazon.awssdk.services.ssoadmin.model.StatusValues;
import software.amazon.awssdk.services.ssoadmin.model.ThrottlingException;

class SimulatorFaultsTest {
  private final SimulatorFixture aws = new SimulatorFixture();
  private final Faults faults = aws.simulator().faults();

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void theNextCallsGoWrong() {
    faults.next("CreatePermissionSet", 2, Fault.throttled());
    faults.next("CreatePermissionSet", 1, Fault.conflictInProcess());
    faults.next("CreatePermissionSet", 1, Fault.accessDenied());

    assertThatThrownBy(() -> aws.createSet("A")).isInstanceOf(ThrottlingException.class);
    assertThatThrownBy(() -> aws.createSet("A")).isInstanceOf(ThrottlingException.class);
    assertThatThrownBy(() -> aws.createSet("A")).isInstanceOf(ConflictException.class);
    assertThatThrownBy(() -> aws.createSet("A")).isInstanceOf(AccessDeniedException.class);
    aws.createSet("A");
    assertThat(aws.simulator().journal().entries("CreatePermissionSet"))
        .extracting(Call::result)
        .containsExactly(
            "ThrottlingException",
            "ThrottlingException",
            "ConflictException",
            "AccessDeniedException",
            Call.OK);
  }

  @Test
  void anErrorBeforeTheEffectLeavesNothing() {
    faults.next("CreatePermissionSet", 1, Fault.serverError());

    assertThatThrownBy(() -> aws.createSet("A")).isInstanceOf(InternalServerException.class);

    assertThat(aws.snapshot().permissionSets()).isEmpty();
  }

  @Test
  void anErrorAfterTheEffectHidesIt() {
    faults.next("CreatePermissionSet", 1, Fault.serverErrorAfterEffect());

    assertThatThrownBy(() -> aws.createSet("A")).isInstanceOf(InternalServerException.class);

    assertThat(aws.snapshot().permissionSet("A")).isPresent();
  }

  @Test
  void aClosedConnectionMayHideAnEffect() {
    faults.next("CreatePermissionSet", 1, Fault.connectionClosed());
    assertThatThrownBy(() -> aws.createSet("A")).isInstanceOf(SdkClientException.class);
    assertThat(aws.snapshot().permissionSets()).isEmpty();

    faults.next("CreatePermissionSet", 1, Fault.connectionClosedAfterEffect());
    assertThatThrownBy(() -> aws.createSet("A")).isInstanceOf(SdkClientException.class);
    assertThat(aws.snapshot().permissionSet("A")).isPresent();
    assertThat(aws.simulator().journal().count("CreatePermissionSet")).isEqualTo(2);
  }

  @Test
  void aHookAfterTheEffectMayLoseTheAnswer() {
    faults.onAnswer(
        call -> {
          if (call.operation().equals("CreatePermissionSet") && call.isOk()) {
            throw new IllegalStateException("crash");
          }
        });

    assertThatThrownBy(() -> aws.createSet("A")).isInstanceOf(SdkClientException.class);

    assertThat(aws.snapshot().permissionSet("A")).isPresent();
    assertThat(aws.simulator().journal().entries("CreatePermissionSet"))
        .extracting(Call::result)
        .containsExactly(Call.CONNECTION_CLOSED);
  }

  @Test
  void aHookBeforeTheEffectSeesTheRequest() {
    faults.onCall(
        call -> {
          if (call.request().path("Name").asText().equals("Forbidden")) {
            throw new IllegalStateException("crash");
          }
        });

    aws.createSet("Allowed");
    assertThatThrownBy(() -> aws.createSet("Forbidden")).isInstanceOf(SdkClientException.class);

    assertThat(aws.snapshot().permissionSets())
        .extracting(PermissionSet::name)
        .containsExactly("Allowed");
  }

  @Test
  void anyErrorCanBePlannedForAnyOperationUntilCleared() {
    faults.sometimes("*", 1, Fault.error("KmsTrouble", "no key"));

    assertThatThrownBy(() -> aws.sso().listInstances(request -> {}))
        .isInstanceOfSatisfying(
            SsoAdminException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("KmsTrouble"));
    faults.clear();
    aws.sso().listInstances(request -> {});
  }

  @Test
  void organizationsWordsThrottlingItsOwnWay() {
    faults.next("ListAccounts", 1, Fault.throttled());

    assertThatThrownBy(() -> aws.organizations().listAccounts())
        .isInstanceOf(TooManyRequestsException.class);
  }

  @Test
  void requestsFailForAReason() {
    var set = aws.createSet("A");
    faults.failWorkflows(
        WorkflowFault.of("CreateAccountAssignment", "no luck").inAccount(DEV).times(1));

    var first = aws.assign(set, DEV, aws.frank());
    aws.pass();
    var second = aws.assign(set, DEV, aws.frank());
    aws.pass();

    assertThat(aws.creation(first.requestId()).failureReason()).isEqualTo("no luck");
    assertThat(aws.creation(second.requestId()).status()).isEqualTo(StatusValues.SUCCEEDED);
  }
}
