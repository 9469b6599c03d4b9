package dev.identitycenter.operator.accountassignment;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.api.v1alpha1.AccountAssignmentStatus;
import dev.identitycenter.operator.api.v1alpha1.Reason;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.objects.ManagedObjects;
import dev.identitycenter.operator.requests.RequestTracker;
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
import java.util.List;
import java.util.Optional;

/** Makes AWS grant each assignment, and take it back when its object is deleted. */
@ControllerConfiguration(name = "accountassignment")
public final class AccountAssignmentReconciler
    implements Reconciler<AccountAssignment>, Cleaner<AccountAssignment> {

  private final ManagedObjects objects;
  private final RequestTracker tracker;
  private final AssignmentConvergence convergence;
  private final AssignmentDeletion deletion;
  private final OwnRequests requests;
  private final AssignmentStatuses statuses;
  private final Reporter<AccountAssignment, AccountAssignmentStatus> reporter;

  AccountAssignmentReconciler(
      ManagedObjects objects,
      RequestTracker tracker,
      AssignmentConvergence convergence,
      AssignmentDeletion deletion,
      OwnRequests requests,
      AssignmentStatuses statuses,
      Reporter<AccountAssignment, AccountAssignmentStatus> reporter) {
    this.objects = objects;
    this.tracker = tracker;
    this.convergence = convergence;
    this.deletion = deletion;
    this.requests = requests;
    this.statuses = statuses;
    this.reporter = reporter;
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
      if (!objects.isComplete() || !tracker.isRecovered(wake)) {
        return reporter.next(Outcome.starting());
      }
    } catch (IdentityCenterException failure) {
      return report(
          resource,
          Visit.of(resource, Failures.outcome(failure).without(Reason.Part.REFERENCES)),
          context);
    }
    try {
      return report(resource, convergence.run(resource, wake), context);
    } catch (IdentityCenterException failure) {
      return report(resource, Visit.of(resource, Failures.outcome(failure)), context);
    }
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
    var latest = reporter.latest(resource, context);
    write(latest, Visit.of(latest, Outcome.bug(bug)), context);
    return ErrorStatusUpdateControl.noStatusUpdate();
  }

  private UpdateControl<AccountAssignment> report(
      AccountAssignment resource, Visit visit, Context<AccountAssignment> context) {
    var written = write(resource, visit, context);
    return reporter.next(written, visit.outcome(), now -> reconcile(now, context));
  }

  private DeleteControl keep(
      AccountAssignment resource, Visit visit, Context<AccountAssignment> context) {
    write(resource, visit, context);
    return reporter.keepFinalizer(visit.outcome());
  }

  private Optional<AccountAssignment> write(
      AccountAssignment resource, Visit visit, Context<AccountAssignment> context) {
    var told = requests.told(resource, visit, objects.wakeOf(resource));
    var written =
        reporter.report(resource, statuses.after(resource, told), told.outcome(), context);
    if (written.isPresent() && told.outcome().state() == Outcome.State.SETTLED) {
      objects.settled(resource);
    }
    requests.acknowledge(resource);
    if (!visit.outcome().isUnderWay()) {
      requests.withdraw(resource);
    }
    return written;
  }
}
