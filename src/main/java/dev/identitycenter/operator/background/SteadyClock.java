package dev.identitycenter.operator.background;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongSupplier;

/**
 * The wall clock, except that it never steps back: what should last a minute would otherwise last
 * as much longer as the clock was set back. It then passes at half its speed until the wall clock
 * has caught up. Where the wall clock steps forward, it follows at once.
 */
final class SteadyClock extends Clock {

  private final Clock wall;
  private final LongSupplier nanoseconds;
  private Instant now;
  private long readAt;

  /**
   * Starts at the time of the wall clock.
   *
   * @param nanoseconds passes evenly, such as {@link System#nanoTime}
   */
  SteadyClock(Clock wall, LongSupplier nanoseconds) {
    this.wall = wall;
    this.nanoseconds = nanoseconds;
    this.now = wall.instant();
    this.readAt = nanoseconds.getAsLong();
  }

  @Override
  public synchronized Instant instant() {
    var read = nanoseconds.getAsLong();
    var passed = Duration.ofNanos(read - readAt);
    readAt = read;
    var slowed = now.plus(passed.dividedBy(2));
    var wanted = wall.instant();
    now = wanted.isAfter(slowed) ? wanted : slowed;
    return now;
  }

  @Override
  public ZoneId getZone() {
    return wall.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return new SteadyClock(wall.withZone(zone), nanoseconds);
  }
}
