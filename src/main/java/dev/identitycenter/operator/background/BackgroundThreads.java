package dev.identitycenter.operator.background;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A few daemon threads; a task that throws an exception is logged and does not stop the others. */
public final class BackgroundThreads implements Background, AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(BackgroundThreads.class);

  private final Tempo tempo;
  private final Pulse pulse;
  private final ScheduledThreadPoolExecutor executor;

  public BackgroundThreads(int threads, Tempo tempo, Pulse pulse) {
    this.tempo = tempo;
    this.pulse = pulse;
    var number = new AtomicInteger();
    executor =
        new ScheduledThreadPoolExecutor(
            threads,
            task -> {
              var thread = new Thread(task, "background-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setRejectedExecutionHandler((task, stopped) -> LOGGER.debug("Stopped; task dropped"));
  }

  @Override
  public void after(Duration delay, Runnable task) {
    var unused =
        executor.schedule(() -> run(task), tempo.real(delay).toNanos(), TimeUnit.NANOSECONDS);
  }

  private void run(Runnable task) {
    pulse.begin();
    try {
      task.run();
    } catch (RuntimeException bug) {
      LOGGER.error("A background task failed in an unexpected way", bug);
    } catch (Error broken) {
      // Most tasks set up their successor at their end.
      pulse.lost(broken);
    } finally {
      pulse.end();
    }
  }

  /** Lets running tasks end for up to five seconds, then interrupts them. */
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
