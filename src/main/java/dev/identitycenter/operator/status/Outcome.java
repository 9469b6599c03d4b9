package dev.identitycenter.operator.status;

import dev.identitycenter.operator.api.v1alpha1.Reason;
import java.time.Duration;

/**
 * How a run ended.
 *
 * @param message one sentence for the user: the object, the cause, the way out
 * @param nextRun when to look again if nothing happens before
 * @param early whether the run ended before it looked at any part of the work, so that it has
 *     nothing new to say of them
 * @param differing the part of the work in which AWS is known to differ although no spec changed,
 *     so that nobody may still be told it agrees; null where nothing of that kind is known
 */
public record Outcome(
    State state,
    Reason reason,
    String message,
    Duration nextRun,
    boolean early,
    Reason.Part differing) {

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

  private static final Duration AT_ONCE = Duration.ofMillis(1);

  /** The safety net for what an event wakes anyway. */
  private static final Duration UNTIL_EVENT = Duration.ofMinutes(2);

  /**
   * The same where thousands may wait: their needless runs would hold up those that have a turn.
   */
  private static final Duration UNTIL_TURN = Duration.ofMinutes(10);

  private static final String ASKING = "Waiting for an answer of AWS.";

  private static final Duration STALLED_RETRY = Duration.ofMinutes(5);

  public static Outcome settled(String message, Duration nextRun) {
    return of(State.SETTLED, Reason.Ready, message, nextRun);
  }

  /** Work is under way; an event wakes the object when it ends. */
  public static Outcome progressing(Reason reason, String message) {
    return of(State.PROGRESSING, reason, message, UNTIL_EVENT);
  }

  /** The next run follows at once. */
  public static Outcome continuing(Reason reason, String message) {
    return progressing(reason, message).atOnce();
  }

  /** The same, and the next run follows at once. */
  public Outcome atOnce() {
    return after(AT_ONCE);
  }

  public static Outcome waiting(Reason reason, String message, Duration nextRun) {
    return of(State.WAITING, reason, message, nextRun);
  }

  public static Outcome stalled(Reason reason, String message) {
    return of(State.STALLED, reason, message, STALLED_RETRY);
  }

  public static Outcome suspended() {
    return of(
        State.SUSPENDED,
        Reason.Suspended,
        "Suspended: nothing is compared or changed in AWS until spec.suspend is removed.",
        Duration.ofHours(1));
  }

  /** What the spec stood for before is gone; the rest is compared at once. */
  public static Outcome replaced() {
    return continuing(Reason.PrincipalReplaced, "The earlier assignment is deleted in AWS.");
  }

  /** Waits for a place in AWS's budget; an event wakes the object when it has one. */
  public static Outcome pending() {
    return progressing(Reason.Pending, "Waiting for its turn in the AWS budget.").after(UNTIL_TURN);
  }

  /** AWS is being asked; an event wakes the object when the answer is there. */
  public static Outcome asking() {
    return progressing(Reason.Pending, ASKING);
  }

  /** The operator has just started and does not know enough yet. */
  public static Outcome starting() {
    return continuing(Reason.Pending, ASKING).after(Duration.ofMillis(500)).asEarly();
  }

  /** An exception nobody expected; the framework tries again. */
  public static Outcome bug(Exception bug) {
    return of(
        State.PROGRESSING,
        Reason.InternalError,
        "The operator failed in an unexpected way and tries again (%s); its log has the details."
            .formatted(bug.getClass().getSimpleName()),
        UNTIL_EVENT);
  }

  private Outcome after(Duration duration) {
    return new Outcome(state, reason, message, duration, early, differing);
  }

  /** The same, and no part of the work was looked at. */
  public Outcome asEarly() {
    return new Outcome(state, reason, message, nextRun, true, differing);
  }

  /**
   * The same, while AWS is known to differ in a part of the work.
   *
   * @param what the difference, one sentence
   */
  public Outcome asDiffering(Reason.Part part, String what) {
    return new Outcome(state, reason, what + " " + message, nextRun, early, part);
  }

  /** The part of the work that ended like this. */
  Reason.Part part() {
    return differing == null ? reason.part() : differing;
  }

  private static Outcome of(State state, Reason reason, String message, Duration nextRun) {
    return new Outcome(state, reason, message, nextRun, false, null);
  }

  /** Whether the operator does not know yet, so that what it said before still holds. */
  public boolean isUndecided() {
    return reason == Reason.Pending && message.endsWith(ASKING);
  }

  /** Whether nothing but the writing of the status lies before the next run. */
  public boolean isFollowedAtOnce() {
    return nextRun.equals(AT_ONCE);
  }

  /**
   * Whether it tells nothing of AWS, which is only hard to reach, so that a settled object stays
   * settled. What the next run needs recorded is no such outcome.
   */
  public boolean isPassing() {
    return differing == null && !isFollowedAtOnce() && isHardToReach();
  }

  private boolean isHardToReach() {
    return reason == Reason.Throttled
        || reason == Reason.AwsUnavailable
        || reason == Reason.ConflictingOperation
        || (reason == Reason.Pending && state == State.PROGRESSING);
  }
}
