package dev.identitycenter.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** What the operator observed and did for one permission set. */
@JsonClassDescription("What the operator observed and did. Written by the operator only.")
public record PermissionSetStatus(
    @JsonPropertyDescription(
            "The metadata.generation this status was computed for; older than that means outdated.")
        Long observedGeneration,
    @JsonPropertyDescription(
            """
            ARN of the Identity Center instance that has the permission set, for example \
            arn:aws:sso:::instance/ssoins-1234567890abcdef.""")
        String instanceArn,
    @JsonPropertyDescription(
            """
            ARN of the permission set in AWS, for example \
            arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef. Absent until \
            it exists there and is tagged as this object's.""")
        String permissionSetArn,
    @JsonPropertyDescription("Values in force, including the operator's defaults.")
        Effective effective,
    @JsonPropertyDescription(
            """
            Fingerprints of the specs that AWS agreed with last. What differs from the same spec \
            later is drift; what differs from another one is a change to make.""")
        AgreedSpec agreedSpec,
    @JsonPropertyDescription("How many accounts have a role of this permission set.")
        ProvisionedAccounts provisionedAccounts,
    @JsonPropertyDescription(
            "The asynchronous AWS request that updates the roles: the running one, or the last.")
        AsyncRequest request,
    @JsonPropertyDescription(
            """
            State in the standard form. Ready sums up; Synced says whether AWS matches the spec, \
            Provisioned whether the roles in the accounts do; Reconciling and Stalled are present \
            only while true.""")
        List<Condition> conditions) {

  /** Fingerprints of what AWS agreed with last. */
  public record AgreedSpec(
      @JsonPropertyDescription("Of the spec that the permission set in AWS agreed with.")
          String set,
      @JsonPropertyDescription("Of the spec that its roles in all accounts agreed with.")
          String roles) {}

  /** Values in force after the operator's defaults. */
  public record Effective(
      @JsonPropertyDescription("Name of the permission set in AWS.") String name,
      @JsonPropertyDescription(
              "How long a session lasts, as an ISO-8601 duration, for example PT1H.")
          String sessionDuration) {}

  /** How many accounts hold a role of this set, and how many of these roles are behind. */
  public record ProvisionedAccounts(
      @JsonPropertyDescription("Number of accounts whose role is up to date.") Integer current,
      @JsonPropertyDescription("Number of accounts whose role still has an earlier state.")
          Integer outdated) {}
}
