package dev.identitycenter.operator.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock in UTC that stands still until a test moves it; safe to share between threads. */
public final class MutableClock extends Clock {
  private final AtomicReference<Instant> now;

  private MutableClock(Instant start) {
    now = new AtomicReference<>(start);
  }

  /** A clock that shows {@code start}. */
  public static MutableClock at(Instant start) {
    return new MutableClock(start);
  }

  /** A clock that shows the same arbitrary moment in every test. */
  public static MutableClock standing() {
    return at(Instant.parse("2026-03-01T10:00:00Z"));
  }

  /** Moves the clock; a negative duration moves it back. */
  public void advance(Duration step) {
    now.updateAndGet(instant -> instant.plus(step));
  }

  /** Sets the clock. */
  public void set(Instant instant) {
    now.set(instant);
  }

  @Override
  public Instant instant() {
    return now.get();
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
