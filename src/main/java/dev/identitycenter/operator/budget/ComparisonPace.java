package dev.identitycenter.operator.budget;

import java.time.Duration;

/** How often everything can be compared with AWS, which must leave room for changes. */
public final class ComparisonPace {

  /** Of the rate, one in so many calls goes into comparisons at most. */
  private static final int PART = 4;

  private ComparisonPace() {}

  /**
   * The wanted interval, or a longer one where comparing everything takes more than a quarter of
   * the rate.
   *
   * @param calls that comparing everything once takes
   */
  public static Duration interval(Duration wanted, long calls, int callsPerSecond) {
    var needed = Duration.ofSeconds(calls * PART).dividedBy(callsPerSecond);
    return needed.compareTo(wanted) > 0 ? needed : wanted;
  }
}
