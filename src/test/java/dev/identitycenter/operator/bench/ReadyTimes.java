package dev.identitycenter.operator.bench;

import dev.identitycenter.operator.testing.ReadinessFeed.Listener;
import dev.identitycenter.operator.testing.ReadinessFeed.ObjectKey;
import dev.identitycenter.operator.testing.ReadinessFeed.Readiness;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Remembers when objects appeared, were first visited and became ready. */
final class ReadyTimes implements Listener {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final Map<ObjectKey, Instant> appeared = new HashMap<>();
  private final Map<ObjectKey, Instant> visited = new HashMap<>();
  private final Map<ObjectKey, Instant> ready = new HashMap<>();

  @Override
  public synchronized void changed(ObjectKey key, Optional<Readiness> now) {
    var instant = Instant.now();
    appeared.putIfAbsent(key, instant);
    now.filter(state -> !state.reason().isEmpty())
        .ifPresent(state -> visited.putIfAbsent(key, instant));
    now.filter(Readiness::ready).ifPresent(state -> ready.putIfAbsent(key, instant));
  }

  /** Waits until the operator wrote a status to the object of that name, and returns when. */
  Instant awaitFirstVisit(String name, Duration limit) throws InterruptedException {
    return await("a status of " + name, limit, () -> {}, () -> firstVisit(name));
  }

  /** Waits until so many objects have been ready, and returns when the last became so. */
  Instant awaitReady(int count, Duration limit, Runnable check) throws InterruptedException {
    return await(count + " ready objects", limit, check, () -> lastReady(count));
  }

  /** How long each object of a kind took to become ready, sorted. */
  synchronized List<Duration> timesToReady(String kind) {
    return ready.entrySet().stream()
        .filter(entry -> entry.getKey().kind().equals(kind))
        .map(entry -> Duration.between(appeared.get(entry.getKey()), entry.getValue()))
        .sorted()
        .toList();
  }

  private synchronized Optional<Instant> firstVisit(String name) {
    return visited.entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private synchronized Optional<Instant> lastReady(int count) {
    return ready.size() < count
        ? Optional.empty()
        : ready.values().stream().max(Instant::compareTo);
  }

  private Instant await(
      String what, Duration limit, Runnable check, Supplier<Optional<Instant>> condition)
      throws InterruptedException {
    var deadline = Instant.now().plus(limit);
    for (var found = condition.get(); ; found = condition.get()) {
      if (found.isPresent()) {
        return found.get();
      }
      check.run();
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException(
            "Waited %d s in vain for %s; %d objects are ready."
                .formatted(limit.toSeconds(), what, readyCount()));
      }
      Thread.sleep(LOOK_AGAIN.toMillis());
    }
  }

  private synchronized int readyCount() {
    return ready.size();
  }
}
