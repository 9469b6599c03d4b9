package dev.identitycenter.operator.background;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether every thread that has work gets on with it. A thread that does not is stuck for
 * ever: what it holds, an object or the following of requests in AWS, waits until the process is
 * started again.
 */
public final class Pulse {

  /**
   * No step lasts so long unless something is broken. A step is a call to AWS or what lies between
   * two calls. The longest is to stand in line behind all other threads for one answer that AWS
   * does not give: 18 of them, each 36 seconds in a pause after a throttle and 20 seconds in a call
   * until it is given up, are 17 minutes. Three writes to an API server that does not answer, each
   * tried eleven times for 10 seconds with 19 seconds of pauses between them, are less than 7.
   */
  public static final Duration LONGEST_STEP = Duration.ofMinutes(30);

  private static final Logger LOGGER = LoggerFactory.getLogger(Pulse.class);

  private final Clock clock;
  private final Map<Thread, Step> steps = new ConcurrentHashMap<>();
  private volatile boolean lost;

  private record Step(Instant since, AtomicBoolean told) {
    static Step at(Instant since) {
      return new Step(since, new AtomicBoolean());
    }
  }

  public Pulse(Clock clock) {
    this.clock = clock;
  }

  /** The calling thread begins to work on something. */
  void begin() {
    steps.put(Thread.currentThread(), Step.at(clock.instant()));
  }

  /** The calling thread is through with it. */
  void end() {
    steps.remove(Thread.currentThread());
  }

  /** The calling thread, if it works on something, begins the next step of it. */
  public void step() {
    steps.computeIfPresent(Thread.currentThread(), (thread, last) -> Step.at(clock.instant()));
  }

  /** The calling thread leaves its work undone, and nobody would take it up again. */
  void lost(Throwable cause) {
    lost = true;
    LOGGER.error(
        "Thread {} gives up its work; /livez fails, upon which Kubernetes restarts the operator",
        Thread.currentThread().getName(),
        cause);
  }

  /**
   * Whether no thread is longer than {@link #LONGEST_STEP} at one step, and none gave up its work;
   * logs where one is.
   */
  public boolean isRegular() {
    var now = clock.instant();
    var regular = !lost;
    for (var entry : steps.entrySet()) {
      var lasts = Duration.between(entry.getValue().since(), now);
      if (lasts.compareTo(LONGEST_STEP) > 0) {
        regular = false;
        if (!entry.getValue().told().getAndSet(true)) {
          tell(entry.getKey(), lasts);
        }
      }
    }
    return regular;
  }

  private static void tell(Thread thread, Duration lasts) {
    var place = new Throwable("Where it is");
    place.setStackTrace(thread.getStackTrace());
    LOGGER.error(
        "Thread {} has not got on for {}; /livez fails, upon which Kubernetes restarts the operator",
        thread.getName(),
        lasts,
        place);
  }
}
