package dev.identitycenter.operator.simulator;

import static dev.identitycenter.operator.simulator.SimulatorFixture.DEV;
import static dev.identitycenter.operator.simulator.SimulatorFixture.MANAGEMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;
import software.amazon.awssdk.services.ssoadmin.model.AccessDeniedException;
import software.amazon.awssdk.services.ssoadmin.model.PrincipalType;
import software.amazon.awssdk.services.ssoadmin.model.TargetType;
import software.amazon.awssdk.services.sts.model.StsException;

class SimulatorAccessTest {
  private final SimulatorFixture aws =
      new SimulatorFixture(
          options ->
              options
                  .withoutRates()
                  .caller("DELEGATE", CallerRole.DELEGATED_ADMINISTRATOR)
                  .caller("MEMBER", CallerRole.MEMBER)
                  .allow("READER", Set.of("sso:List*", "sso:DescribePermissionSet")));

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void aKeyDoesOnlyWhatItsPolicyAllows() {
    try (var reader = SimulatorClients.of(aws.simulator(), "READER")) {
      reader.ssoAdmin().listInstances(request -> {});

      assertThatThrownBy(
              () ->
                  reader
                      .ssoAdmin()
                      .createPermissionSet(
                          request -> request.instanceArn(aws.instance()).name("A")))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining(
              "User: arn:aws:iam::111111111111:user/READER is not authorized to perform:"
                  + " sso:CreatePermissionSet");
    }
    assertThat(aws.simulator().journal().entries())
        .extracting(Call::accessKey)
        .containsOnly("READER");
  }

  @Test
  void aDelegateStaysOutOfTheManagementAccount() {
    var there = aws.createSet("Management");
    aws.assign(there, MANAGEMENT, aws.frank());
    aws.pass();
    var set = aws.createSet("Member");

    try (var delegate = SimulatorClients.of(aws.simulator(), "DELEGATE")) {
      var sso = delegate.ssoAdmin();
      assertThatThrownBy(() -> assign(sso, set, MANAGEMENT))
          .isInstanceOf(AccessDeniedException.class);
      assertThatThrownBy(() -> assign(sso, there, DEV)).isInstanceOf(AccessDeniedException.class);
      assertThatThrownBy(
              () ->
                  sso.updatePermissionSet(
                      request -> request.instanceArn(aws.instance()).permissionSetArn(there)))
          .isInstanceOf(AccessDeniedException.class);
      assertThatThrownBy(
              () ->
                  sso.listAccountAssignmentsForPrincipal(
                      request ->
                          request
                              .instanceArn(aws.instance())
                              .principalType(PrincipalType.USER)
                              .principalId(aws.frank())))
          .isInstanceOf(AccessDeniedException.class);
      assign(sso, set, DEV);
      delegate.organizations().listAccounts();
    }
  }

  @Test
  void everybodyIsToldWhoTheyAreWhateverTheyMayDo() {
    try (var delegate = SimulatorClients.of(aws.simulator(), "DELEGATE");
        var reader = SimulatorClients.of(aws.simulator(), "READER", "eu-west-1")) {
      assertThat(delegate.sts().getCallerIdentity().account()).isNotEqualTo(MANAGEMENT);
      assertThat(reader.sts().getCallerIdentity().account()).isEqualTo(MANAGEMENT);
      assertThat(reader.sts().getCallerIdentity().arn()).endsWith("user/READER");
    }
  }

  @Test
  void aCallToStsFailsAsOthersDo() {
    aws.simulator().faults().next("GetCallerIdentity", 1, Fault.accessDenied());

    try (var reader = SimulatorClients.of(aws.simulator(), "READER")) {
      assertThatThrownBy(() -> reader.sts().getCallerIdentity())
          .isInstanceOfSatisfying(
              StsException.class,
              failure ->
                  assertThat(failure.awsErrorDetails().errorCode())
                      .isEqualTo("AccessDeniedException"));
    }
  }

  @Test
  void aMemberOnlyReadsTheStoreAndTheOrganization() {
    try (var member = SimulatorClients.of(aws.simulator(), "MEMBER")) {
      member.organizations().describeOrganization();
      member.identityStore().listUsers(request -> request.identityStoreId(aws.storeId()));

      assertThatThrownBy(() -> member.ssoAdmin().listInstances(request -> {}))
          .isInstanceOf(AccessDeniedException.class);
      assertThatThrownBy(() -> member.organizations().listAccounts())
          .isInstanceOf(
              software.amazon.awssdk.services.organizations.model.AccessDeniedException.class);
    }
  }

  @Test
  void anotherRegionHasNoInstance() {
    try (var elsewhere = SimulatorClients.of(aws.simulator(), "AKIATEST", "eu-west-1")) {
      assertThat(elsewhere.ssoAdmin().listInstances(request -> {}).instances()).isEmpty();
      assertThat(elsewhere.organizations().listAccounts().accounts()).hasSize(3);

      assertThatThrownBy(
              () ->
                  elsewhere
                      .ssoAdmin()
                      .listPermissionSets(request -> request.instanceArn(aws.instance())))
          .isInstanceOf(AccessDeniedException.class);
    }
  }

  private void assign(SsoAdminClient sso, String set, String account) {
    sso.createAccountAssignment(
        request ->
            request
                .instanceArn(aws.instance())
                .permissionSetArn(set)
                .targetId(account)
                .targetType(TargetType.AWS_ACCOUNT)
                .principalType(PrincipalType.USER)
                .principalId(aws.frank()));
  }
}
