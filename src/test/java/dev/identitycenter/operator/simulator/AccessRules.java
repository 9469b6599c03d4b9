package dev.identitycenter.operator.simulator;

import java.util.Set;

/** Who may do what: IAM actions per access key, the Region, and where the caller stands. */
final class AccessRules {
  private final World world;

  AccessRules(World world) {
    this.world = world;
  }

  /** The holder of an access key that signed for a Region. */
  Caller caller(String accessKey, String region) {
    var role = world.options().roleOf(accessKey);
    var organization = world.state().organization();
    var fromManagement = role == CallerRole.MANAGEMENT || role == CallerRole.MANAGEMENT_WITHOUT_IAM;
    return new Caller(
        accessKey,
        region,
        role,
        fromManagement ? organization.managementAccountId() : organization.memberAccountId());
  }

  /** Refuses what the caller may not do whatever the request says. */
  void check(Operation operation, Caller caller) {
    if (operation.service() == Service.STS) {
      return; // AWS tells everybody who they are, whatever their policy says
    }
    var actions = world.options().allowedActions().get(caller.accessKey());
    var action = operation.service().action(operation.name());
    if ((actions != null && !isAllowed(actions, action))
        || !isOpenTo(caller, operation)
        || !isServedIn(caller.region(), operation)) {
      throw denied(caller, operation);
    }
  }

  /** Refuses a delegated administrator who reaches for the management account. */
  void checkTarget(Request request, String accountId) {
    if (request.caller().isDelegate() && world.state().organization().isManagement(accountId)) {
      throw denied(request.caller(), request.operation());
    }
  }

  /** Refuses a delegated administrator who reaches for a set that the management account has. */
  void checkPermissionSet(Request request) {
    checkPermissionSet(request, request.permissionSetArn());
  }

  /** The same for a set that another member of the request names. */
  void checkPermissionSet(Request request, String permissionSetArn) {
    var management = world.state().organization().managementAccountId();
    if (request.caller().isDelegate()
        && world.access().role(management, permissionSetArn).isPresent()) {
      throw denied(request.caller(), request.operation());
    }
  }

  /** The refusal AWS words for a caller and an operation. */
  static AwsException denied(Caller caller, Operation operation) {
    if (operation.service() == Service.ORGANIZATIONS) {
      return AwsException.denied("You don't have permissions to access this resource.");
    }
    return AwsException.denied(
        "User: "
            + caller.arn()
            + " is not authorized to perform: "
            + operation.service().action(operation.name()));
  }

  private static boolean isAllowed(Set<String> patterns, String action) {
    return patterns.stream()
        .anyMatch(
            pattern ->
                pattern.endsWith("*")
                    ? action.startsWith(pattern.substring(0, pattern.length() - 1))
                    : action.equals(pattern));
  }

  private static boolean isOpenTo(Caller caller, Operation operation) {
    if (caller.role() != CallerRole.MEMBER) {
      return true;
    }
    return switch (operation.service()) {
      case SSO_ADMIN -> false;
      case IDENTITY_STORE -> !isWrite(operation.name());
      case ORGANIZATIONS -> operation.name().equals("DescribeOrganization");
      case STS -> true;
    };
  }

  private static boolean isWrite(String operation) {
    return operation.startsWith("Create")
        || operation.startsWith("Delete")
        || operation.startsWith("Update");
  }

  /** Organizations is global; a look for instances in another Region finds none. */
  private boolean isServedIn(String region, Operation operation) {
    return operation.service() == Service.ORGANIZATIONS
        || operation.name().equals("ListInstances")
        || region.equals(world.options().region());
  }
}
