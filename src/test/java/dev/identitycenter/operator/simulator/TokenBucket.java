package dev.identitycenter.operator.simulator;

import java.time.Duration;
import java.time.Instant;

/** Refills steadily up to its size; full at the start. */
final class TokenBucket {
  private final double perSecond;
  private final double size;
  private double tokens;
  private Instant filledAt;

  TokenBucket(double perSecond, double size, Instant now) {
    this.perSecond = perSecond;
    this.size = size;
    tokens = size;
    filledAt = now;
  }

  boolean take(Instant now) {
    var elapsed = Duration.between(filledAt, now).toNanos() / 1e9;
    tokens = Math.min(size, tokens + Math.max(0, elapsed) * perSecond);
    filledAt = now;
    if (tokens < 1) {
      return false;
    }
    tokens -= 1;
    return true;
  }
}
