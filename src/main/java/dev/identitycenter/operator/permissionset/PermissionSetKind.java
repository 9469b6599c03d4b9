package dev.identitycenter.operator.permissionset;

import dev.identitycenter.operator.api.v1alpha1.PermissionSet;
import dev.identitycenter.operator.api.v1alpha1.PermissionSetStatus;
import dev.identitycenter.operator.budget.ComparisonPace;
import dev.identitycenter.operator.objects.Shared;
import dev.identitycenter.operator.status.Conditions;
import dev.identitycenter.operator.status.Reporter;
import java.time.Duration;

/** Where the parts of the kind are put together. */
public final class PermissionSetKind {

  /** Calls that comparing one set takes: five for its parts, one for tags, one for its roles. */
  private static final int CALLS_OF_COMPARISON = 7;

  private PermissionSetKind() {}

  /** The reconciler, made from what the whole operator shares. */
  public static PermissionSetReconciler reconciler(Shared shared, OwnershipTag ownership) {
    var sets = shared.identityCenter().permissionSets();
    var observer = new PermissionSetObserver(sets, shared.longestAge(), shared.clock());
    var rollout =
        new Rollout(
            sets,
            shared.tracker(),
            shared.slots(),
            shared.accounts(),
            shared.outdatedRoles(),
            () -> interval(shared),
            shared.longestAge(),
            Shared.directoryAge(shared.resyncInterval()),
            shared.clock());
    var executor = new PermissionSetExecutor(sets, observer, rollout);
    return new PermissionSetReconciler(
        shared.objects(),
        shared.tracker(),
        new PermissionSetConvergence(
            shared.identityCenter(),
            shared.permissionSets(),
            shared.objects(),
            new Hindrances(shared.identityCenter(), shared.objects(), shared.nameFence()),
            shared.limits(),
            ownership,
            observer,
            new PermissionSetCreation(
                shared.identityCenter(),
                shared.permissionSets(),
                shared.listings(),
                observer,
                executor,
                rollout,
                shared.events()),
            executor,
            rollout,
            shared.events(),
            shared.drift(),
            shared.safetyStop(),
            shared.dryRun()),
        new PermissionSetDeletion(
            shared.identityCenter(),
            shared.permissionSets(),
            shared.objects(),
            shared.limits(),
            ownership,
            new Inheritance(shared.objects(), ownership, shared.nameFence()),
            observer,
            rollout,
            shared.events()),
        new PermissionSetStatuses(new Conditions(shared.clock())),
        new Reporter<>(
            PermissionSet::new,
            PermissionSetStatus::conditions,
            shared.events(),
            shared.drift(),
            shared.runs(),
            shared.tempo()));
  }

  private static Duration interval(Shared shared) {
    return ComparisonPace.interval(
        shared.resyncInterval(),
        shared.objects().permissionSets().count() * CALLS_OF_COMPARISON,
        shared.callsPerSecond());
  }
}
