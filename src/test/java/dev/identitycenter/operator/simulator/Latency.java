package dev.identitycenter.operator.simulator;

import java.time.Duration;
import java.util.Random;

/** How long one workflow works on one account, evenly distributed between two bounds, inclusive. */
public record Latency(Duration shortest, Duration longest) {
  public Latency {
    if (shortest.isNegative() || longest.compareTo(shortest) < 0) {
      throw new IllegalArgumentException(
          "latency needs 0 <= shortest <= longest, not " + shortest + ".." + longest);
    }
  }

  /** Always the same. */
  public static Latency fixed(Duration duration) {
    return new Latency(duration, duration);
  }

  /** Anything between the two. */
  public static Latency between(Duration shortest, Duration longest) {
    return new Latency(shortest, longest);
  }

  /** Reads {@code PT5S} or {@code PT2S..PT10S}. */
  public static Latency parse(String text) {
    var dots = text.indexOf("..");
    return dots < 0
        ? fixed(Duration.parse(text))
        : between(
            Duration.parse(text.substring(0, dots)), Duration.parse(text.substring(dots + 2)));
  }

  Duration sample(Random random) {
    var spread = longest.minus(shortest).toMillis();
    return spread == 0 ? shortest : shortest.plusMillis((long) (random.nextDouble() * spread));
  }
}
