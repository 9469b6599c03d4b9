package dev.identitycenter.operator.accountassignment;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.objects.ManagedObjects;
import dev.identitycenter.operator.requests.RequestTracker;
import dev.identitycenter.operator.requests.Subject;
import java.util.Optional;

/** The AWS requests of an object; those of a claim that another one holds are not its own. */
final class OwnRequests {

  private final ManagedObjects objects;
  private final RequestTracker tracker;

  OwnRequests(ManagedObjects objects, RequestTracker tracker) {
    this.objects = objects;
    this.tracker = tracker;
  }

  /** The visit with the latest that is known of the object's request. */
  Visit told(AccountAssignment resource, Visit visit, Runnable wake) {
    return subject(resource)
        .flatMap(subject -> tracker.find(subject, wake))
        .map(request -> visit.withRequest(request.toStatus()))
        .orElse(visit);
  }

  /** What was told is in the object's status. */
  void acknowledge(AccountAssignment resource) {
    subject(resource).ifPresent(tracker::acknowledge);
  }

  private Optional<Subject> subject(AccountAssignment resource) {
    return ManagedObjects.keyOf(resource)
        .filter(key -> ManagedObjects.olderThan(resource, objects.assignmentsWith(key)).isEmpty())
        .map(Subject.OfAssignment::new);
  }
}
