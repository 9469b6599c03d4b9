package dev.identitycenter.operator.accountassignment;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.api.v1alpha1.AsyncRequest;
import dev.identitycenter.operator.api.v1alpha1.AsyncRequest.Operation;
import dev.identitycenter.operator.api.v1alpha1.Reason;
import dev.identitycenter.operator.budget.Jitter;
import dev.identitycenter.operator.budget.WorkflowSlots;
import dev.identitycenter.operator.directory.DelegateLimits;
import dev.identitycenter.operator.directory.PermissionSetDirectory;
import dev.identitycenter.operator.events.DriftReporter;
import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenter;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.identitycenter.RequestStatus;
import dev.identitycenter.operator.objects.ManagedObjects;
import dev.identitycenter.operator.requests.Claims;
import dev.identitycenter.operator.requests.RequestTracker;
import dev.identitycenter.operator.requests.Subject;
import dev.identitycenter.operator.safety.SafetyStop;
import dev.identitycenter.operator.status.Failures;
import dev.identitycenter.operator.status.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out a step; asks AWS for a change only while holding a place in the budget. */
final class AssignmentExecutor {

  private static final Logger LOGGER = LoggerFactory.getLogger(AssignmentExecutor.class);
  private static final String REPLACING =
      "The principal or permission set has another id now; access moves there.";
  private static final String MOVED = "The principal or permission set has another id now.";
  private static final String GONE = "AWS does not list the assignment any more.";

  private static final Duration HOLD_BACK = Duration.ofSeconds(15);

  private final IdentityCenter identityCenter;
  private final RequestTracker tracker;
  private final WorkflowSlots slots;
  private final PermissionSetDirectory permissionSets;
  private final DelegateLimits limits;
  private final SafetyStop safetyStop;
  private final DriftReporter drift;
  private final Supplier<Duration> interval;
  private final Clock clock;
  private final boolean dryRun;

  /**
   * Carries out steps with the help of these.
   *
   * @param interval how often a settled object is compared with AWS
   */
  AssignmentExecutor(
      IdentityCenter identityCenter,
      RequestTracker tracker,
      WorkflowSlots slots,
      PermissionSetDirectory permissionSets,
      DelegateLimits limits,
      SafetyStop safetyStop,
      DriftReporter drift,
      Supplier<Duration> interval,
      Clock clock,
      boolean dryRun) {
    this.identityCenter = identityCenter;
    this.tracker = tracker;
    this.slots = slots;
    this.permissionSets = permissionSets;
    this.limits = limits;
    this.safetyStop = safetyStop;
    this.drift = drift;
    this.interval = interval;
    this.clock = clock;
    this.dryRun = dryRun;
  }

  Visit run(AccountAssignment resource, Step step, Runnable wake) {
    if (step instanceof Step.Create create) {
      return request(resource, create.key(), Operation.Create, wake);
    }
    if (step instanceof Step.CreateAgain again) {
      return ifSafe(
          resource, again.key(), GONE, wake, () -> createAgain(resource, again.key(), wake));
    }
    if (step instanceof Step.Delete delete) {
      return request(resource, delete.key(), Operation.Delete, wake);
    }
    if (step instanceof Step.Remember remember) {
      // What AWS lists may be known already, and then nothing would wake the object.
      return Visit.of(resource, Outcome.pending().atOnce())
          .withKey(identityCenter.instance().arn(), remember.key());
    }
    if (step instanceof Step.Replace replace) {
      return ifSafe(resource, replace.key(), MOVED, wake, () -> replace(resource, replace.key()));
    }
    if (step instanceof Step.Redirect redirect) {
      return move(resource, redirect.key());
    }
    if (step instanceof Step.Settle) {
      return Visit.of(resource, settled(resource));
    }
    if (step instanceof Step.Wait wait) {
      return Visit.of(resource, wait.outcome());
    }
    throw new IllegalStateException("nothing to carry out for " + step);
  }

  /** Changes that no manifest asked for happen only while few objects differ from AWS. */
  private Visit ifSafe(
      AccountAssignment resource,
      AssignmentKey key,
      String why,
      Runnable wake,
      Supplier<Visit> change) {
    var verdict = safetyStop.ask(key, wake);
    if (verdict instanceof SafetyStop.Verdict.Proceed) {
      return change.get();
    }
    var outcome =
        verdict instanceof SafetyStop.Verdict.Stopped stopped
            ? Outcome.stalled(Reason.SafetyStop, stopped.why())
            : Outcome.asking();
    return Visit.of(resource, outcome.asDiffering(Reason.Part.SYNC, why));
  }

  private Visit createAgain(AccountAssignment resource, AssignmentKey key, Runnable wake) {
    var visit = request(resource, key, Operation.Create, wake);
    if (visit.outcome().reason() == Reason.Creating) {
      if (!isRepeated(resource)) {
        drift.found(resource, "AWS did not list the assignment any more; it is created again.");
      }
      return visit;
    }
    return visit.withOutcome(visit.outcome().asDiffering(Reason.Part.SYNC, GONE));
  }

  /** Whether AWS failed to create it before, so that the loss was found then. */
  private static boolean isRepeated(AccountAssignment resource) {
    var request = resource.getStatus().request();
    return request != null
        && request.operation() == Operation.Create
        && request.status() == AsyncRequest.Status.FAILED;
  }

  private Visit replace(AccountAssignment resource, AssignmentKey key) {
    if (!dryRun) {
      drift.found(
          resource,
          "The spec stands for %s with %s now; access moves there, then the old assignment is deleted."
              .formatted(key.principal(), key.permissionSetArn()));
    }
    return move(resource, key);
  }

  private Visit move(AccountAssignment resource, AssignmentKey key) {
    if (dryRun) {
      return Visit.of(
          resource,
          planned(
              "move the assignment in account %s to %s with %s"
                  .formatted(key.accountId(), key.principal(), key.permissionSetArn())));
    }
    return Visit.of(resource, Outcome.continuing(Reason.PrincipalReplaced, REPLACING))
        .replacedBy(identityCenter.instance().arn(), key);
  }

  private Outcome settled(AccountAssignment resource) {
    var principal = ManagedObjects.keyOf(resource).orElseThrow().principal();
    return Outcome.settled(
        "AWS lists the assignment.",
        Jitter.untilTurn(principal.id(), interval.get(), clock.instant()));
  }

  private Visit request(
      AccountAssignment resource, AssignmentKey key, Operation operation, Runnable wake) {
    var subject = new Subject.OfAssignment(key);
    var refused = operation == Operation.Create ? limits.onCreation(key) : limits.onDeletion(key);
    if (refused.isPresent()) {
      slots.withdraw(subject);
      return Visit.of(resource, Outcome.stalled(Reason.DelegatedAdministrator, refused.get()));
    }
    if (dryRun) {
      return Visit.of(
          resource,
          planned(
              "%s the assignment of %s to %s in account %s"
                  .formatted(
                      operation == Operation.Create ? "create" : "delete",
                      key.permissionSetArn(),
                      key.principal(),
                      key.accountId())));
    }
    var claim = Claims.of(subject);
    if (!tracker.tryAcquire(claim, wake)) {
      return Visit.of(resource, Outcome.pending());
    }
    try {
      var status = call(operation, key).get();
      var request = tracker.started(subject, operation, status, claim, wake);
      LOGGER
          .atInfo()
          .addKeyValue("operation", operation)
          .addKeyValue("account", key.accountId())
          .addKeyValue("permissionSetArn", key.permissionSetArn())
          .addKeyValue("principalId", key.principal().id())
          .addKeyValue("requestId", status.id())
          .log("Requested account assignment");
      return Visit.of(resource, underWay(operation)).withRequest(request.toStatus());
    } catch (IdentityCenterException failure) {
      return failed(resource, subject, operation, failure, wake);
    } catch (RuntimeException bug) {
      // Wherever it struck, AWS may have accepted the request.
      tracker.startedMaybe(subject, operation, claim, wake);
      throw bug;
    }
  }

  private Supplier<RequestStatus> call(Operation operation, AssignmentKey key) {
    var assignments = identityCenter.assignments();
    return operation == Operation.Create
        ? () -> assignments.createAssignment(key)
        : () -> assignments.deleteAssignment(key);
  }

  private Visit failed(
      AccountAssignment resource,
      Subject.OfAssignment subject,
      Operation operation,
      IdentityCenterException failure,
      Runnable wake) {
    if (failure.kind().isUnclear()) {
      tracker.startedMaybe(subject, operation, Claims.of(subject), wake);
    } else {
      if (failure.kind() == FailureKind.TOO_MANY_IN_PROGRESS) {
        slots.holdBack(WorkflowSlots.Pool.ASSIGNMENT, Jitter.around(HOLD_BACK));
      }
      if (failure.kind() == FailureKind.NOT_FOUND) {
        // The listing that showed it is out of date, or the set is another now.
        tracker.outdateListings(subject);
        permissionSets.doubt(subject.key().permissionSetArn());
      }
      slots.release(subject);
    }
    if (operation == Operation.Delete) {
      // What it means depends on whether the principal still exists.
      throw failure;
    }
    return Visit.of(resource, Failures.outcome(failure));
  }

  private Outcome planned(String what) {
    return Outcome.waiting(
        Reason.DryRun, "DRY_RUN is on. Would " + what + ".", Jitter.around(interval.get()));
  }

  private static Outcome underWay(Operation operation) {
    return operation == Operation.Create
        ? Outcome.progressing(Reason.Creating, "AWS is creating the assignment.")
        : Outcome.progressing(Reason.Deleting, "AWS is deleting the assignment.");
  }
}
