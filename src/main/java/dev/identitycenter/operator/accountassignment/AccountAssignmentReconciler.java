package dev.identitycenter.operator.accountassignment;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.api.v1alpha1.AccountAssignmentStatus;
import dev.identitycenter.operator.background.Tempo;
import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.objects.ManagedObjects;
import dev.identitycenter.operator.objects.Shared;
import dev.identitycenter.operator.requests.RequestTracker;
import dev.identitycenter.operator.requests.Subject;
import dev.identitycenter.operator.status.Conditions;
import dev.identitycenter.operator.status.Failures;
import dev.identitycenter.operator.status.Outcome;
import dev.identitycenter.operator.status.Reporter;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.util.List;

/** Makes AWS grant each assignment, and take it back when its object is deleted. */
@ControllerConfiguration(name = "accountassignment")
public final class AccountAssignmentReconciler
    implements Reconciler<AccountAssignment>, Cleaner<AccountAssignment> {

  private final ManagedObjects objects;
  private final RequestTracker tracker;
  private final ReferenceResolver resolver;
  private final AssignmentObserver observer;
  private final AssignmentExecutor executor;
  private final Withdrawal withdrawal;
  private final AssignmentDeletion deletion;
  private final AssignmentStatuses statuses;
  private final Reporter reporter;
  private final Tempo tempo;

  /** Puts the kind together from what the whole operator shares. */
  public static AccountAssignmentReconciler create(Shared shared, AccountFence fence) {
    var observer =
        new AssignmentObserver(
            shared.tracker(), shared.listings(), shared.longestAge(), shared.clock());
    var executor =
        new AssignmentExecutor(
            shared.identityCenter(),
            shared.tracker(),
            shared.slots(),
            shared.limits(),
            shared.safetyStop(),
            shared.drift(),
            shared.resyncInterval(),
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
            shared.nameFence(),
            fence);
    var withdrawal = new Withdrawal(observer, executor, shared.events());
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
        resolver,
        observer,
        executor,
        withdrawal,
        new AssignmentDeletion(
            shared.identityCenter(),
            shared.objects(),
            shared.tracker(),
            shared.slots(),
            withdrawal),
        new AssignmentStatuses(new Conditions(shared.clock())),
        new Reporter(shared.events(), shared.drift(), shared.runs(), shared.clock()),
        shared.tempo());
  }

  AccountAssignmentReconciler(
      ManagedObjects objects,
      RequestTracker tracker,
      ReferenceResolver resolver,
      AssignmentObserver observer,
      AssignmentExecutor executor,
      Withdrawal withdrawal,
      AssignmentDeletion deletion,
      AssignmentStatuses statuses,
      Reporter reporter,
      Tempo tempo) {
    this.objects = objects;
    this.tracker = tracker;
    this.resolver = resolver;
    this.observer = observer;
    this.executor = executor;
    this.withdrawal = withdrawal;
    this.deletion = deletion;
    this.statuses = statuses;
    this.reporter = reporter;
    this.tempo = tempo;
  }

  @Override
  public List<EventSource<?, AccountAssignment>> prepareEventSources(
      EventSourceContext<AccountAssignment> context) {
    return objects.ofAssignments(context);
  }

  @Override
  public UpdateControl<AccountAssignment> reconcile(
      AccountAssignment resource, Context<AccountAssignment> context) {
    var wake = objects.wakeOf(resource);
    if (Boolean.TRUE.equals(resource.getSpec().suspend())) {
      return report(resource, Visit.of(resource, Outcome.suspended()), context);
    }
    try {
      var references = resolve(resource, wake);
      if (references instanceof References.Missing missing) {
        return report(resource, Visit.of(resource, missing.outcome()), context);
      }
      if (references instanceof References.Taken taken) {
        return report(resource, claim(resource, taken), context);
      }
      var desired = DesiredAssignment.of(resource, (References.Resolved) references);
      var recorded = RecordedAssignment.of(resource);
      var observed = observer.observe(resource, desired.key(), wake);
      var step = AssignmentPlanner.planPresence(desired, recorded, observed);
      if (step instanceof Step.Withdraw withdraw) {
        return report(resource, withdrawReplaced(resource, withdraw.key(), wake), context);
      }
      return report(resource, executor.run(resource, step, wake), context);
    } catch (IdentityCenterException failure) {
      return report(resource, Visit.of(resource, Failures.outcome(failure)), context);
    }
  }

  private References resolve(AccountAssignment resource, Runnable wake) {
    try {
      return objects.isComplete() && tracker.isRecovered(wake)
          ? resolver.resolve(resource)
          : new References.Missing(Outcome.starting());
    } catch (IdentityCenterException failure) {
      return new References.Missing(Failures.outcome(failure).asEarly());
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

  @Override
  public DeleteControl cleanup(AccountAssignment resource, Context<AccountAssignment> context) {
    try {
      var waiting = deletion.run(resource, objects.wakeOf(resource));
      if (waiting.isEmpty()) {
        return DeleteControl.defaultDelete();
      }
      return keep(resource, waiting.get(), context);
    } catch (IdentityCenterException failure) {
      return keep(resource, Visit.of(resource, Failures.outcome(failure)), context);
    }
  }

  @Override
  public ErrorStatusUpdateControl<AccountAssignment> updateErrorStatus(
      AccountAssignment resource, Context<AccountAssignment> context, Exception bug) {
    write(resource, Visit.of(resource, Outcome.bug(bug)), context);
    return ErrorStatusUpdateControl.noStatusUpdate();
  }

  private UpdateControl<AccountAssignment> report(
      AccountAssignment resource, Visit visit, Context<AccountAssignment> context) {
    write(resource, visit, context);
    return UpdateControl.<AccountAssignment>noUpdate().rescheduleAfter(nextRun(visit.outcome()));
  }

  private DeleteControl keep(
      AccountAssignment resource, Visit visit, Context<AccountAssignment> context) {
    write(resource, visit, context);
    return DeleteControl.noFinalizerRemoval().rescheduleAfter(nextRun(visit.outcome()).toMillis());
  }

  private Duration nextRun(Outcome outcome) {
    return tempo.real(outcome.nextRun());
  }

  private void write(AccountAssignment resource, Visit visit, Context<AccountAssignment> context) {
    var told = withLatestRequest(resource, visit);
    var changed =
        reporter.report(
            resource,
            statuses.after(resource, told),
            told.outcome(),
            AccountAssignmentStatus::conditions,
            AccountAssignment::new,
            context);
    if (changed && told.outcome().state() == Outcome.State.SETTLED) {
      objects.settled(resource);
    }
    ManagedObjects.keyOf(resource).map(Subject.OfAssignment::new).ifPresent(tracker::acknowledge);
  }

  private Visit withLatestRequest(AccountAssignment resource, Visit visit) {
    return ManagedObjects.keyOf(resource)
        .map(Subject.OfAssignment::new)
        .flatMap(subject -> tracker.find(subject, objects.wakeOf(resource)))
        .map(request -> visit.withRequest(request.toStatus()))
        .orElse(visit);
  }
}
