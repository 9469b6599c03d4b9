package dev.identitycenter.operator.identitycenter;

/** A call to AWS that failed, classified once for everyone above the port. */
public final class IdentityCenterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final FailureKind kind;
  private final String operation;

  public IdentityCenterException(
      FailureKind kind, String operation, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.operation = operation;
  }

  public FailureKind kind() {
    return kind;
  }

  /** The AWS operation, in AWS's spelling. */
  public String operation() {
    return operation;
  }
}
