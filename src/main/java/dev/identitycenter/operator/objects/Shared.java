package dev.identitycenter.operator.objects;

import dev.identitycenter.operator.background.Background;
import dev.identitycenter.operator.background.Tempo;
import dev.identitycenter.operator.budget.WorkflowSlots;
import dev.identitycenter.operator.directory.AccountDirectory;
import dev.identitycenter.operator.directory.AssignmentListings;
import dev.identitycenter.operator.directory.DelegateLimits;
import dev.identitycenter.operator.directory.OutdatedRoles;
import dev.identitycenter.operator.directory.PermissionSetDirectory;
import dev.identitycenter.operator.directory.PrincipalDirectory;
import dev.identitycenter.operator.events.DriftReporter;
import dev.identitycenter.operator.events.EventPublisher;
import dev.identitycenter.operator.identitycenter.IdentityCenter;
import dev.identitycenter.operator.requests.RequestTracker;
import dev.identitycenter.operator.safety.SafetyStop;
import dev.identitycenter.operator.status.RunListener;
import java.time.Clock;
import java.time.Duration;

/**
 * What both kinds use and the process has once.
 *
 * @param resyncInterval how often a settled object is compared with AWS
 * @param callsPerSecond the rate of the whole process
 * @param dryRun tell what would change, and change nothing
 */
public record Shared(
    IdentityCenter identityCenter,
    ManagedObjects objects,
    RequestTracker tracker,
    WorkflowSlots slots,
    AssignmentListings listings,
    PermissionSetDirectory permissionSets,
    PrincipalDirectory principals,
    AccountDirectory accounts,
    OutdatedRoles outdatedRoles,
    DelegateLimits limits,
    NameFence nameFence,
    EventPublisher events,
    DriftReporter drift,
    RunListener runs,
    SafetyStop safetyStop,
    Background background,
    Tempo tempo,
    Duration resyncInterval,
    int callsPerSecond,
    boolean dryRun) {

  public Clock clock() {
    return tempo.clock();
  }

  /**
   * How old an answer of AWS may be that a comparison relies on: half the interval, so that objects
   * that come up for comparison one after another share one listing.
   */
  public Duration longestAge() {
    return resyncInterval.dividedBy(2);
  }

  /**
   * How long it is remembered what seldom changes and takes many calls to read: ids of principals
   * and the accounts of a permission set.
   */
  public static Duration directoryAge(Duration resyncInterval) {
    return resyncInterval.multipliedBy(6);
  }
}
