package dev.identitycenter.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** What the operator observed and did for one assignment. */
@JsonClassDescription("What the operator observed and did. Written by the operator only.")
public record AccountAssignmentStatus(
    @JsonPropertyDescription(
            "The metadata.generation this status was computed for; older than that means outdated.")
        Long observedGeneration,
    @JsonPropertyDescription(
            """
            The assignment as AWS identifies it; all that deleting it needs. Absent until it was \
            requested from AWS.""")
        Assignment assignment,
    @JsonPropertyDescription(
            """
            What the same spec stood for before its principal or permission set got another id. It \
            is deleted from AWS once the new assignment is in place.""")
        Assignment replaced,
    @JsonPropertyDescription(
            """
            The asynchronous AWS request that creates or deletes the assignment: the running one, \
            or the last.""")
        AsyncRequest request,
    @JsonPropertyDescription(
            """
            State in the standard form. Ready sums up; ResolvedRefs says whether permission set, \
            principal and account were found, Synced whether AWS has the assignment; Reconciling \
            and Stalled are present only while true.""")
        List<Condition> conditions) {

  /** The assignment as AWS identifies it; all that deleting it needs. */
  public record Assignment(
      @JsonPropertyDescription(
              """
              ARN of the Identity Center instance, for example \
              arn:aws:sso:::instance/ssoins-1234567890abcdef.""")
          String instanceArn,
      @JsonPropertyDescription(
              """
              ARN of the permission set, for example \
              arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef.""")
          String permissionSetArn,
      @JsonPropertyDescription("What the principal is: USER or GROUP.") PrincipalType principalType,
      @JsonPropertyDescription("Id of the user or group in the identity store.") String principalId,
      @JsonPropertyDescription("Id of the AWS account.") String accountId,
      @JsonPropertyDescription(
              """
              When the operator first saw that AWS has it, in UTC, for example \
              2026-01-31T12:00:00Z. Absent until then.""")
          String grantedAt) {

    /** The same, seen in AWS since then. */
    public Assignment withGrantedAt(String moment) {
      return new Assignment(
          instanceArn, permissionSetArn, principalType, principalId, accountId, moment);
    }
  }

  /** What kind of principal AWS sees. */
  public enum PrincipalType {
    USER,
    GROUP
  }
}
