package dev.identitycenter.operator.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock in UTC that starts now and runs a number of times faster than real time. */
public final class FastClock extends Clock {
  private final Instant start = Instant.now();
  private final long startNanos = System.nanoTime();
  private final int factor;

  private FastClock(int factor) {
    this.factor = factor;
  }

  /** A clock that runs {@code factor} times as fast as real time. */
  public static FastClock times(int factor) {
    return new FastClock(factor);
  }

  /** How much faster it is. */
  public int factor() {
    return factor;
  }

  /** How long something really takes that takes {@code duration} by this clock. */
  public Duration real(Duration duration) {
    return duration.dividedBy(factor);
  }

  @Override
  public Instant instant() {
    return start.plusNanos((System.nanoTime() - startNanos) * factor);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /** This clock whatever the zone: nothing here depends on one. */
  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
