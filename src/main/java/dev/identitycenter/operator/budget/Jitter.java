package dev.identitycenter.operator.budget;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** Spreads points in time, so that what was scheduled together does not run together for ever. */
public final class Jitter {

  /** An odd number that takes neighbouring hash codes far apart (golden ratio, 64 bits). */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private Jitter() {}

  /** A duration between 80 and 120 percent of the given one. */
  public static Duration around(Duration duration) {
    return scaled(duration, 0.8 + 0.4 * ThreadLocalRandom.current().nextDouble());
  }

  /**
   * Time until the next turn of a group. Turns are one interval apart and the same for all members,
   * so that they share what is read for them; groups are spread over the interval.
   *
   * @return at least a tenth of the interval
   */
  public static Duration untilTurn(String group, Duration interval, Instant now) {
    var length = interval.toMillis();
    var turn = Math.floorMod(group.hashCode() * SPREAD, length);
    var earliest = now.toEpochMilli() + length / 10;
    return Duration.ofMillis(length / 10 + Math.floorMod(turn - earliest, length));
  }

  private static Duration scaled(Duration duration, double factor) {
    return Duration.ofNanos((long) (duration.toNanos() * factor));
  }
}
