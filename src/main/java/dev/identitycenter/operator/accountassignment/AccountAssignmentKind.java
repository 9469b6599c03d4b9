package dev.identitycenter.operator.accountassignment;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.api.v1alpha1.AccountAssignmentStatus;
import dev.identitycenter.operator.objects.Shared;
import dev.identitycenter.operator.status.Reporter;

/** Where the parts of the kind are put together. */
public final class AccountAssignmentKind {

  private AccountAssignmentKind() {}

  /** The reconciler, made from what the whole operator shares. */
  public static AccountAssignmentReconciler reconciler(Shared shared, AccountFence fence) {
    var observer =
        new AssignmentObserver(
            shared.tracker(), shared.listings(), shared.longestAge(), shared.clock());
    var executor =
        new AssignmentExecutor(
            shared.identityCenter(),
            shared.tracker(),
            shared.slots(),
            shared.permissionSets(),
            shared.limits(),
            shared.safetyStop(),
            shared.drift(),
            () -> shared.listings().affordable(shared.resyncInterval()),
            shared.clock(),
            shared.dryRun());
    var resolver =
        new ReferenceResolver(
            shared.identityCenter(),
            shared.objects(),
            shared.permissionSets(),
            shared.principals(),
            shared.listings(),
            shared.accounts(),
            shared.outdatedRoles(),
            shared.nameFence(),
            fence);
    var withdrawal =
        new Withdrawal(
            shared.objects(),
            observer,
            executor,
            shared.events(),
            shared.identityCenter().principals());
    shared
        .safetyStop()
        .countWith(
            new AssignmentCensus(
                shared.objects(),
                shared.listings(),
                resolver,
                shared.background(),
                shared.clock()));
    return new AccountAssignmentReconciler(
        shared.objects(),
        shared.tracker(),
        new AssignmentConvergence(resolver, observer, executor, withdrawal),
        new AssignmentDeletion(
            shared.identityCenter(),
            shared.objects(),
            shared.tracker(),
            shared.slots(),
            withdrawal),
        new OwnRequests(shared.objects(), shared.tracker(), shared.slots()),
        new AssignmentStatuses(shared.clock()),
        new Reporter<>(
            AccountAssignment::new,
            AccountAssignmentStatus::conditions,
            shared.events(),
            shared.drift(),
            shared.runs(),
            shared.tempo()));
  }
}
