package dev.identitycenter.operator.testing;

import dev.identitycenter.operator.background.Background;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Background work that happens when a test lets time pass, each task at its own moment. */
public final class ManualBackground implements Background {

  private record Task(Instant due, long number, Runnable work) {}

  private final MutableClock clock;
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparing(Task::due).thenComparing(Task::number));
  private long scheduled;

  public ManualBackground(MutableClock clock) {
    this.clock = clock;
  }

  @Override
  public void after(Duration delay, Runnable work) {
    tasks.add(new Task(clock.instant().plus(delay), scheduled++, work));
  }

  /** Lets time pass and runs what becomes due meanwhile. */
  public void pass(Duration duration) {
    var end = clock.instant().plus(duration);
    while (!tasks.isEmpty() && !tasks.peek().due().isAfter(end)) {
      var task = tasks.remove();
      if (task.due().isAfter(clock.instant())) {
        clock.set(task.due());
      }
      task.work().run();
    }
    clock.set(end);
  }

  /** Whether nothing is left to do. */
  public boolean isIdle() {
    return tasks.isEmpty();
  }
}
