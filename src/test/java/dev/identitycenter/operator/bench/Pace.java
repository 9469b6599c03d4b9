package dev.identitycenter.operator.bench;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Lets no more than so many calls leave within any second; bursts below that do not wait. */
final class Pace {
  private static final long WINDOW = Duration.ofMillis(1020).toNanos();

  private final int perSecond;
  private final Deque<Long> recent = new ArrayDeque<>();

  Pace(int perSecond) {
    this.perSecond = perSecond;
  }

  /** Waits until the next call may leave. */
  void next() throws InterruptedException {
    if (recent.size() == perSecond) {
      var free = recent.removeFirst() + WINDOW;
      Thread.sleep(Math.max(0, (free - System.nanoTime()) / 1_000_000 + 1));
    }
    recent.addLast(System.nanoTime());
  }
}
