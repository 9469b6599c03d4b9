package dev.identitycenter.operator.status;

import dev.identitycenter.operator.api.v1alpha1.Reason;
import java.time.Duration;

/**
 * How a run ended.
 *
 * @param message one sentence for the user: the object, the cause, the way out
 * @param nextRun when to look again if nothing happens before
 */
public record Outcome(State state, Reason reason, String message, Duration nextRun) {

  /** What the user has to expect. */
  public enum State {
    /** Done until something changes. */
    SETTLED,
    /** The operator or AWS is working on it. */
    PROGRESSING,
    /** Something else has to happen first; it may happen by itself. */
    WAITING,
    /** Somebody has to act. */
    STALLED,
    /** The user asked for nothing to happen. */
    SUSPENDED
  }

  /** The safety net for what an event wakes anyway. */
  private static final Duration UNTIL_EVENT = Duration.ofMinutes(2);

  private static final Duration STALLED_RETRY = Duration.ofMinutes(5);

  public static Outcome settled(String message, Duration nextRun) {
    return new Outcome(State.SETTLED, Reason.Ready, message, nextRun);
  }

  /** Work is under way; an event wakes the object when it ends. */
  public static Outcome progressing(Reason reason, String message) {
    return new Outcome(State.PROGRESSING, reason, message, UNTIL_EVENT);
  }

  /** The next run follows at once. */
  public static Outcome continuing(Reason reason, String message) {
    return new Outcome(State.PROGRESSING, reason, message, Duration.ofMillis(1));
  }

  public static Outcome waiting(Reason reason, String message, Duration nextRun) {
    return new Outcome(State.WAITING, reason, message, nextRun);
  }

  public static Outcome stalled(Reason reason, String message) {
    return new Outcome(State.STALLED, reason, message, STALLED_RETRY);
  }

  public static Outcome suspended(Duration nextRun) {
    return new Outcome(
        State.SUSPENDED,
        Reason.Suspended,
        "Suspended: nothing is compared or changed in AWS until spec.suspend is removed.",
        nextRun);
  }
}
