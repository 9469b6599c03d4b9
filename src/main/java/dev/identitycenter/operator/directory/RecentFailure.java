package dev.identitycenter.operator.directory;

import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * A failed question that answers for itself a while: not everybody who waited for the answer has to
 * wait for a timeout of their own. One thread at a time asks.
 */
final class RecentFailure {

  private static final Duration LASTS = Duration.ofSeconds(5);

  private final Clock clock;
  private IdentityCenterException failure;
  private Instant failedAt;

  RecentFailure(Clock clock) {
    this.clock = clock;
  }

  /** The answer of AWS; the failure of a moment ago without asking again. */
  <T> T unlessFailed(Supplier<T> question) {
    if (failure != null && failedAt.plus(LASTS).isAfter(clock.instant())) {
      throw failure;
    }
    try {
      return question.get();
    } catch (IdentityCenterException failed) {
      failure = failed;
      failedAt = clock.instant();
      throw failed;
    }
  }
}
