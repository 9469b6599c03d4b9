package dev.identitycenter.operator.testing;

import dev.identitycenter.operator.RunningOperator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Keeps one operator running, as a deployment does: where one crashes, the next starts. */
public final class Supervisor implements AutoCloseable {
  /** What is left of an operator takes its time to give up; nobody has to wait for that. */
  private static final ExecutorService BURIALS =
      Executors.newCachedThreadPool(
          task -> {
            var thread = new Thread(task, "burial");
            thread.setDaemon(true);
            return thread;
          });

  private final Supplier<RunningOperator> starting;
  private final ExecutorService restarts = Executors.newSingleThreadExecutor();
  private final AtomicInteger crashes = new AtomicInteger();
  private volatile RunningOperator current;
  private volatile Throwable failure;

  private Supervisor(Supplier<RunningOperator> starting) {
    this.starting = starting;
  }

  /** Starts the first operator; {@code starting} makes each of them. */
  public static Supervisor of(Supplier<RunningOperator> starting) {
    var supervisor = new Supervisor(starting);
    supervisor.current = starting.get();
    return supervisor;
  }

  /** Ends the current operator at once; the next one starts in the background. */
  public synchronized void crash() {
    var dying = current;
    if (dying == null) {
      return;
    }
    current = null;
    dying.crash();
    crashes.incrementAndGet();
    BURIALS.execute(dying::close);
    restarts.execute(this::start);
  }

  /** How many operators crashed. */
  public int crashes() {
    return crashes.get();
  }

  private void start() {
    try {
      current = starting.get();
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  /** Stops the current operator in an orderly way. */
  @Override
  public void close() {
    try {
      restarts.shutdown();
      var unused = restarts.awaitTermination(60, TimeUnit.SECONDS);
      if (current != null) {
        current.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw new IllegalStateException("An operator did not start", failure);
    }
  }
}
