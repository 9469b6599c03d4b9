package dev.identitycenter.operator.accountassignment;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.api.v1alpha1.Reason;
import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.status.Failures;
import dev.identitycenter.operator.status.Outcome;

/** One run towards what the spec says: find what it names, look at AWS, take the next step. */
final class AssignmentConvergence {

  private final ReferenceResolver resolver;
  private final AssignmentObserver observer;
  private final AssignmentExecutor executor;
  private final Withdrawal withdrawal;

  AssignmentConvergence(
      ReferenceResolver resolver,
      AssignmentObserver observer,
      AssignmentExecutor executor,
      Withdrawal withdrawal) {
    this.resolver = resolver;
    this.observer = observer;
    this.executor = executor;
    this.withdrawal = withdrawal;
  }

  Visit run(AccountAssignment resource, Runnable wake) {
    var references = resolve(resource);
    if (references instanceof References.Missing missing) {
      return Visit.of(resource, missing.outcome());
    }
    if (references instanceof References.Taken taken) {
      return claim(resource, taken);
    }
    var desired = DesiredAssignment.of(resource, (References.Resolved) references);
    var recorded = RecordedAssignment.of(resource);
    var observed = observer.observe(resource, desired.key(), wake);
    var step = AssignmentPlanner.planPresence(desired, recorded, observed);
    var visit =
        step instanceof Step.Withdraw withdraw
            ? withdrawReplaced(resource, withdraw.key(), wake)
            : executor.run(resource, step, wake);
    var recordedIsListed =
        recorded.key().filter(desired.key()::equals).isPresent() && observed.isListed();
    return recordedIsListed ? visit.asListed() : visit;
  }

  private References resolve(AccountAssignment resource) {
    try {
      return resolver.resolve(resource);
    } catch (IdentityCenterException failure) {
      return new References.Missing(Failures.outcome(failure).without(Reason.Part.REFERENCES));
    }
  }

  /** Recorded, so that the holder leaves the access in AWS when it goes. */
  private static Visit claim(AccountAssignment resource, References.Taken taken) {
    var visit = Visit.of(resource, taken.outcome());
    return visit.assignment() == null ? visit.withKey(taken.instanceArn(), taken.key()) : visit;
  }

  /** What the spec stood for before may go; the next run compares the rest. */
  private Visit withdrawReplaced(
      AccountAssignment resource, AssignmentKey replaced, Runnable wake) {
    return withdrawal
        .run(resource, replaced, wake)
        .orElseGet(() -> Visit.of(resource, Outcome.replaced()).replacementDone());
  }
}
