package dev.identitycenter.operator.testing;

import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Writes every call down and lets those fail that a test wants to fail. */
final class CallScript {

  private record Failure(RuntimeException exception, boolean afterEffect) {}

  private final List<String> calls = new ArrayList<>();
  private final Map<String, Deque<Failure>> next = new HashMap<>();
  private final Map<String, FailureKind> always = new HashMap<>();

  private int callsUntilStop;
  private Consumer<String> listener = operation -> {};

  <T> T call(String operation, Supplier<T> effect) {
    calls.add(operation);
    listener.accept(operation);
    if (always.containsKey(operation)) {
      throw failure(always.get(operation), operation);
    }
    var failure = next.getOrDefault(operation, new ArrayDeque<>()).poll();
    if (failure != null && !failure.afterEffect()) {
      throw failure.exception();
    }
    var answer = effect.get();
    if (--callsUntilStop == 0) {
      throw new ProcessStoppedError(operation);
    }
    if (failure != null) {
      throw failure.exception();
    }
    return answer;
  }

  void run(String operation, Runnable effect) {
    call(
        operation,
        () -> {
          effect.run();
          return true;
        });
  }

  void failNext(String operation, FailureKind kind, boolean afterEffect) {
    failNext(operation, failure(kind, operation), afterEffect);
  }

  void failNext(String operation, RuntimeException exception, boolean afterEffect) {
    next.computeIfAbsent(operation, any -> new ArrayDeque<>())
        .add(new Failure(exception, afterEffect));
  }

  void failAlways(String operation, FailureKind kind) {
    always.put(operation, kind);
  }

  void works(String operation) {
    always.remove(operation);
  }

  void onCall(Consumer<String> listener) {
    this.listener = listener;
  }

  void stopAfter(int calls) {
    callsUntilStop = calls;
  }

  List<String> calls() {
    return List.copyOf(calls);
  }

  void forgetCalls() {
    calls.clear();
  }

  static IdentityCenterException failure(FailureKind kind, String operation) {
    return new IdentityCenterException(
        kind, operation, "AWS answered " + operation + " with " + kind + ".", null);
  }
}
