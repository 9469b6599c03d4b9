package dev.identitycenter.operator.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What shall go wrong. Thread-safe; an operation named {@code *} stands for every operation. */
public final class Faults {
  private record Planned(String operation, int times, double probability, Fault fault) {
    Planned oneLess() {
      return new Planned(operation, times - 1, probability, fault);
    }
  }

  private final Random random;
  private final List<Planned> planned = new ArrayList<>();
  private final List<WorkflowFault> workflowFaults = new ArrayList<>();
  private final List<Consumer<Call>> callHooks = new CopyOnWriteArrayList<>();
  private final List<Consumer<Call>> answerHooks = new CopyOnWriteArrayList<>();

  Faults(Random random) {
    this.random = random;
  }

  /** The next calls of an operation go wrong. */
  public void next(String operation, int calls, Fault fault) {
    plan(operation, calls, 1, fault);
  }

  /** Calls of an operation go wrong with a probability from 0 to 1, until {@link #clear}. */
  public void sometimes(String operation, double probability, Fault fault) {
    plan(operation, Integer.MAX_VALUE, probability, fault);
  }

  /** At most so many calls of an operation go wrong, each with a probability. */
  synchronized void plan(String operation, int times, double probability, Fault fault) {
    planned.add(new Planned(operation, times, probability, fault));
  }

  /** Asynchronous requests fail. */
  public synchronized void failWorkflows(WorkflowFault fault) {
    workflowFaults.add(fault);
  }

  /**
   * Runs the hook when a call has arrived and before it has an effect; when the hook throws, there
   * is none, and the connection is closed. Hooks may block: no lock is held.
   */
  public void onCall(Consumer<Call> hook) {
    callHooks.add(hook);
  }

  /**
   * Runs the hook after a call had its effect and before the answer is sent; when the hook throws,
   * the connection is closed instead.
   */
  public void onAnswer(Consumer<Call> hook) {
    answerHooks.add(hook);
  }

  /** Nothing goes wrong any more, and all hooks are gone. */
  public synchronized void clear() {
    planned.clear();
    workflowFaults.clear();
    callHooks.clear();
    answerHooks.clear();
  }

  synchronized Optional<Fault> forCall(String operation) {
    for (int i = 0; i < planned.size(); i++) {
      var candidate = planned.get(i);
      if (matches(candidate.operation(), operation) && happens(candidate.probability())) {
        if (candidate.times() <= 1) {
          planned.remove(i);
        } else {
          planned.set(i, candidate.oneLess());
        }
        return Optional.of(candidate.fault());
      }
    }
    return Optional.empty();
  }

  synchronized Optional<String> forWorkflow(WorkflowKind kind, String accountId) {
    for (int i = 0; i < workflowFaults.size(); i++) {
      var candidate = workflowFaults.get(i);
      if (candidate.matches(kind, accountId) && happens(candidate.probability())) {
        if (candidate.times() <= 1) {
          workflowFaults.remove(i);
        } else {
          workflowFaults.set(i, candidate.times(candidate.times() - 1));
        }
        return Optional.of(candidate.reason());
      }
    }
    return Optional.empty();
  }

  void runCallHooks(Call call) {
    callHooks.forEach(hook -> hook.accept(call));
  }

  void runAnswerHooks(Call call) {
    answerHooks.forEach(hook -> hook.accept(call));
  }

  private boolean happens(double probability) {
    return probability >= 1 || random.nextDouble() < probability;
  }

  private static boolean matches(String pattern, String operation) {
    return pattern.equals("*") || pattern.equals(operation);
  }
}
