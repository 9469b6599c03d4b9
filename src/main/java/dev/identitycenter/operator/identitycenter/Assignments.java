package dev.identitycenter.operator.identitycenter;

import java.util.Set;

/** Account assignments and the asynchronous requests that create and delete them. */
public interface Assignments {

  RequestStatus createAssignment(AssignmentKey key);

  /** Fails with {@link FailureKind#NOT_FOUND} where AWS has no such assignment. */
  RequestStatus deleteAssignment(AssignmentKey key);

  AssignmentRequest describeCreation(String requestId);

  AssignmentRequest describeDeletion(String requestId);

  /** Ids of the creations AWS is working on, whoever asked. One call for each 100. */
  Set<String> creationsInProgress();

  /** Ids of the deletions AWS is working on, whoever asked. One call for each 100. */
  Set<String> deletionsInProgress();

  /** Assignments of one permission set in one account. One call for each 100. */
  Set<AssignmentKey> listAssignments(String accountId, String permissionSetArn);

  /**
   * Direct assignments of one principal in all accounts. One call for each 100. AWS documents it
   * for the management account only; elsewhere it may fail with {@link FailureKind#DENIED}.
   */
  Set<AssignmentKey> listAssignmentsOf(PrincipalId principal);
}
