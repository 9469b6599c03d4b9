package dev.identitycenter.operator.accountassignment;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.api.v1alpha1.AccountAssignmentStatus;
import dev.identitycenter.operator.api.v1alpha1.AsyncRequest;
import dev.identitycenter.operator.api.v1alpha1.Reason;
import dev.identitycenter.operator.budget.WorkflowSlots;
import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.objects.ManagedObjects;
import dev.identitycenter.operator.requests.Request;
import dev.identitycenter.operator.requests.RequestTracker;
import dev.identitycenter.operator.requests.Subject;
import dev.identitycenter.operator.status.Failures;
import java.util.Optional;

/**
 * The AWS requests of an object, running or wanted; those of a claim that another one holds are not
 * its own.
 */
final class OwnRequests {

  private final ManagedObjects objects;
  private final RequestTracker tracker;
  private final WorkflowSlots slots;

  OwnRequests(ManagedObjects objects, RequestTracker tracker, WorkflowSlots slots) {
    this.objects = objects;
    this.tracker = tracker;
    this.slots = slots;
  }

  /** The visit with the latest that is known of the object's request, or why nothing is. */
  Visit told(AccountAssignment resource, Visit visit, Runnable wake) {
    var told =
        subject(resource)
            .flatMap(subject -> tracker.find(subject, wake))
            .filter(request -> concerns(request, visit) || resource.isMarkedForDeletion())
            .map(request -> visit.withRequest(request.toStatus()))
            .orElse(visit);
    var waits = visit.outcome().isUnderWay() && !visit.outcome().isUndecided();
    return subject(resource)
        .flatMap(tracker::denial)
        .filter(denial -> waits)
        .map(denial -> told.withOutcome(Failures.outcome(denial).without(Reason.Part.SYNC)))
        .orElse(told);
  }

  /** A deletion is told as long as there is something that was replaced. */
  private static boolean concerns(Request request, Visit visit) {
    return request.operation() != AsyncRequest.Operation.Delete || visit.replaced() != null;
  }

  /** What was told is in the object's status. */
  void acknowledge(AccountAssignment resource) {
    subject(resource).ifPresent(tracker::acknowledge);
  }

  /**
   * The object does not want a place in AWS's budget now, if it ever asked for one; the wish may be
   * that of another one with the same key.
   */
  void withdraw(AccountAssignment resource) {
    own(resource)
        .filter(key -> objects.assignmentsWith(key).size() == 1)
        .map(Subject.OfAssignment::new)
        .ifPresent(slots::withdraw);
  }

  private Optional<Subject> subject(AccountAssignment resource) {
    return deletedForSuccessor(resource).or(() -> own(resource)).map(Subject.OfAssignment::new);
  }

  private Optional<AssignmentKey> own(AccountAssignment resource) {
    return ManagedObjects.keyOf(resource).filter(key -> objects.isHeldBy(resource, key));
  }

  /** What was replaced, while the request in the status is the one that deletes it. */
  private static Optional<AssignmentKey> deletedForSuccessor(AccountAssignment resource) {
    return Optional.ofNullable(resource.getStatus())
        .map(AccountAssignmentStatus::request)
        .filter(request -> request.operation() == AsyncRequest.Operation.Delete)
        .filter(deletion -> !resource.isMarkedForDeletion())
        .flatMap(deletion -> ManagedObjects.replacedKeyOf(resource));
  }
}
