package dev.identitycenter.operator.background;

import java.time.Clock;
import java.time.Duration;

/**
 * How fast time passes for the operator. Outside tests it passes as everywhere; tests on real
 * servers let everything that waits, retries or grows old do so several times faster.
 *
 * @param clock the time that durations are compared with
 * @param factor how much faster than real that clock runs
 */
public record Tempo(Clock clock, int factor) {

  /** Time as it is. */
  public static Tempo real() {
    return new Tempo(new SteadyClock(Clock.systemUTC(), System::nanoTime), 1);
  }

  /** How long something that the operator wants to last so long really takes. */
  public Duration real(Duration wanted) {
    return wanted.dividedBy(factor);
  }
}
