package dev.identitycenter.operator.api.v1alpha1;

/** The asynchronous AWS request that was made last for this object. */
public record AsyncRequest(
    String id, Operation operation, Status status, String failureReason, String createdAt) {
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
