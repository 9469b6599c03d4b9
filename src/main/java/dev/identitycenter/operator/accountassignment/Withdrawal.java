package dev.identitycenter.operator.accountassignment;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.api.v1alpha1.Reason;
import dev.identitycenter.operator.events.EventPublisher;
import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.identitycenter.PrincipalId;
import dev.identitycenter.operator.identitycenter.PrincipalQuery;
import dev.identitycenter.operator.identitycenter.Principals;
import dev.identitycenter.operator.objects.ManagedObjects;
import dev.identitycenter.operator.status.Failures;
import dev.identitycenter.operator.status.Outcome;
import java.util.Optional;
import java.util.Set;

/** Takes back an assignment that AWS may still have: the object's own, or the one it replaced. */
final class Withdrawal {

  private static final Set<FailureKind> REFUSALS =
      Set.of(FailureKind.NOT_FOUND, FailureKind.INVALID);

  private final ManagedObjects objects;
  private final AssignmentObserver observer;
  private final AssignmentExecutor executor;
  private final EventPublisher events;
  private final Principals principals;

  Withdrawal(
      ManagedObjects objects,
      AssignmentObserver observer,
      AssignmentExecutor executor,
      EventPublisher events,
      Principals principals) {
    this.objects = objects;
    this.observer = observer;
    this.executor = executor;
    this.events = events;
    this.principals = principals;
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
      return abandon(resource, key, abandon.reason());
    }
    try {
      return Optional.of(executor.run(resource, step, wake));
    } catch (IdentityCenterException failure) {
      return refused(resource, key, failure);
    }
  }

  /** Whether AWS refuses at once what it cannot delete, or fails later, is documented nowhere. */
  private Optional<Visit> refused(
      AccountAssignment resource, AssignmentKey key, IdentityCenterException failure) {
    if (REFUSALS.contains(failure.kind()) && isGone(key.principal())) {
      return abandon(resource, key, failure.getMessage());
    }
    return Optional.of(
        Visit.of(
            resource,
            failure.kind() == FailureKind.INVALID
                ? Outcome.stalled(
                    Reason.RequestFailed, failure.getMessage() + AssignmentPlanner.KEEP_IN_AWS)
                : Failures.outcome(failure)));
  }

  private boolean isGone(PrincipalId principal) {
    return principals
        .findPrincipal(new PrincipalQuery.ById(principal.type(), principal.id()))
        .isEmpty();
  }

  private Optional<Visit> abandon(AccountAssignment resource, AssignmentKey key, String said) {
    events.warning(
        resource,
        "Orphaned",
        "AWS does not delete the assignment of %s, because the principal is gone; where AWS still lists it, it grants nobody access. AWS said: %s"
            .formatted(key.principal(), said));
    return Optional.empty();
  }

  /** Another object has the access, even if it may not have it now; this one never had it. */
  private boolean isOnlyAClaim(AccountAssignment resource, AssignmentKey key) {
    return !RecordedAssignment.wasGranted(resource, key)
        && objects.assignmentsWith(key).stream()
            .filter(other -> !other.isMarkedForDeletion())
            .anyMatch(other -> RecordedAssignment.wasGranted(other, key));
  }
}
