package dev.identitycenter.operator.status;

import dev.identitycenter.operator.api.v1alpha1.Reason;
import dev.identitycenter.operator.budget.Jitter;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import java.time.Duration;

/** What a failed AWS call means for the object: the condition, the sentence, the next run. */
public final class Failures {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration LATER = Duration.ofSeconds(30);

  private Failures() {}

  public static Outcome outcome(IdentityCenterException failure) {
    var said = failure.getMessage();
    return switch (failure.kind()) {
      case RATE_EXCEEDED, TOO_MANY_IN_PROGRESS ->
          waiting(
              Reason.Throttled,
              "AWS asks to slow down; the operator goes on by itself. " + said,
              LATER);
      case CONFLICTING_OPERATION ->
          waiting(
              Reason.ConflictingOperation,
              "Another change runs in AWS; the operator tries again by itself. " + said,
              LATER);
      case ALREADY_EXISTS, NOT_FOUND ->
          waiting(Reason.Updating, "AWS changed meanwhile; looking again. " + said, SOON);
      case IN_USE -> waiting(Reason.DeletionBlocked, said, LATER);
      case UNAVAILABLE ->
          waiting(Reason.AwsUnavailable, "AWS did not answer; trying again. " + said, SOON);
      case INVALID ->
          Outcome.stalled(
              Reason.InvalidSpec,
              said + " Correct the value in spec; where it cannot change, create the object anew.");
      case QUOTA_EXCEEDED ->
          Outcome.stalled(
              Reason.QuotaExceeded, said + " Ask AWS to raise the quota, or use less of it.");
      case ACCESS_DENIED -> Outcome.stalled(Reason.AccessDenied, said);
      case READ_ONLY -> waiting(Reason.DryRun, said, LATER);
      case UNEXPECTED -> waiting(Reason.InternalError, said, LATER).without(Reason.Part.REFERENCES);
    };
  }

  private static Outcome waiting(Reason reason, String message, Duration nextRun) {
    return Outcome.waiting(reason, message, Jitter.around(nextRun));
  }
}
