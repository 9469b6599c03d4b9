package dev.identitycenter.operator.background;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.testing.MutableClock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkersTest {
  private final Workers workers = new Workers(1, new Pulse(MutableClock.standing()));
  private final List<String> done = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    workers.shutdownNow();
  }

  @Test
  void takeUpWhatWasJustWokenBeforeAllThatWaits() throws InterruptedException {
    // Given
    var busy = new CountDownLatch(1);
    workers.execute(() -> awaitQuietly(busy));
    workers.execute(() -> done.add("one of thousands"));
    workers.execute(() -> done.add("another"));

    // When
    workers.execute(() -> done.add("woken"));
    busy.countDown();
    workers.shutdown();

    // Then
    assertThat(workers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(done).startsWith("woken").hasSize(3);
  }

  @Test
  void leaveNothingWaitingForEver() throws InterruptedException {
    // Given
    var busy = new CountDownLatch(1);
    workers.execute(() -> awaitQuietly(busy));

    // When
    for (var name : List.of("1", "2", "3", "4", "5", "6")) {
      workers.execute(() -> done.add(name));
    }
    busy.countDown();
    workers.shutdown();

    // Then
    assertThat(workers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(done).containsExactly("6", "5", "1", "4", "3", "2");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
