package dev.identitycenter.operator.budget;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Spreads points in time, so that what was scheduled together does not run together for ever. */
public final class Jitter {

  private Jitter() {}

  /** A duration between 80 and 120 percent of the given one. */
  public static Duration around(Duration duration) {
    return scaled(duration, 0.8 + 0.4 * ThreadLocalRandom.current().nextDouble());
  }

  /** A duration between zero and the given one. */
  public static Duration within(Duration duration) {
    return scaled(duration, ThreadLocalRandom.current().nextDouble());
  }

  private static Duration scaled(Duration duration, double factor) {
    return Duration.ofNanos((long) (duration.toNanos() * factor));
  }
}
