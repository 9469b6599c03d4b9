package dev.identitycenter.operator.simulator;

/** Who may use which permission set where. */
public record Assignment(
    String accountId, String permissionSetArn, PrincipalType principalType, String principalId) {
  /** The kind of principal. */
  public enum PrincipalType {
    USER,
    GROUP
  }
}
