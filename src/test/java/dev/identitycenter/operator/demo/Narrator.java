package dev.identitycenter.operator.demo;

import dev.identitycenter.operator.testing.ReadinessFeed.ObjectKey;
import dev.identitycenter.operator.testing.ReadinessFeed.Readiness;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Tells on the terminal what happens; thread-safe. */
final class Narrator {
  private static final int LONGEST_MESSAGE = 90;
  private static final Map<String, String> SHORT_KINDS =
      Map.of("PermissionSet", "ps", "AccountAssignment", "aa");

  private final PrintStream out;
  private final Map<ObjectKey, String> told = new HashMap<>();
  private long since = System.nanoTime();

  Narrator(PrintStream out) {
    this.out = out;
  }

  /** Begins a part; elapsed time counts from here. */
  synchronized void part(String title) {
    since = System.nanoTime();
    out.printf("%n%s%n", title);
  }

  synchronized void say(String text) {
    text.stripTrailing()
        .lines()
        .map(line -> line.isEmpty() ? "" : "  " + line)
        .forEach(out::println);
  }

  /** One line for each change of an object's reason, none when only the rest changed. */
  synchronized void tell(ObjectKey key, Optional<Readiness> now) {
    var reason = now.map(Readiness::reason).orElse("gone");
    if (reason.isEmpty() || reason.equals(told.put(key, reason))) {
      return;
    }
    if (now.isEmpty()) {
      told.remove(key);
    }
    var elapsed = Duration.ofNanos(System.nanoTime() - since).toMillis() / 1000.0;
    out.printf(
        "  %5.1f s  %-26s %-22s %s%n",
        elapsed,
        SHORT_KINDS.getOrDefault(key.kind(), key.kind()) + "/" + key.name(),
        reason,
        now.map(Readiness::message).map(Narrator::shortened).orElse(""));
  }

  private static String shortened(String message) {
    return message.length() <= LONGEST_MESSAGE
        ? message
        : message.substring(0, LONGEST_MESSAGE - 1) + "…";
  }
}
