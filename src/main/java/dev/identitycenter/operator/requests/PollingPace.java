package dev.identitycenter.operator.requests;

import java.time.Duration;

/**
 * How often requests in flight are looked at, in parts of how long they usually take: the more
 * others wait for their places the more often, because a place is idle for half of the interval
 * each time, which costs seconds where few wait and minutes where thousands do. None is looked at
 * before the quickest so far would have ended.
 */
final class PollingPace {

  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final Duration LONGEST_REST = Duration.ofSeconds(10);
  private static final int FEWEST_LOOKS = 6;
  private static final int MOST_LOOKS = 27;
  private static final int WAITING_FOR_ANOTHER_LOOK = 20;
  private static final double WEIGHT_OF_NEWEST = 0.1;

  private final Duration shortestInterval;
  private Duration usual;
  private Duration shortest;

  /** Looks take a quarter of the given calls per second at most. */
  PollingPace(int callsPerSecond) {
    shortestInterval = Duration.ofSeconds(4).dividedBy(callsPerSecond);
  }

  /** A request was seen to end after this time. */
  synchronized void observed(Duration duration) {
    usual = usual == null ? duration : between(usual, duration);
    shortest =
        shortest == null || duration.compareTo(shortest) < 0 ? duration : between(shortest, usual);
  }

  private static Duration between(Duration old, Duration newest) {
    return old.plus(Duration.ofNanos((long) (newest.minus(old).toNanos() * WEIGHT_OF_NEWEST)));
  }

  /**
   * Before this age no request ends, as far as seen; ends are seen late, hence a quarter less. AWS
   * may be faster again after slow hours, hence a bound.
   */
  synchronized Duration youngestEnd() {
    return shortest == null
        ? Duration.ZERO
        : within(shortest.multipliedBy(3).dividedBy(4), Duration.ZERO, LONGEST_REST);
  }

  /**
   * Time from one look to the next.
   *
   * @param waiting how many wait for a place that an end sets free
   * @param calls that a look takes
   */
  synchronized Duration interval(int waiting, int calls) {
    var least = shortestInterval.multipliedBy(Math.max(1, calls));
    var looks = Math.min(MOST_LOOKS, FEWEST_LOOKS + waiting / WAITING_FOR_ANOTHER_LOOK);
    return usual == null
        ? within(FIRST, least, LONGEST)
        : within(usual.dividedBy(looks), least, LONGEST);
  }

  /** How long an ended request waits for others of its group before it is confirmed alone. */
  synchronized Duration confirmationWindow() {
    return usual == null
        ? Duration.ofSeconds(1)
        : within(usual.multipliedBy(2), Duration.ofSeconds(1), Duration.ofSeconds(10));
  }

  /** The lowest value counts where the two contradict each other. */
  private static Duration within(Duration value, Duration lowest, Duration highest) {
    var limited = value.compareTo(highest) > 0 ? highest : value;
    return limited.compareTo(lowest) < 0 ? lowest : limited;
  }
}
