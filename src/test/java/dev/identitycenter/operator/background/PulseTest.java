package dev.identitycenter.operator.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.identitycenter.operator.testing.MutableClock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PulseTest {
  private static final Duration TOO_LONG = Pulse.LONGEST_STEP.plusMillis(1);

  private final MutableClock clock = MutableClock.standing();
  private final Pulse pulse = new Pulse(clock);
  private final CountDownLatch end = new CountDownLatch(1);
  private final Workers workers = new Workers(2, pulse);
  private final BackgroundThreads background = new BackgroundThreads(2, new Tempo(clock, 1), pulse);

  @AfterEach
  void stop() {
    end.countDown();
    workers.shutdownNow();
    background.close();
  }

  @Test
  void isRegularWhileNobodyHasWork() {
    clock.advance(TOO_LONG);

    assertThat(pulse.isRegular()).isTrue();
  }

  @Test
  void noticesOneStuckWorkerAmongOthersThatGetOn() throws Exception {
    var stuck = new CountDownLatch(1);
    workers.execute(() -> stand(stuck));
    stuck.await();
    clock.advance(Pulse.LONGEST_STEP);
    workers.submit(() -> {}).get();
    assertThat(pulse.isRegular()).isTrue();

    clock.advance(Duration.ofMillis(1));

    assertThat(pulse.isRegular()).isFalse();
  }

  @Test
  void noticesAStuckBackgroundTask() throws Exception {
    var stuck = new CountDownLatch(1);
    background.after(Duration.ZERO, () -> stand(stuck));
    stuck.await();

    clock.advance(TOO_LONG);

    assertThat(pulse.isRegular()).isFalse();
  }

  @Test
  void staysIrregularUntilTheThreadGetsOn() throws Exception {
    var stuck = new CountDownLatch(1);
    workers.execute(() -> stand(stuck));
    stuck.await();
    clock.advance(TOO_LONG);
    assertThat(pulse.isRegular()).isFalse();
    assertThat(pulse.isRegular()).isFalse();

    end.countDown();

    await().until(pulse::isRegular);
  }

  @Test
  void noticesAWorkerThatGaveUp() {
    workers.execute(PulseTest::breakDown);

    await().until(() -> !pulse.isRegular());
  }

  @Test
  void noticesABackgroundTaskThatGaveUp() {
    background.after(Duration.ZERO, PulseTest::breakDown);

    await().until(() -> !pulse.isRegular());
  }

  @Test
  void aBackgroundTaskMayThrowAnException() throws Exception {
    var next = new CountDownLatch(1);
    background.after(
        Duration.ZERO,
        () -> {
          background.after(Duration.ZERO, next::countDown);
          throw new IllegalStateException("a bug");
        });

    next.await();

    assertThat(pulse.isRegular()).isTrue();
  }

  private static void breakDown() {
    throw new NoClassDefFoundError("the jar is damaged");
  }

  /** However long AWS throttles: every call ends, and with it a step. */
  @Test
  void aLongRunOfShortStepsIsRegular() throws Exception {
    var regular =
        workers.submit(
            () -> {
              for (var step = 0; step < 100; step++) {
                clock.advance(Pulse.LONGEST_STEP);
                if (!pulse.isRegular()) {
                  return false;
                }
                pulse.step();
              }
              return true;
            });

    assertThat(regular.get()).isTrue();
  }

  @Test
  void aFailedTaskIsOver() throws Exception {
    var failed = new CountDownLatch(1);
    background.after(
        Duration.ZERO,
        () -> {
          failed.countDown();
          throw new IllegalStateException("on purpose");
        });
    failed.await();

    clock.advance(TOO_LONG);

    await().until(pulse::isRegular);
  }

  private void stand(CountDownLatch standing) {
    standing.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
