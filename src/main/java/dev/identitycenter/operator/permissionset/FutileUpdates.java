package dev.identitycenter.operator.permissionset;

import com.github.benmanes.caffeine.cache.Cache;
import dev.identitycenter.operator.budget.Jitter;
import dev.identitycenter.operator.directory.ClockedCache;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Permission sets of which AWS still listed roles as behind after it had updated them. Its list may
 * be late, and some roles may stay there for ever, so the update is repeated after a pause only.
 */
final class FutileUpdates {

  private static final Duration AT_FIRST = Duration.ofSeconds(30);
  private static final Duration REPEATEDLY = Duration.ofMinutes(5);

  private final Clock clock;
  private final Cache<String, Instant> pausedUntil;

  FutileUpdates(Clock clock) {
    this.clock = clock;
    this.pausedUntil = ClockedCache.by(clock).expireAfterWrite(REPEATEDLY.multipliedBy(3)).build();
  }

  /** An update of that set ended, and its roles are behind all the same. */
  void add(String arn) {
    var pause = pausedUntil.getIfPresent(arn) == null ? AT_FIRST : REPEATEDLY;
    pausedUntil.put(arn, clock.instant().plus(Jitter.around(pause)));
  }

  /** How long the roles of that set are not updated again; zero if they may be. */
  Duration pause(String arn) {
    var now = clock.instant();
    var until = pausedUntil.getIfPresent(arn);
    return until == null || until.isBefore(now) ? Duration.ZERO : Duration.between(now, until);
  }

  /** The set is another now, or its roles are current. */
  void forget(String arn) {
    pausedUntil.invalidate(arn);
  }
}
