package dev.identitycenter.operator.status;

import dev.identitycenter.operator.api.v1alpha1.Reason;
import java.time.Duration;

/**
 * How a run ended.
 *
 * @param message one sentence for the user: the object, the cause, the way out
 * @param nextRun when to look again if nothing happens before
 * @param part the part of the work in which it ended; what comes before is done
 * @param view what it found out about that part
 */
public record Outcome(
    State state, Reason reason, String message, Duration nextRun, Reason.Part part, View view) {

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

  /** What a run found out about the part of the work in which it ended. */
  public enum View {
    /** How the part stands now. */
    SEEN,
    /** AWS differs although no spec changed, so that nobody may still be told it agrees. */
    DIFFERING,
    /** Nothing, so that what was said before of this part and those after it still holds. */
    UNSEEN
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
            Duration.ofHours(1))
        .without(Reason.Part.REFERENCES);
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
    return progressing(Reason.Pending, ASKING).without(Reason.Part.SYNC);
  }

  /** The operator has just started and does not know enough yet. */
  public static Outcome starting() {
    return continuing(Reason.Pending, ASKING)
        .after(Duration.ofMillis(500))
        .without(Reason.Part.REFERENCES);
  }

  /** An exception nobody expected; the framework tries again. */
  public static Outcome bug(Exception bug) {
    var message =
        "The operator failed in an unexpected way and tries again (%s); its log has the details."
            .formatted(bug.getClass().getSimpleName());
    return progressing(Reason.InternalError, message).without(Reason.Part.REFERENCES);
  }

  private Outcome after(Duration duration) {
    return new Outcome(state, reason, message, duration, part, view);
  }

  /** The same, in that part of the work. */
  public Outcome in(Reason.Part seen) {
    return new Outcome(state, reason, message, nextRun, seen, View.SEEN);
  }

  /** The same, and nothing was found out about that part of the work and those after it. */
  public Outcome without(Reason.Part unseen) {
    return new Outcome(state, reason, message, nextRun, unseen, View.UNSEEN);
  }

  /**
   * The same, while AWS is known to differ in that part of the work.
   *
   * @param what the difference, one sentence
   */
  public Outcome asDiffering(Reason.Part differing, String what) {
    return new Outcome(state, reason, what + " " + message, nextRun, differing, View.DIFFERING);
  }

  private static Outcome of(State state, Reason reason, String message, Duration nextRun) {
    return new Outcome(state, reason, message, nextRun, reason.part(), View.SEEN);
  }

  /**
   * Whether the operator does not know yet, because AWS has still to answer or is hard to reach, so
   * that what it said before still holds.
   */
  public boolean isUndecided() {
    return isAsking() || (view != View.DIFFERING && isHeldUp());
  }

  private boolean isAsking() {
    return reason == Reason.Pending && message.endsWith(ASKING);
  }

  /** Whether AWS is being changed, or will be when it is the object's turn. */
  public boolean isUnderWay() {
    return Conditions.UNDER_WAY.contains(reason.name());
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
    return view != View.DIFFERING && !isFollowedAtOnce() && isHardToReach();
  }

  private boolean isHardToReach() {
    return isHeldUp()
        || reason == Reason.ConflictingOperation
        || (reason == Reason.Pending && state == State.PROGRESSING);
  }

  private boolean isHeldUp() {
    return reason == Reason.Throttled || reason == Reason.AwsUnavailable;
  }
}
