package dev.identitycenter.operator.background;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of a fixed number that reconcile, each under the eyes of a {@link Pulse}. */
public final class Workers extends ThreadPoolExecutor {

  private final Pulse pulse;

  public Workers(int threads, Pulse pulse) {
    super(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    this.pulse = pulse;
    var number = new AtomicInteger();
    setThreadFactory(task -> new Thread(task, "worker-" + number.incrementAndGet()));
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
