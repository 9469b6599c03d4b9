package dev.identitycenter.operator.accountassignment;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.events.EventPublisher;
import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.objects.ManagedObjects;
import java.util.Optional;

/** Takes back an assignment that AWS may still have: the object's own, or the one it replaced. */
final class Withdrawal {

  private final ManagedObjects objects;
  private final AssignmentObserver observer;
  private final AssignmentExecutor executor;
  private final EventPublisher events;

  Withdrawal(
      ManagedObjects objects,
      AssignmentObserver observer,
      AssignmentExecutor executor,
      EventPublisher events) {
    this.objects = objects;
    this.observer = observer;
    this.executor = executor;
    this.events = events;
  }

  /**
   * What it waits for; empty when AWS does not list the assignment, or never will let it go, or
   * another object stands for the same access, which must not be interrupted then.
   */
  Optional<Visit> run(AccountAssignment resource, AssignmentKey key, Runnable wake) {
    var others = objects.othersWith(key, resource);
    if (!others.isEmpty() || isOnlyAClaim(resource, key)) {
      objects.wake(others.stream());
      return Optional.empty();
    }
    var step = AssignmentPlanner.planAbsence(key, observer.observe(resource, key, wake));
    if (step instanceof Step.Gone) {
      events.normal(
          resource,
          "Deleted",
          "AWS does not list the assignment of %s.".formatted(key.principal()));
      return Optional.empty();
    }
    if (step instanceof Step.Abandon abandon) {
      events.warning(
          resource,
          "Orphaned",
          "The assignment of %s stays in AWS, which cannot delete it because the principal is gone; it grants nobody access. AWS said: %s"
              .formatted(key.principal(), abandon.reason()));
      return Optional.empty();
    }
    return Optional.of(executor.run(resource, step, wake));
  }

  /** Another object has the access, even if it may not have it now; this one never had it. */
  private boolean isOnlyAClaim(AccountAssignment resource, AssignmentKey key) {
    return !RecordedAssignment.wasGranted(resource, key)
        && objects.assignmentsWith(key).stream()
            .filter(other -> !other.isMarkedForDeletion())
            .anyMatch(other -> RecordedAssignment.wasGranted(other, key));
  }
}
