package dev.identitycenter.operator.accountassignment;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.api.v1alpha1.DeletionPolicy;
import dev.identitycenter.operator.budget.WorkflowSlots;
import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.identitycenter.IdentityCenter;
import dev.identitycenter.operator.objects.ManagedObjects;
import dev.identitycenter.operator.requests.RequestTracker;
import dev.identitycenter.operator.requests.Subject;
import dev.identitycenter.operator.status.Outcome;
import java.util.Optional;

/**
 * Takes an assignment back. Needs nothing but the object's own status, because what it refers to is
 * probably being deleted too; what was never created costs no call.
 */
final class AssignmentDeletion {

  private final IdentityCenter identityCenter;
  private final ManagedObjects objects;
  private final RequestTracker tracker;
  private final WorkflowSlots slots;
  private final Withdrawal withdrawal;

  AssignmentDeletion(
      IdentityCenter identityCenter,
      ManagedObjects objects,
      RequestTracker tracker,
      WorkflowSlots slots,
      Withdrawal withdrawal) {
    this.identityCenter = identityCenter;
    this.objects = objects;
    this.tracker = tracker;
    this.slots = slots;
    this.withdrawal = withdrawal;
  }

  /** What deletion waits for; empty when the object may go. */
  Optional<Visit> run(AccountAssignment resource, Runnable wake) {
    var recorded = ManagedObjects.keyOf(resource);
    if (recorded.isEmpty()) {
      return Optional.empty();
    }
    var key = recorded.get();
    if (resource.getSpec().deletionPolicy() == DeletionPolicy.Retain) {
      return released(resource, key);
    }
    if (!objects.isComplete() || !tracker.isRecovered(wake)) {
      return Optional.of(Visit.of(resource, Outcome.starting()));
    }
    var otherInstance = Instances.problem(resource, identityCenter.instance().arn());
    if (otherInstance.isPresent()) {
      return Optional.of(Visit.of(resource, otherInstance.get()));
    }
    var waiting =
        withdrawal
            .run(resource, key, wake)
            .or(
                () ->
                    ManagedObjects.replacedKeyOf(resource)
                        .flatMap(replaced -> withdrawal.run(resource, replaced, wake)));
    return waiting.isPresent() ? waiting : released(resource, key);
  }

  private Optional<Visit> released(AccountAssignment resource, AssignmentKey key) {
    slots.withdraw(new Subject.OfAssignment(key));
    if (objects.isHeldBy(resource, key)) {
      tracker.forgetFailure(new Subject.OfAssignment(key));
    }
    objects.released(resource);
    return Optional.empty();
  }
}
