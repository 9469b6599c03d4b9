package dev.identitycenter.operator.requests;

import dev.identitycenter.operator.api.v1alpha1.AsyncRequest.Operation;
import dev.identitycenter.operator.budget.WorkflowSlots;
import dev.identitycenter.operator.directory.AssignmentListings;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.identitycenter.RequestStatus.State;
import dev.identitycenter.operator.requests.TrackedRequest.Phase;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;

/**
 * Finds out how requests ended. One listing of assignments confirms many at once; only what does
 * not appear there, and provisionings, are described one by one.
 */
final class Confirmation {

  /** An effect that AWS reports may be missing from its listings for this long. */
  private static final Duration LISTING_LAG = Duration.ofSeconds(30);

  private static final Duration LISTING_RETRY = Duration.ofSeconds(3);

  /** Longer than the pause after a pass with a failure, so that others have passes without. */
  private static final Duration FAILURE_RETRY = Duration.ofSeconds(10);

  private final InFlight inFlight;
  private final RequestsInAws aws;
  private final AssignmentListings listings;
  private final WorkflowSlots slots;
  private final PollingPace pace;
  private final Clock clock;

  Confirmation(
      InFlight inFlight,
      RequestsInAws aws,
      AssignmentListings listings,
      WorkflowSlots slots,
      PollingPace pace,
      Clock clock) {
    this.inFlight = inFlight;
    this.aws = aws;
    this.listings = listings;
    this.slots = slots;
    this.pace = pace;
    this.clock = clock;
  }

  /**
   * Confirms those that ended and have no reason to wait. One that fails holds nobody up; it is
   * looked at again later, and the first failure is thrown when all had their turn.
   */
  void run() {
    var stillRunning = new HashSet<Object>();
    for (var request : inFlight.in(Phase.RUNNING, Operation.Create, Operation.Delete)) {
      stillRunning.add(request.claim.group());
    }
    var now = clock.instant();
    var patience = pace.confirmationWindow();
    var failures = new ArrayList<RuntimeException>();
    for (var request : inFlight.in(Phase.ENDED, Operation.values())) {
      // Others of the group end soon, and one listing then confirms them together.
      var waitsForOthers =
          stillRunning.contains(request.claim.group())
              && request.endedAt.plus(patience).isAfter(now);
      if (!waitsForOthers && !request.looksAgainAfter(now)) {
        try {
          confirm(request);
        } catch (RuntimeException failure) {
          if (failure instanceof IdentityCenterException ofAws) {
            request.notFollowed(ofAws);
          }
          request.lookAgainAt = clock.instant().plus(FAILURE_RETRY);
          failures.add(failure);
        }
      }
    }
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
  }

  private void confirm(TrackedRequest request) {
    if (!(request.subject instanceof Subject.OfAssignment assignment)) {
      lookCloser(request, true);
      return;
    }
    var notBefore = request.lookAgainAt == null ? request.endedAt : request.lookAgainAt;
    var answer = listings.ask(assignment.key(), notBefore, () -> {});
    if (answer instanceof AssignmentListings.Answer.Known known
        && known.listed() == (request.request.operation() == Operation.Create)) {
      inFlight.finish(request, State.SUCCEEDED, Optional.empty());
    } else if (!(answer instanceof AssignmentListings.Answer.Asking)) {
      lookCloser(request, answer instanceof AssignmentListings.Answer.Known);
    }
  }

  /**
   * Asks for this one request.
   *
   * @param missed whether its effect is known not to be there
   */
  private void lookCloser(TrackedRequest request, boolean missed) {
    var found = aws.describe(request.request.operation(), request.request.id());
    if (found.isEmpty()) {
      if (missed) {
        lost(request);
      } else {
        request.lookAgainAt = clock.instant().plus(FAILURE_RETRY);
      }
      return;
    }
    var status = found.get().status();
    switch (status.state()) {
      case IN_PROGRESS -> {
        request.phase = Phase.RUNNING;
        request.seen = true;
        slots.inUse(request.claim);
      }
      case FAILED -> inFlight.finish(request, State.FAILED, status.failureReason());
      case SUCCEEDED -> succeeded(request);
    }
  }

  /**
   * AWS forgot the request, and what it should have done is not there. The object's status may say
   * that it runs, so an end has to be told, or it would be followed for ever.
   */
  private void lost(TrackedRequest request) {
    if (request.subject instanceof Subject.OfPermissionSet) {
      // How current its roles are is asked of AWS by each run.
      inFlight.forget(request);
      return;
    }
    inFlight.finish(request, State.FAILED, Optional.of("AWS does not know the request any more."));
  }

  private void succeeded(TrackedRequest request) {
    var now = clock.instant();
    if (request.subject instanceof Subject.OfPermissionSet
        || request.endedAt.plus(LISTING_LAG).isBefore(now)) {
      inFlight.finish(request, State.SUCCEEDED, Optional.empty());
    } else {
      request.lookAgainAt = now.plus(LISTING_RETRY);
    }
  }
}
