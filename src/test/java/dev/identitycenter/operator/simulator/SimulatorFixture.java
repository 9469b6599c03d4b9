package dev.identitycenter.operator.simulator;

import dev.identitycenter.operator.testing.MutableClock;
import java.time.Duration;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.identitystore.IdentitystoreClient;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;
import software.amazon.awssdk.services.ssoadmin.model.AccountAssignmentOperationStatus;
import software.amazon.awssdk.services.ssoadmin.model.PermissionSetProvisioningStatus;
import software.amazon.awssdk.services.ssoadmin.model.PrincipalType;
import software.amazon.awssdk.services.ssoadmin.model.ProvisionTargetType;
import software.amazon.awssdk.services.ssoadmin.model.TargetType;

/**
 * The article's organization on a clock that stands still, workflows that take five seconds, and a
 * client to talk to it.
 */
final class SimulatorFixture implements AutoCloseable {
  static final String MANAGEMENT = "111111111111";
  static final String DEV = "222222222222";
  static final String TEST = "333333333333";
  static final Duration LATENCY = Duration.ofSeconds(5);

  private final MutableClock clock = MutableClock.standing();
  private final Simulator simulator;
  private final SimulatorClients clients;

  SimulatorFixture() {
    this(options -> options.withoutRates());
  }

  SimulatorFixture(UnaryOperator<SimulatorOptions.Builder> change) {
    simulator =
        Simulator.start(
            change
                .apply(
                    SimulatorOptions.builder()
                        .clock(clock)
                        .randomSeed(1)
                        .latency(Latency.fixed(LATENCY)))
                .build());
    clients = SimulatorClients.of(simulator, "AKIATEST");
  }

  MutableClock clock() {
    return clock;
  }

  Simulator simulator() {
    return simulator;
  }

  Snapshot snapshot() {
    return simulator.snapshot();
  }

  SsoAdminClient sso() {
    return clients.ssoAdmin();
  }

  IdentitystoreClient store() {
    return clients.identityStore();
  }

  OrganizationsClient organizations() {
    return clients.organizations();
  }

  String instance() {
    return snapshot().instance().arn();
  }

  String storeId() {
    return snapshot().instance().identityStoreId();
  }

  String alice() {
    return simulator.userId("alice@example.com");
  }

  String frank() {
    return simulator.userId("frank@example.com");
  }

  /** Creates a permission set and returns its ARN. */
  String createSet(String name) {
    var instance = instance();
    return sso()
        .createPermissionSet(request -> request.instanceArn(instance).name(name))
        .permissionSet()
        .permissionSetArn();
  }

  void attach(String set, String policy) {
    var instance = instance();
    sso()
        .attachManagedPolicyToPermissionSet(
            request ->
                request
                    .instanceArn(instance)
                    .permissionSetArn(set)
                    .managedPolicyArn("arn:aws:iam::aws:policy/" + policy));
  }

  /** Asks for an assignment of a user. */
  AccountAssignmentOperationStatus assign(String set, String account, String userId) {
    return assign(set, account, PrincipalType.USER, userId);
  }

  AccountAssignmentOperationStatus assign(
      String set, String account, PrincipalType type, String principalId) {
    var instance = instance();
    return sso()
        .createAccountAssignment(
            request ->
                request
                    .instanceArn(instance)
                    .permissionSetArn(set)
                    .targetId(account)
                    .targetType(TargetType.AWS_ACCOUNT)
                    .principalType(type)
                    .principalId(principalId))
        .accountAssignmentCreationStatus();
  }

  /** Asks for the end of a user's assignment. */
  AccountAssignmentOperationStatus unassign(String set, String account, String userId) {
    var instance = instance();
    return sso()
        .deleteAccountAssignment(
            request ->
                request
                    .instanceArn(instance)
                    .permissionSetArn(set)
                    .targetId(account)
                    .targetType(TargetType.AWS_ACCOUNT)
                    .principalType(PrincipalType.USER)
                    .principalId(userId))
        .accountAssignmentDeletionStatus();
  }

  AccountAssignmentOperationStatus creation(String requestId) {
    var instance = instance();
    return sso()
        .describeAccountAssignmentCreationStatus(
            request -> request.instanceArn(instance).accountAssignmentCreationRequestId(requestId))
        .accountAssignmentCreationStatus();
  }

  AccountAssignmentOperationStatus deletion(String requestId) {
    var instance = instance();
    return sso()
        .describeAccountAssignmentDeletionStatus(
            request -> request.instanceArn(instance).accountAssignmentDeletionRequestId(requestId))
        .accountAssignmentDeletionStatus();
  }

  PermissionSetProvisioningStatus provisionEverywhere(String set) {
    var instance = instance();
    return sso()
        .provisionPermissionSet(
            request ->
                request
                    .instanceArn(instance)
                    .permissionSetArn(set)
                    .targetType(ProvisionTargetType.ALL_PROVISIONED_ACCOUNTS))
        .permissionSetProvisioningStatus();
  }

  PermissionSetProvisioningStatus provision(String set, String account) {
    var instance = instance();
    return sso()
        .provisionPermissionSet(
            request ->
                request
                    .instanceArn(instance)
                    .permissionSetArn(set)
                    .targetType(ProvisionTargetType.AWS_ACCOUNT)
                    .targetId(account))
        .permissionSetProvisioningStatus();
  }

  PermissionSetProvisioningStatus provisioning(String requestId) {
    var instance = instance();
    return sso()
        .describePermissionSetProvisioningStatus(
            request -> request.instanceArn(instance).provisionPermissionSetRequestId(requestId))
        .permissionSetProvisioningStatus();
  }

  /** Lets one workflow's time pass. */
  void pass() {
    clock.advance(LATENCY);
  }

  @Override
  public void close() {
    clients.close();
    simulator.close();
  }
}
