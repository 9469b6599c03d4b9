package dev.identitycenter.operator.accountassignment;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.budget.WorkflowSlots;
import dev.identitycenter.operator.directory.AccountDirectory;
import dev.identitycenter.operator.directory.AssignmentListings;
import dev.identitycenter.operator.directory.DelegateLimits;
import dev.identitycenter.operator.directory.OutdatedRoles;
import dev.identitycenter.operator.directory.PermissionSetDirectory;
import dev.identitycenter.operator.directory.PrincipalDirectory;
import dev.identitycenter.operator.events.DriftReporter;
import dev.identitycenter.operator.objects.ManagedObjects;
import dev.identitycenter.operator.objects.NameFence;
import dev.identitycenter.operator.requests.RequestTracker;
import dev.identitycenter.operator.safety.SafetyStop;
import dev.identitycenter.operator.status.Conditions;
import dev.identitycenter.operator.testing.FakeIdentityCenter;
import dev.identitycenter.operator.testing.FakeObjects;
import dev.identitycenter.operator.testing.ManualBackground;
import dev.identitycenter.operator.testing.MutableClock;
import dev.identitycenter.operator.testing.UnheardEvents;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** What an operator process has for assignments, with neither cluster nor AWS. */
final class AssignmentProcess {
  private final FakeObjects objects;
  final ManualBackground background;
  final WorkflowSlots slots;
  final AssignmentListings listings;
  final RequestTracker tracker;
  final ManagedObjects seen;
  final AssignmentObserver observer;
  final AssignmentExecutor executor;
  final ReferenceResolver resolver;
  final Withdrawal withdrawal;
  final AssignmentConvergence convergence;
  final AssignmentDeletion deletion;
  final OwnRequests requests;
  final AssignmentStatuses statuses;
  final AtomicInteger drifts = new AtomicInteger();

  AssignmentProcess(
      FakeIdentityCenter aws, FakeObjects objects, MutableClock clock, Duration resync) {
    this.objects = objects;
    var events = UnheardEvents.publisher();
    background = new ManualBackground(clock);
    slots = new WorkflowSlots(15, 3, clock);
    listings = new AssignmentListings(aws.assignments(), 18, background, clock);
    tracker = new RequestTracker(aws, slots, listings, 18, background, clock);
    seen = objects.seenBy(background);
    observer = new AssignmentObserver(tracker, listings, resync.dividedBy(2), clock);
    var permissionSets = new PermissionSetDirectory(aws.permissionSets(), clock);
    var accounts = new AccountDirectory(aws.accounts(), resync, clock);
    executor =
        new AssignmentExecutor(
            aws,
            tracker,
            slots,
            permissionSets,
            new DelegateLimits(aws, accounts, clock),
            new SafetyStop(100, resync, clock),
            new DriftReporter(events, kind -> drifts.incrementAndGet()),
            () -> listings.affordable(resync),
            clock,
            false);
    resolver =
        new ReferenceResolver(
            aws,
            seen,
            permissionSets,
            new PrincipalDirectory(aws.principals(), resync, clock),
            listings,
            accounts,
            new OutdatedRoles(),
            new NameFence(""),
            new AccountFence(Set.of(), Set.of(), false));
    withdrawal = new Withdrawal(seen, observer, executor, events, aws.principals());
    convergence = new AssignmentConvergence(resolver, observer, executor, withdrawal);
    deletion = new AssignmentDeletion(aws, seen, tracker, slots, withdrawal);
    requests = new OwnRequests(seen, tracker, slots);
    statuses = new AssignmentStatuses(clock);
  }

  /** Ends a run as the reconciler does. */
  void write(AccountAssignment current, Visit visit, Runnable wake) {
    var told = requests.told(current, visit, wake);
    if (current.getStatus() == null
        || current.isMarkedForDeletion()
        || !Conditions.stand(
            current.getStatus().conditions(),
            current.getMetadata().getGeneration(),
            told.outcome())) {
      current.setStatus(statuses.after(current, told));
      objects.put(current);
    }
    requests.acknowledge(current);
  }
}
