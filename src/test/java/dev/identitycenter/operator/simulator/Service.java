package dev.identitycenter.operator.simulator;

/** The AWS services the simulator stands for. */
public enum Service {
  SSO_ADMIN("SWBExternalService", "sso"),
  IDENTITY_STORE("AWSIdentityStore", "identitystore"),
  ORGANIZATIONS("AWSOrganizationsV20161128", "organizations"),
  STS("AWSSecurityTokenServiceV20110615", "sts");

  private final String target;
  private final String actionPrefix;

  Service(String target, String actionPrefix) {
    this.target = target;
    this.actionPrefix = actionPrefix;
  }

  /** The part of {@code X-Amz-Target} before the dot; made up for STS, which has no such header. */
  String target() {
    return target;
  }

  /** The name IAM knows an operation by, such as {@code sso:CreatePermissionSet}. */
  String action(String operation) {
    return actionPrefix + ":" + operation;
  }
}
