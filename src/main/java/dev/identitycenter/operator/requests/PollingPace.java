package dev.identitycenter.operator.requests;

import java.time.Duration;

/**
 * How often requests in flight are looked at: a sixth of how long they usually take, so that a slot
 * is idle for less than a tenth of the time and watching costs a small part of the rate.
 */
final class PollingPace {

  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration SHORTEST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final double WEIGHT_OF_NEWEST = 0.1;

  private Duration usual;

  /** A request was seen to end after this time. */
  synchronized void observed(Duration duration) {
    usual =
        usual == null
            ? duration
            : Duration.ofNanos(
                (long)
                    (usual.toNanos() * (1 - WEIGHT_OF_NEWEST)
                        + duration.toNanos() * WEIGHT_OF_NEWEST));
  }

  /** Time until the next look. */
  synchronized Duration interval() {
    return usual == null ? FIRST : within(usual.dividedBy(6), SHORTEST, LONGEST);
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
