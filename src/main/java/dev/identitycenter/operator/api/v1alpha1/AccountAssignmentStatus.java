package dev.identitycenter.operator.api.v1alpha1;

import java.util.List;

/**
 * What the operator observed and did for one assignment.
 *
 * @param replaced what the same spec stood for before its principal or permission set got another
 *     id; it is deleted once the new one is in place
 */
public record AccountAssignmentStatus(
    Long observedGeneration,
    Assignment assignment,
    Assignment replaced,
    AsyncRequest request,
    List<Condition> conditions) {

  /** The assignment as AWS identifies it; all that deleting it needs. */
  public record Assignment(
      String instanceArn,
      String permissionSetArn,
      PrincipalType principalType,
      String principalId,
      String accountId) {}

  /** What kind of principal AWS sees. */
  public enum PrincipalType {
    USER,
    GROUP
  }
}
