package dev.identitycenter.operator.identitycenter;

/** What a failed call means to the operator, whatever AWS called it. */
public enum FailureKind {
  /** The request rate is exhausted; passes within seconds. */
  RATE_EXCEEDED,
  /** Too many asynchronous requests are running; passes when they end. */
  TOO_MANY_IN_PROGRESS,
  /** Another write on the same account or permission set is running. */
  CONFLICTING_OPERATION,
  /** The name or the attachment exists already. */
  ALREADY_EXISTS,
  /** Cannot be deleted while something uses it. */
  IN_USE,
  NOT_FOUND,
  /** AWS will never accept this input. */
  INVALID,
  QUOTA_EXCEEDED,
  ACCESS_DENIED,
  /** The operator itself refuses to change anything. */
  READ_ONLY,
  /** The service or the network failed; whether the call had an effect is unknown. */
  UNAVAILABLE,
  /** The answer fits no rule; most likely a mistake of ours. */
  UNEXPECTED;

  /** Whether the call may have had its effect although it failed. */
  public boolean isUnclear() {
    return this == UNAVAILABLE || this == UNEXPECTED;
  }

  /** Whether AWS asks all callers to slow down. */
  public boolean isThrottle() {
    return this == RATE_EXCEEDED || this == TOO_MANY_IN_PROGRESS;
  }
}
