package dev.identitycenter.operator.bench;

import dev.identitycenter.operator.simulator.Call;
import dev.identitycenter.operator.simulator.Journal;
import dev.identitycenter.operator.simulator.WorkflowKind;
import dev.identitycenter.operator.simulator.WorkflowRun;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a contestant asked of AWS, from the simulator's journal.
 *
 * @param callsByOperation every call, whatever the answer
 * @param refused calls that were throttled or met another change
 * @param bound the time below which nobody can do the same
 * @param peaks the most of what AWS limits
 */
record AwsUse(Map<String, Long> callsByOperation, long refused, Bound bound, Peaks peaks) {

  private static final Set<String> REFUSALS =
      Set.of("ThrottlingException", "TooManyRequestsException", "ConflictException");

  /** The most requests in any second, and the most workflows at once, of each limited kind. */
  record Peaks(int requests, int assignments, int provisions, int roleChangesInOneAccount) {
    boolean areWithinLimits() {
      return requests <= Bound.CALLS_PER_SECOND
          && assignments <= Bound.ASSIGNMENT_SLOTS
          && provisions <= Bound.PROVISION_SLOTS
          && roleChangesInOneAccount <= 1;
    }
  }

  static AwsUse of(Journal journal) {
    var calls = journal.entries();
    return new AwsUse(
        calls.stream()
            .collect(Collectors.groupingBy(Call::operation, TreeMap::new, Collectors.counting())),
        calls.stream().filter(call -> REFUSALS.contains(call.result())).count(),
        Bound.of(calls, journal.workflows()),
        new Peaks(
            journal.maxRequestsInAnySecond(),
            journal.maxConcurrentAssignments(),
            journal.maxConcurrentProvisions(),
            journal.maxConcurrentRoleChangesPerAccount()));
  }

  long calls() {
    return callsByOperation.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * The time that the work AWS did takes at least, whoever asks for it: the largest of three.
   *
   * @param slots workflow time shared among the slots
   * @param account workflow time of the account that has most, because each changes one role at a
   *     time
   * @param rate calls that change something at the allowed rate; those that only look do not count,
   *     or looking more often would make a contestant look better
   */
  record Bound(Duration slots, Duration account, Duration rate) {
    static final int CALLS_PER_SECOND = 20;
    static final int ASSIGNMENT_SLOTS = 15;
    static final int PROVISION_SLOTS = 3;

    static Bound of(List<Call> calls, List<WorkflowRun> workflows) {
      var assigning =
          sum(workflows.stream().filter(run -> run.kind() != WorkflowKind.PROVISION).toList());
      var provisioning =
          sum(workflows.stream().filter(run -> run.kind() == WorkflowKind.PROVISION).toList());
      var perAccount =
          workflows.stream()
              .flatMap(run -> run.steps().stream())
              .collect(
                  Collectors.groupingBy(
                      WorkflowRun.Step::accountId,
                      Collectors.reducing(Duration.ZERO, Bound::length, Duration::plus)));
      var changes = calls.stream().filter(call -> changesSomething(call.operation())).count();
      return new Bound(
          longest(
              List.of(
                  assigning.dividedBy(ASSIGNMENT_SLOTS), provisioning.dividedBy(PROVISION_SLOTS))),
          longest(List.copyOf(perAccount.values())),
          Duration.ofMillis(changes * 1000 / CALLS_PER_SECOND));
    }

    Duration value() {
      return longest(List.of(slots, account, rate));
    }

    /** Which of the three it is. */
    String cause() {
      if (value().equals(slots)) {
        return "slots";
      }
      return value().equals(account) ? "one account" : "rate";
    }

    private static Duration sum(List<WorkflowRun> runs) {
      return runs.stream()
          .flatMap(run -> run.steps().stream())
          .map(Bound::length)
          .reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration length(WorkflowRun.Step step) {
      return Duration.between(step.start(), step.end());
    }

    private static Duration longest(List<Duration> durations) {
      return durations.stream().reduce(Duration.ZERO, (a, b) -> a.compareTo(b) < 0 ? b : a);
    }
  }

  static boolean changesSomething(String operation) {
    return !operation.startsWith("List")
        && !operation.startsWith("Describe")
        && !operation.startsWith("Get");
  }
}
