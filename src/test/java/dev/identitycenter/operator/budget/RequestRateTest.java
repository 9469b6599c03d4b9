package dev.identitycenter.operator.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.identitycenter.operator.testing.MutableClock;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RequestRateTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final MutableClock clock = MutableClock.standing();
  private final Instant start = clock.instant();
  private final RequestRate rate =
      new RequestRate(
          10, clock, new ClockMeter(clock), nanos -> clock.advance(Duration.ofNanos(nanos)));

  /** Time as the bucket counts it. */
  private record ClockMeter(MutableClock clock) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return Duration.between(Instant.EPOCH, clock.instant()).toNanos();
    }

    @Override
    public boolean isWallClockBased() {
      return true;
    }
  }

  @Test
  void letsTheFirstCallsThroughAtOnce() throws InterruptedException {
    // When
    var waited = rate.acquire();

    // Then
    assertThat(waited).isZero();
  }

  @Test
  void neverLetsMoreThroughInASecondThanTheRateAndTwo() throws InterruptedException {
    // When
    var moments = momentsOf(100);

    // Then
    assertThat(moments)
        .allSatisfy(
            moment ->
                assertThat(moments)
                    .filteredOn(other -> isWithinASecondAfter(moment, other))
                    .hasSizeLessThanOrEqualTo(12));
  }

  /** AWS allows no more than 20, whatever API_RATE says. */
  @Test
  void keepsTheHighestRateWithoutABurst() throws InterruptedException {
    // Given
    var highest =
        new RequestRate(
            20, clock, new ClockMeter(clock), nanos -> clock.advance(Duration.ofNanos(nanos)));

    // When
    var moments = new ArrayList<Instant>();
    for (int i = 0; i < 100; i++) {
      var unused = highest.acquire();
      moments.add(clock.instant());
    }

    // Then
    assertThat(moments)
        .allSatisfy(
            moment ->
                assertThat(moments)
                    .filteredOn(other -> isWithinASecondAfter(moment, other))
                    .hasSizeLessThanOrEqualTo(20));
  }

  @Test
  void usesTheRateItHas() throws InterruptedException {
    // When
    var moments = momentsOf(102);

    // Then
    assertThat(Duration.between(start, moments.get(101)))
        .isBetween(Duration.ofMillis(9900), Duration.ofMillis(10_100));
  }

  @Test
  void letsUrgentCallsGoAheadOfAllInLineButTheFirst() throws Exception {
    // Given
    var gone = new CopyOnWriteArrayList<String>();
    var first = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var slow =
        new RequestRate(
            10,
            clock,
            new ClockMeter(clock),
            nanos -> {
              first.countDown();
              goOn.await();
              clock.advance(Duration.ofNanos(nanos));
            });
    slow.acquire();
    slow.acquire();
    var inLine = new ArrayList<Thread>();
    inLine.add(caller(slow::acquire, "first", gone));
    first.await();
    for (int i = 0; i < 30; i++) {
      inLine.add(caller(slow::acquire, "in line", gone));
    }

    // When
    var urgent = caller(slow::acquireAhead, "urgent", gone);
    awaitWaiting(urgent);
    goOn.countDown();
    urgent.join();
    for (var thread : inLine) {
      thread.join();
    }

    // Then
    // Threads say that they are through a little later than they are, in any order.
    assertThat(gone.subList(0, 15)).contains("urgent");
  }

  private static void awaitWaiting(Thread thread) {
    await().until(() -> thread.getState() == Thread.State.WAITING);
  }

  private static Thread caller(Callable<Duration> call, String name, List<String> gone) {
    var thread =
        new Thread(
            () -> {
              try {
                var unused = call.call();
                gone.add(name);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    thread.start();
    return thread;
  }

  @Test
  void tellsHowLongACallWaited() throws InterruptedException {
    // Given
    momentsOf(2);

    // When
    var waited = rate.acquire();

    // Then
    assertThat(waited).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void pausesEverybodyAfterAThrottle() throws InterruptedException {
    // Given
    rate.throttled();

    // When
    var waited = rate.acquire();

    // Then
    assertThat(waited).isBetween(Duration.ofMillis(800), Duration.ofMillis(1200));
  }

  @Test
  void takesThrottlesDuringAPauseForOne() throws InterruptedException {
    // Given
    rate.throttled();
    rate.throttled();
    rate.throttled();

    // When
    var waited = rate.acquire();

    // Then
    assertThat(waited).isLessThanOrEqualTo(Duration.ofMillis(1200));
  }

  @Test
  void pausesLongerWithEveryThrottleInARow() throws InterruptedException {
    // Given
    pauseOnce();
    pauseOnce();

    // When
    var pause = pauseOnce();

    // Then
    assertThat(pause).isBetween(Duration.ofMillis(3200), Duration.ofMillis(4800));
  }

  @Test
  void neverPausesForLongerThanHalfAMinute() throws InterruptedException {
    // Given
    for (int i = 0; i < 10; i++) {
      pauseOnce();
    }

    // When
    var pause = pauseOnce();

    // Then
    assertThat(pause).isBetween(Duration.ofSeconds(24), Duration.ofSeconds(36));
  }

  @Test
  void startsWithAShortPauseAgainAfterAnAcceptedCall() throws InterruptedException {
    // Given
    pauseOnce();
    pauseOnce();
    rate.accepted();

    // When
    var pause = pauseOnce();

    // Then
    assertThat(pause).isLessThanOrEqualTo(Duration.ofMillis(1200));
  }

  /** A call that was on its way when another one was throttled says nothing about the pause. */
  @Test
  void doesNotEndAPauseForACallThatWasAcceptedDuringIt() throws InterruptedException {
    // Given
    rate.throttled();
    rate.accepted();

    // When
    var waited = rate.acquire();

    // Then
    assertThat(waited).isGreaterThanOrEqualTo(Duration.ofMillis(800));
  }

  private Duration pauseOnce() throws InterruptedException {
    rate.throttled();
    return rate.acquire();
  }

  private List<Instant> momentsOf(int calls) throws InterruptedException {
    var moments = new ArrayList<Instant>();
    for (int i = 0; i < calls; i++) {
      var unused = rate.acquire();
      moments.add(clock.instant());
    }
    return moments;
  }

  private static boolean isWithinASecondAfter(Instant moment, Instant other) {
    return !other.isBefore(moment) && other.isBefore(moment.plus(SECOND));
  }
}
