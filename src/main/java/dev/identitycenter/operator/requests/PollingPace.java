package dev.identitycenter.operator.requests;

import java.time.Duration;

/**
 * How often requests in flight are looked at, in parts of how long they usually take: often while
 * others wait for their places, because a place is idle for half of the interval each time; less
 * often otherwise. None is looked at before the quickest so far would have ended.
 */
final class PollingPace {

  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration SHORTEST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final int LOOKS_WHILE_OTHERS_WAIT = 14;
  private static final int LOOKS = 6;
  private static final double WEIGHT_OF_NEWEST = 0.1;

  private Duration usual;
  private Duration shortest;

  /** A request was seen to end after this time. */
  synchronized void observed(Duration duration) {
    usual = usual == null ? duration : between(usual, duration);
    shortest =
        shortest == null || duration.compareTo(shortest) < 0 ? duration : between(shortest, usual);
  }

  private static Duration between(Duration old, Duration newest) {
    return old.plus(Duration.ofNanos((long) (newest.minus(old).toNanos() * WEIGHT_OF_NEWEST)));
  }

  /** Before this age no request ends, as far as seen; ends are seen late, hence a quarter less. */
  synchronized Duration youngestEnd() {
    return shortest == null ? Duration.ZERO : shortest.multipliedBy(3).dividedBy(4);
  }

  /**
   * Time until the next look.
   *
   * @param othersWait whether somebody waits for a place that an end sets free
   */
  synchronized Duration interval(boolean othersWait) {
    var looks = othersWait ? LOOKS_WHILE_OTHERS_WAIT : LOOKS;
    return usual == null ? FIRST : within(usual.dividedBy(looks), SHORTEST, LONGEST);
  }

  /** How long an ended request waits for others of its group before it is confirmed alone. */
  synchronized Duration confirmationWindow() {
    return usual == null
        ? Duration.ofSeconds(1)
        : within(usual.multipliedBy(2), Duration.ofSeconds(1), Duration.ofSeconds(10));
  }

  private static Duration within(Duration value, Duration lowest, Duration highest) {
    if (value.compareTo(lowest) < 0) {
      return lowest;
    }
    return value.compareTo(highest) > 0 ? highest : value;
  }
}
