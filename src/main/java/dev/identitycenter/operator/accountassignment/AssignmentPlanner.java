package dev.identitycenter.operator.accountassignment;

import dev.identitycenter.operator.api.v1alpha1.AsyncRequest.Operation;
import dev.identitycenter.operator.api.v1alpha1.DriftPolicy;
import dev.identitycenter.operator.api.v1alpha1.Reason;
import dev.identitycenter.operator.directory.AssignmentListings.Answer;
import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.requests.Request;
import dev.identitycenter.operator.status.Failures;
import dev.identitycenter.operator.status.Outcome;

/** Decides the next step from what is wanted and what is known. */
final class AssignmentPlanner {

  private AssignmentPlanner() {}

  /** Towards an assignment that exists. */
  static Step planPresence(DesiredAssignment desired, ObservedAssignment observed) {
    var recorded = observed.recorded();
    if (recorded.isEmpty()) {
      return new Step.Remember(desired.key());
    }
    if (!recorded.get().equals(desired.key())) {
      return new Step.Wait(replaced(recorded.get(), desired.key()));
    }
    if (observed.isBusy()) {
      return new Step.Wait(working(observed));
    }
    if (observed.listing() instanceof Answer.Known known) {
      return known.listed() ? new Step.Settle() : planCreation(desired, observed);
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

  private static Step planCreation(DesiredAssignment desired, ObservedAssignment observed) {
    if (observed.granted() && desired.driftPolicy() == DriftPolicy.Report) {
      return new Step.Wait(drifted());
    }
    var failure = observed.failureOf(Operation.Create);
    if (failure.isPresent()) {
      return new Step.Wait(failed(failure.get(), "create"));
    }
    return desired
        .blocked()
        .<Step>map(Step.Wait::new)
        .orElseGet(() -> new Step.Create(desired.key()));
  }

  private static Step planDeletion(AssignmentKey key, ObservedAssignment observed) {
    return observed
        .failureOf(Operation.Delete)
        .<Step>map(request -> new Step.Wait(failed(request, "delete")))
        .orElseGet(() -> new Step.Delete(key));
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
        ? Failures.outcome(failed.failure())
        : Outcome.pending();
  }

  private static Outcome failed(Request request, String verb) {
    return Outcome.stalled(
        Reason.RequestFailed,
        "AWS could not %s the assignment and is asked again later: %s"
            .formatted(verb, request.failureReason().orElse("no reason given")));
  }

  private static Outcome drifted() {
    return Outcome.stalled(
        Reason.Drifted,
        "AWS does not list the assignment any more and driftPolicy is Report; set it to Correct to grant it again, or delete this object.");
  }

  private static Outcome replaced(AssignmentKey recorded, AssignmentKey desired) {
    return Outcome.stalled(
        Reason.PrincipalReplaced,
        "Access was granted to %s with %s, but the spec now stands for %s with %s; create a new AccountAssignment, wait until it is Ready, then delete this one."
            .formatted(
                recorded.principal(),
                recorded.permissionSetArn(),
                desired.principal(),
                desired.permissionSetArn()));
  }
}
