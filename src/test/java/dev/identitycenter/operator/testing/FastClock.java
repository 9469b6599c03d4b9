package dev.identitycenter.operator.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock in UTC that starts at real time and runs a number of times faster than real time. */
public final class FastClock extends Clock {
  private final Instant start;
  private final long startNanos;
  private final int factor;

  private FastClock(Instant start, int factor) {
    this.start = start;
    this.startNanos = System.nanoTime() - Duration.between(start, Instant.now()).toNanos();
    this.factor = factor;
  }

  /** A clock that runs {@code factor} times as fast as real time. */
  public static FastClock times(int factor) {
    return new FastClock(Instant.now(), factor);
  }

  /** The same clock in another process: it showed real time at {@code start}. */
  public static FastClock since(Instant start, int factor) {
    return new FastClock(start, factor);
  }

  /** When it showed real time. */
  public Instant start() {
    return start;
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
