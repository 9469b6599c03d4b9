package dev.identitycenter.operator.permissionset;

import dev.identitycenter.operator.api.v1alpha1.PermissionSet;
import dev.identitycenter.operator.api.v1alpha1.PermissionSetStatus;
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

/** Makes AWS hold each permission set as its object says, and its roles follow. */
@ControllerConfiguration(name = "permissionset")
public final class PermissionSetReconciler
    implements Reconciler<PermissionSet>, Cleaner<PermissionSet> {

  private final ManagedObjects objects;
  private final RequestTracker tracker;
  private final PermissionSetConvergence convergence;
  private final PermissionSetDeletion deletion;
  private final PermissionSetStatuses statuses;
  private final Reporter<PermissionSet, PermissionSetStatus> reporter;

  PermissionSetReconciler(
      ManagedObjects objects,
      RequestTracker tracker,
      PermissionSetConvergence convergence,
      PermissionSetDeletion deletion,
      PermissionSetStatuses statuses,
      Reporter<PermissionSet, PermissionSetStatus> reporter) {
    this.objects = objects;
    this.tracker = tracker;
    this.convergence = convergence;
    this.deletion = deletion;
    this.statuses = statuses;
    this.reporter = reporter;
  }

  @Override
  public List<EventSource<?, PermissionSet>> prepareEventSources(
      EventSourceContext<PermissionSet> context) {
    return objects.ofPermissionSets(context);
  }

  @Override
  public UpdateControl<PermissionSet> reconcile(
      PermissionSet resource, Context<PermissionSet> context) {
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
  public DeleteControl cleanup(PermissionSet resource, Context<PermissionSet> context) {
    try {
      var waiting = deletion.run(resource, objects.wakeOf(resource));
      if (waiting.isEmpty()) {
        objects.wake(objects.assignmentsReferringTo(resource).stream());
        return DeleteControl.defaultDelete();
      }
      return keep(resource, waiting.get(), context);
    } catch (IdentityCenterException failure) {
      return keep(resource, Failures.outcome(failure), context);
    }
  }

  @Override
  public ErrorStatusUpdateControl<PermissionSet> updateErrorStatus(
      PermissionSet resource, Context<PermissionSet> context, Exception bug) {
    var latest = reporter.latest(resource, context);
    write(latest, Visit.of(latest, Outcome.bug(bug)), context);
    objects.visited(resource);
    return ErrorStatusUpdateControl.noStatusUpdate();
  }

  private UpdateControl<PermissionSet> report(
      PermissionSet resource, Visit visit, Context<PermissionSet> context) {
    var written = write(resource, visit, context);
    var next = reporter.next(written, visit.outcome(), now -> reconcile(now, context));
    objects.visited(resource);
    return next;
  }

  private DeleteControl keep(
      PermissionSet resource, Outcome outcome, Context<PermissionSet> context) {
    write(resource, Visit.of(resource, outcome), context);
    objects.visited(resource);
    return reporter.keepFinalizer(outcome);
  }

  private Optional<PermissionSet> write(
      PermissionSet resource, Visit visit, Context<PermissionSet> context) {
    var written =
        reporter.report(resource, statuses.after(resource, visit), visit.outcome(), context);
    var before = SeenByAssignments.in(resource);
    if (written.map(SeenByAssignments::in).filter(now -> !now.equals(before)).isPresent()) {
      objects.wake(objects.assignmentsReferringTo(resource).stream());
      objects.wakeDeleted(ManagedObjects.awsName(resource));
    }
    return written;
  }
}
