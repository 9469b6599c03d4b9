package dev.identitycenter.operator.accountassignment;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.api.v1alpha1.AccountAssignmentStatus.Assignment;
import dev.identitycenter.operator.api.v1alpha1.AccountAssignmentStatus.PrincipalType;
import dev.identitycenter.operator.api.v1alpha1.AsyncRequest;
import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.status.Outcome;

/** What a run found out and how it ended; everything the next status says. Nulls are unknown. */
record Visit(Assignment assignment, Assignment replaced, AsyncRequest request, Outcome outcome) {

  /** Starts from what the status says. */
  static Visit of(AccountAssignment resource, Outcome outcome) {
    var status = resource.getStatus();
    return status == null
        ? new Visit(null, null, null, outcome)
        : new Visit(status.assignment(), status.replaced(), status.request(), outcome);
  }

  Visit withKey(String instanceArn, AssignmentKey key) {
    var recorded =
        new Assignment(
            instanceArn,
            key.permissionSetArn(),
            PrincipalType.valueOf(key.principal().type().name()),
            key.principal().id(),
            key.accountId(),
            null);
    return new Visit(recorded, replaced, request, outcome);
  }

  Visit withOutcome(Outcome outcome) {
    return new Visit(assignment, replaced, request, outcome);
  }

  /** What was recorded so far, with its request, has to go once its successor is in place. */
  Visit replacing() {
    return new Visit(assignment, assignment, null, outcome);
  }

  Visit replacementDone() {
    return new Visit(assignment, null, null, outcome);
  }

  Visit withRequest(AsyncRequest request) {
    return new Visit(assignment, replaced, request, outcome);
  }
}
