package dev.identitycenter.operator.testing;

import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.RequestStatus;
import dev.identitycenter.operator.identitycenter.RequestStatus.State;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Asynchronous requests that end when a test says so. */
final class FakeRequests {

  /** A request about an assignment key or the ARN of a permission set. */
  record Entry(String operation, Object subject, RequestStatus status, Runnable effect) {
    boolean isInProgress() {
      return status.state() == State.IN_PROGRESS;
    }

    Entry ended(State state, String reason) {
      var end =
          new RequestStatus(status.id(), state, Optional.ofNullable(reason), status.createdAt());
      return new Entry(operation, subject, end, effect);
    }
  }

  private final Clock clock;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final List<Runnable> unseenEffects = new ArrayList<>();
  private final Map<Object, FailureKind> indescribable = new HashMap<>();
  private boolean hidden;
  private int made;

  FakeRequests(Clock clock) {
    this.clock = clock;
  }

  RequestStatus make(String operation, Object subject, Runnable effect) {
    var id = operation + "-" + ++made;
    var status = new RequestStatus(id, State.IN_PROGRESS, Optional.empty(), clock.instant());
    entries.put(id, new Entry(operation, subject, status, effect));
    return status;
  }

  Entry describe(String call, String id) {
    if (!entries.containsKey(id)) {
      throw CallScript.failure(FailureKind.NOT_FOUND, call);
    }
    var entry = entries.get(id);
    if (indescribable.containsKey(entry.subject())) {
      throw CallScript.failure(indescribable.get(entry.subject()), call);
    }
    return entry;
  }

  Set<String> inProgress(String operation) {
    return hidden
        ? Set.of()
        : entries.values().stream()
            .filter(entry -> entry.isInProgress() && entry.operation().equals(operation))
            .map(entry -> entry.status().id())
            .collect(Collectors.toSet());
  }

  void end(Predicate<Entry> which, State state, String reason, boolean seen) {
    for (var entry : List.copyOf(entries.values())) {
      if (entry.isInProgress() && which.test(entry)) {
        entries.put(entry.status().id(), entry.ended(state, reason));
        if (state == State.SUCCEEDED) {
          unseenEffects.add(entry.effect());
        }
      }
    }
    if (seen) {
      showEffects();
    }
  }

  void showEffects() {
    unseenEffects.forEach(Runnable::run);
    unseenEffects.clear();
  }

  void cannotDescribe(Object subject, FailureKind kind) {
    indescribable.put(subject, kind);
  }

  void hide(boolean hidden) {
    this.hidden = hidden;
  }

  void forgetAll() {
    entries.clear();
  }
}
