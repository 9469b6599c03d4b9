package dev.identitycenter.operator.safety;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Admits changes that no manifest asked for, such as granting again what AWS lists no more. Before
 * the first of them, all settled objects are compared with AWS; when too many differ, something
 * larger is wrong (another directory, an empty listing, the wrong organization) and nothing is
 * changed.
 */
public final class SafetyStop {

  private static final Logger LOGGER = LoggerFactory.getLogger(SafetyStop.class);

  /** So few differences are never a sign of something larger. */
  private static final int ALWAYS_ADMITTED = 5;

  /** Some minutes more than those that are stopped wait before they ask again. */
  private static final Duration STOPS_UNASKED = Duration.ofMinutes(15);

  private final int percent;
  private final Duration verdictLasts;
  private final Clock clock;
  private final Set<Runnable> asking = ConcurrentHashMap.newKeySet();
  private final Set<Object> admitted = new HashSet<>();
  private Census census = done -> done.accept(new Count(0, 0));
  private Count count;
  private Instant countedAt = Instant.MIN;
  private Instant askedAt = Instant.MIN;
  private boolean counting;

  /** Compares all settled objects with AWS. */
  @FunctionalInterface
  public interface Census {
    /** Starts counting and returns; the result follows when AWS answered everything. */
    void start(Consumer<Count> done);
  }

  /** How many of all settled objects differ from AWS. */
  public record Count(int differing, int total) {}

  /** Whether a change may happen. */
  public sealed interface Verdict {
    record Proceed() implements Verdict {}

    /** AWS is being asked; the wake-up follows. */
    record Counting() implements Verdict {}

    record Stopped(String why) implements Verdict {}
  }

  /**
   * Admits changes while at most this share of all settled objects differs.
   *
   * @param percent 0 to 100; 100 admits everything
   * @param verdictLasts after it, everything is counted again
   */
  public SafetyStop(int percent, Duration verdictLasts, Clock clock) {
    this.percent = percent;
    this.verdictLasts = verdictLasts;
    this.clock = clock;
  }

  public synchronized void countWith(Census census) {
    this.census = census;
  }

  /**
   * Whether a change may happen now.
   *
   * @param subject what would be changed; asking again for it is the same change
   */
  public Verdict ask(Object subject, Runnable wake) {
    synchronized (this) {
      if (percent == 100) {
        return new Verdict.Proceed();
      }
      askedAt = clock.instant();
      if (isCountValidFor(subject)) {
        return verdict();
      }
      asking.add(wake);
      if (counting) {
        return new Verdict.Counting();
      }
      counting = true;
    }
    census.start(this::counted);
    return new Verdict.Counting();
  }

  /** A count answers for as many changes as it found necessary, and for a while. */
  private boolean isCountValidFor(Object subject) {
    if (count == null || !countedAt.plus(verdictLasts).isAfter(clock.instant())) {
      return false;
    }
    if (isTooMany()) {
      return true;
    }
    admitted.add(subject);
    return admitted.size() <= Math.max(ALWAYS_ADMITTED, count.differing());
  }

  /**
   * Whether changes are stopped now. Those that are stopped ask again by themselves; when nobody
   * has asked for long, nobody is stopped any more.
   */
  public synchronized boolean isStopped() {
    return count != null && isTooMany() && askedAt.plus(STOPS_UNASKED).isAfter(clock.instant());
  }

  private void counted(Count result) {
    List<Runnable> wakes;
    synchronized (this) {
      count = result;
      countedAt = clock.instant();
      admitted.clear();
      counting = false;
      wakes = new ArrayList<>(asking);
      asking.clear();
      if (isTooMany()) {
        LOGGER.warn("Safety stop: {}", ((Verdict.Stopped) verdict()).why());
      }
    }
    wakes.forEach(Runnable::run);
  }

  private Verdict verdict() {
    return isTooMany()
        ? new Verdict.Stopped(
            "%d of %d assignments differ from AWS or lost their user or group, more than the %d percent that SAFETY_STOP_PERCENT admits; nothing is changed. Check the directory, the Region and the organization; if the change is wanted, run the operator with SAFETY_STOP_PERCENT=100 until it is done."
                .formatted(count.differing(), count.total(), percent))
        : new Verdict.Proceed();
  }

  private boolean isTooMany() {
    return count.differing() > ALWAYS_ADMITTED
        && count.differing() * 100L > (long) percent * count.total();
  }
}
