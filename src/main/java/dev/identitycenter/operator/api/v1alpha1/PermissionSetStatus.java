package dev.identitycenter.operator.api.v1alpha1;

import java.util.List;

/** What the operator observed and did for one permission set. */
public record PermissionSetStatus(
    Long observedGeneration,
    String instanceArn,
    String permissionSetArn,
    Effective effective,
    ProvisionedAccounts provisionedAccounts,
    AsyncRequest request,
    List<Condition> conditions) {

  /** Values in force after the operator's defaults. */
  public record Effective(String name, String sessionDuration) {}

  /** How many accounts hold a role of this set, and how many of these roles are behind. */
  public record ProvisionedAccounts(Integer current, Integer outdated) {}
}
