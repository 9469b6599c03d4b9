package dev.identitycenter.operator.accountassignment;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.api.v1alpha1.AccountAssignmentStatus.Assignment;
import dev.identitycenter.operator.api.v1alpha1.AccountAssignmentStatus.PrincipalType;
import dev.identitycenter.operator.api.v1alpha1.AsyncRequest;
import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.status.Outcome;

/**
 * What a run found out and how it ended; everything the next status says. Nulls are unknown.
 *
 * @param listed whether AWS was seen to have the assignment
 */
record Visit(
    Assignment assignment,
    Assignment replaced,
    AsyncRequest request,
    Outcome outcome,
    boolean listed) {

  /** Starts from what the status says. */
  static Visit of(AccountAssignment resource, Outcome outcome) {
    var status = resource.getStatus();
    return status == null
        ? new Visit(null, null, null, outcome, false)
        : new Visit(status.assignment(), status.replaced(), status.request(), outcome, false);
  }

  Visit withKey(String instanceArn, AssignmentKey key) {
    return new Visit(recorded(instanceArn, key), replaced, request, outcome, false);
  }

  /** What was recorded so far, with its request, has to go once its successor is in place. */
  Visit replacedBy(String instanceArn, AssignmentKey key) {
    var successor = recorded(instanceArn, key);
    var known = replaced != null && replaced.withGrantedAt(null).equals(successor);
    return new Visit(known ? replaced : successor, assignment, null, outcome, false);
  }

  Visit withOutcome(Outcome outcome) {
    return new Visit(assignment, replaced, request, outcome, listed);
  }

  Visit asListed() {
    return new Visit(assignment, replaced, request, outcome, true);
  }

  Visit replacementDone() {
    return new Visit(assignment, null, null, outcome, listed);
  }

  Visit withRequest(AsyncRequest request) {
    return new Visit(assignment, replaced, request, outcome, listed);
  }

  private static Assignment recorded(String instanceArn, AssignmentKey key) {
    return new Assignment(
        instanceArn,
        key.permissionSetArn(),
        PrincipalType.valueOf(key.principal().type().name()),
        key.principal().id(),
        key.accountId(),
        null);
  }
}
