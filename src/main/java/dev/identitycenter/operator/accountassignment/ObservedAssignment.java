package dev.identitycenter.operator.accountassignment;

import dev.identitycenter.operator.api.v1alpha1.AsyncRequest.Operation;
import dev.identitycenter.operator.directory.AssignmentListings.Answer;
import dev.identitycenter.operator.requests.Request;
import java.util.Optional;

/**
 * What is known of an assignment in AWS.
 *
 * @param request in flight, or ended and not yet in the status
 * @param unclear whether a call failed in a way that leaves its effect open
 * @param listing whether AWS lists it
 */
record ObservedAssignment(Optional<Request> request, boolean unclear, Answer listing) {

  boolean isBusy() {
    return unclear || request.filter(Request::isInProgress).isPresent();
  }

  boolean isListed() {
    return listing instanceof Answer.Known known && known.listed();
  }

  Optional<Request> failureOf(Operation operation) {
    return request.filter(last -> last.isFailed() && last.operation() == operation);
  }
}
