package dev.identitycenter.operator.testing;

/** The operator is gone; nothing may catch that. */
public final class ProcessStoppedError extends Error {
  private static final long serialVersionUID = 1L;

  ProcessStoppedError(String operation) {
    super("stopped after " + operation);
  }
}
