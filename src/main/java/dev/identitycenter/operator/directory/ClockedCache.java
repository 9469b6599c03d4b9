package dev.identitycenter.operator.directory;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/** Caches in which things grow old by the operator's clock. */
public final class ClockedCache {

  private ClockedCache() {}

  /** A cache to be configured further. */
  public static Caffeine<Object, Object> by(Clock clock) {
    return Caffeine.newBuilder().ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()));
  }
}
