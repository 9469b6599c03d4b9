package dev.identitycenter.operator.budget;

import dev.identitycenter.operator.background.Tempo;
import io.github.bucket4j.BlockingStrategy;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Paces all calls to AWS evenly. AWS allows 20 requests per second over all operations of Identity
 * Center (user guide, quotas); a throttle answered to one caller slows everybody.
 */
public final class RequestRate {

  /** AWS's own limit for all operations together. */
  private static final int AWS_LIMIT = 20;

  /** Small, so that any second sees at most the rate and this many requests sent. */
  private static final int LARGEST_BURST = 2;

  /** Calls do not arrive as evenly as they are sent: another second may see so many more. */
  private static final int LATE_ARRIVALS = 1;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Bucket bucket;
  private final BlockingStrategy waiting;
  private final Clock clock;
  private final ReentrantLock line = new ReentrantLock(true);
  private Instant pausedUntil = Instant.MIN;
  private Duration pause = Duration.ZERO;

  /**
   * Allows up to the given number of calls per second.
   *
   * @param perSecond 1 or more
   */
  public RequestRate(int perSecond, Tempo tempo) {
    this(perSecond, tempo.clock(), meter(tempo), parking(tempo));
  }

  RequestRate(int perSecond, Clock clock, TimeMeter time, BlockingStrategy waiting) {
    this.waiting = waiting;
    this.clock = clock;
    var burst = Math.max(1, Math.min(LARGEST_BURST, AWS_LIMIT - LATE_ARRIVALS - perSecond));
    this.bucket =
        Bucket.builder()
            .addLimit(
                limit ->
                    limit
                        .capacity(burst)
                        .refillGreedy(perSecond, Duration.ofSeconds(1))
                        .initialTokens(burst))
            .withCustomTimePrecision(time)
            .build();
  }

  /** Waits in line for the next free place; returns how long that took. */
  public Duration acquire() throws InterruptedException {
    var start = clock.instant();
    line.lockInterruptibly();
    try {
      take();
    } finally {
      line.unlock();
    }
    return Duration.between(start, clock.instant());
  }

  /**
   * The same ahead of the line, behind its first only: for calls without which places for
   * asynchronous work would be idle.
   */
  public Duration acquireAhead() throws InterruptedException {
    var start = clock.instant();
    take();
    return Duration.between(start, clock.instant());
  }

  private void take() throws InterruptedException {
    for (var left = pauseLeft(); !left.isZero(); left = pauseLeft()) {
      waiting.park(left.toNanos());
    }
    bucket.asBlocking().consume(1, waiting);
  }

  /** AWS said that the rate was too high: everybody pauses, longer with each time in a row. */
  public synchronized void throttled() {
    if (clock.instant().isBefore(pausedUntil)) {
      return;
    }
    pause = pause.isZero() ? FIRST_PAUSE : min(pause.multipliedBy(2), LONGEST_PAUSE);
    pausedUntil = clock.instant().plus(Jitter.around(pause));
  }

  /** AWS accepted a call: the next throttle starts with a short pause again. */
  public synchronized void accepted() {
    if (!clock.instant().isBefore(pausedUntil)) {
      pause = Duration.ZERO;
    }
  }

  private static TimeMeter meter(Tempo tempo) {
    return new TimeMeter() {
      @Override
      public long currentTimeNanos() {
        return System.nanoTime() * tempo.factor();
      }

      @Override
      public boolean isWallClockBased() {
        return false;
      }
    };
  }

  private static BlockingStrategy parking(Tempo tempo) {
    return nanos -> BlockingStrategy.PARKING.park(tempo.real(Duration.ofNanos(nanos)).toNanos());
  }

  private synchronized Duration pauseLeft() {
    var now = clock.instant();
    return now.isBefore(pausedUntil) ? Duration.between(now, pausedUntil) : Duration.ZERO;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
