package dev.identitycenter.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** The asynchronous AWS request that was made last for this object. */
public record AsyncRequest(
    @JsonPropertyDescription("Id AWS gave the request, a UUID; useful when asking AWS support.")
        String id,
    @JsonPropertyDescription(
            """
            What was asked of AWS: Create or Delete an assignment, or Provision, which updates the \
            roles of a permission set in the accounts.""")
        Operation operation,
    @JsonPropertyDescription("How far AWS is: IN_PROGRESS, SUCCEEDED or FAILED.") Status status,
    @JsonPropertyDescription("Why the request failed, in the words of AWS. Absent otherwise.")
        String failureReason,
    @JsonPropertyDescription("When the request was made.") String createdAt) {
  /** What was asked of AWS. */
  public enum Operation {
    Create,
    Delete,
    Provision
  }

  /** How far AWS is, in AWS's words. */
  public enum Status {
    IN_PROGRESS,
    SUCCEEDED,
    FAILED
  }
}
