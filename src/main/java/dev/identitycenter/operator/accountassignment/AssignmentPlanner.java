package dev.identitycenter.operator.accountassignment;

import dev.identitycenter.operator.api.v1alpha1.AsyncRequest.Operation;
import dev.identitycenter.operator.api.v1alpha1.DriftPolicy;
import dev.identitycenter.operator.api.v1alpha1.Reason;
import dev.identitycenter.operator.directory.AssignmentListings.Answer;
import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.requests.Request;
import dev.identitycenter.operator.status.Failures;
import dev.identitycenter.operator.status.Outcome;

/** Decides the next step from what is wanted, what is recorded and what is known of AWS. */
final class AssignmentPlanner {

  /** The way out of a deletion that does not succeed. */
  static final String KEEP_IN_AWS = " To keep it in AWS, set spec.deletionPolicy to Retain.";

  private AssignmentPlanner() {}

  /** Towards an assignment that exists. */
  static Step planPresence(
      DesiredAssignment desired, RecordedAssignment recorded, ObservedAssignment observed) {
    if (recorded.key().isEmpty()) {
      return new Step.Remember(desired.key());
    }
    if (!recorded.key().get().equals(desired.key())) {
      return planReplacement(desired, recorded);
    }
    if (observed.isBusy()) {
      return new Step.Wait(working(observed));
    }
    if (observed.listing() instanceof Answer.Known known) {
      return known.listed() ? planSettled(recorded) : planCreation(desired, recorded, observed);
    }
    return new Step.Wait(unknown(observed.listing()));
  }

  /** Towards an assignment that does not exist. */
  static Step planAbsence(AssignmentKey key, ObservedAssignment observed) {
    if (observed.isBusy()) {
      return new Step.Wait(working(observed));
    }
    if (observed.listing() instanceof Answer.Known known) {
      return known.listed() ? planDeletion(key, observed) : new Step.Gone();
    }
    return new Step.Wait(unknown(observed.listing()));
  }

  private static Step planSettled(RecordedAssignment recorded) {
    return recorded.replaced().<Step>map(Step.Withdraw::new).orElseGet(Step.Settle::new);
  }

  private static Step planReplacement(DesiredAssignment desired, RecordedAssignment recorded) {
    if (recorded.granted() && desired.driftPolicy() == DriftPolicy.Report) {
      return new Step.Wait(replaced(recorded.key().orElseThrow(), desired.key()));
    }
    // The status has room for one predecessor; an earlier one has to go first.
    return recorded
        .replaced()
        .filter(earlier -> !earlier.equals(desired.key()))
        .<Step>map(Step.Withdraw::new)
        .orElseGet(
            () ->
                recorded.granted()
                    ? new Step.Replace(desired.key())
                    : new Step.Redirect(desired.key()));
  }

  private static Step planCreation(
      DesiredAssignment desired, RecordedAssignment recorded, ObservedAssignment observed) {
    if (recorded.granted() && desired.driftPolicy() == DriftPolicy.Report) {
      return new Step.Wait(drifted());
    }
    var failure = observed.failureOf(Operation.Create);
    if (failure.isPresent()) {
      return new Step.Wait(failed(failure.get(), "create", ""));
    }
    if (desired.blocked().isPresent()) {
      return new Step.Wait(desired.blocked().get());
    }
    return recorded.granted()
        ? new Step.CreateAgain(desired.key())
        : new Step.Create(desired.key());
  }

  private static Step planDeletion(AssignmentKey key, ObservedAssignment observed) {
    var failure = observed.failureOf(Operation.Delete);
    if (failure.isEmpty()) {
      return new Step.Delete(key);
    }
    return isPrincipalGone(failure.get())
        ? new Step.Abandon(key, failure.get().failureReason().orElseThrow())
        : new Step.Wait(failed(failure.get(), "delete", KEEP_IN_AWS));
  }

  /** The one case in which AWS's text decides: what it cannot delete must not block for ever. */
  private static boolean isPrincipalGone(Request request) {
    return request
        .failureReason()
        .filter(text -> text.contains("assignee") && text.contains("was not found in directory"))
        .isPresent();
  }

  private static Outcome working(ObservedAssignment observed) {
    var deleting =
        observed.request().filter(last -> last.operation() == Operation.Delete).isPresent();
    return deleting
        ? Outcome.progressing(Reason.Deleting, "AWS is deleting the assignment.")
        : Outcome.progressing(Reason.Creating, "AWS is creating the assignment.");
  }

  private static Outcome unknown(Answer listing) {
    return listing instanceof Answer.Failed failed
        ? Failures.outcome(failed.failure()).without(Reason.Part.SYNC)
        : Outcome.asking();
  }

  private static Outcome failed(Request request, String verb, String wayOut) {
    return Outcome.stalled(
        Reason.RequestFailed,
        "AWS could not %s the assignment and is asked again later: %s%s"
            .formatted(verb, request.failureReason().orElse("no reason given"), wayOut));
  }

  private static Outcome drifted() {
    return Outcome.stalled(
        Reason.Drifted,
        "AWS does not list the assignment any more and driftPolicy is Report; set it to Correct to grant it again, or delete this object.");
  }

  private static Outcome replaced(AssignmentKey recorded, AssignmentKey desired) {
    return Outcome.stalled(
        Reason.PrincipalReplaced,
        "Access was granted to %s with %s, but the spec now stands for %s with %s and driftPolicy is Report; set it to Correct to move the access."
            .formatted(
                recorded.principal(),
                recorded.permissionSetArn(),
                desired.principal(),
                desired.permissionSetArn()));
  }
}
