package dev.identitycenter.operator.simulator;

/** What an asynchronous request does. */
public enum WorkflowKind {
  CREATE_ASSIGNMENT("CreateAccountAssignment"),
  DELETE_ASSIGNMENT("DeleteAccountAssignment"),
  PROVISION("ProvisionPermissionSet");

  private final String operation;

  WorkflowKind(String operation) {
    this.operation = operation;
  }

  /** The operation that starts it. */
  public String operation() {
    return operation;
  }

  boolean isAssignment() {
    return this != PROVISION;
  }
}
