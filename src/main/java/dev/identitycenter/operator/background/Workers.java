package dev.identitycenter.operator.background;

import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of a fixed number that reconcile, each under the eyes of a {@link Pulse}. They take
 * up the newest work first: an object that was just woken has its place in AWS or frees one, while
 * thousands that come up together wait for places anyway. Every third time it is the oldest, so
 * that none of those waits for ever.
 */
public final class Workers extends ThreadPoolExecutor {

  private final Pulse pulse;

  /** The pool puts in with {@code offer} and takes out with {@code take}. */
  private static final class MostlyNewest extends LinkedBlockingDeque<Runnable> {
    private static final long serialVersionUID = 1L;
    private static final int IN_ORDER = 3;

    private final AtomicInteger taken = new AtomicInteger();

    @Override
    public boolean offer(Runnable task) {
      return offerFirst(task);
    }

    @Override
    public Runnable take() throws InterruptedException {
      return taken.incrementAndGet() % IN_ORDER == 0 ? takeLast() : takeFirst();
    }
  }

  public Workers(int threads, Pulse pulse) {
    super(threads, threads, 0, TimeUnit.SECONDS, new MostlyNewest());
    this.pulse = pulse;
    var number = new AtomicInteger();
    setThreadFactory(
        task -> {
          var thread = new Thread(task, "worker-" + number.incrementAndGet());
          // The pulse has told it.
          thread.setUncaughtExceptionHandler((lost, cause) -> {});
          return thread;
        });
  }

  @Override
  protected void beforeExecute(Thread thread, Runnable task) {
    pulse.begin();
  }

  @Override
  protected void afterExecute(Runnable task, Throwable thrown) {
    if (thrown != null) {
      // The framework takes the object for one that is still being reconciled.
      pulse.lost(thrown);
    }
    pulse.end();
  }
}
