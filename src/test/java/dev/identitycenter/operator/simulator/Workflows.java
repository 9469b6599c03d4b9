package dev.identitycenter.operator.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Runs asynchronous requests without threads: a request's course is laid out when it is accepted,
 * and every call first catches up with the clock. An account is held by one workflow at a time, in
 * order of acceptance. Provisioning of several accounts works on all of them side by side, each as
 * soon as it is free, and ends with the last.
 */
final class Workflows {
  static final String TOO_MANY = "There are too many requests processing. Please try again later.";

  private record Event(Instant at, long order, Runnable effect) {}

  private final SimulatorOptions options;
  private final Identifiers identifiers;
  private final Faults faults;
  private final Journal journal;
  private final State state;
  private final RoleChanges roleChanges;
  // Its own: with one seed, the n-th step takes the same time whoever asks for what before it.
  private final Random latencies;
  private final Map<String, Workflow> all = new LinkedHashMap<>();
  private final Set<Workflow> running = new LinkedHashSet<>();
  private final Map<String, Instant> busyUntil = new HashMap<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::order));
  private long order;

  Workflows(
      SimulatorOptions options,
      Identifiers identifiers,
      Faults faults,
      Journal journal,
      State state) {
    this.options = options;
    this.identifiers = identifiers;
    this.faults = faults;
    this.journal = journal;
    this.state = state;
    roleChanges = new RoleChanges(options, identifiers, state);
    latencies = new Random(options.randomSeed());
  }

  /** Catches up with the clock. */
  void advance(Instant now) {
    while (!events.isEmpty() && !events.peek().at().isAfter(now)) {
      events.poll().effect().run();
    }
  }

  /**
   * Accepts the creation or deletion of an assignment, or refuses it when too much is under way.
   */
  Workflow begin(WorkflowKind kind, Assignment assignment, Request request) {
    var shared = options.assumes(Assumption.DELETIONS_SHARE_SLOTS);
    requireSlot(
        Limit.OUTSTANDING_ASSIGNMENTS,
        other -> other.kind().isAssignment() && (shared || other.kind() == kind));
    var workflow =
        Workflow.ofAssignment(
            identifiers.uuid(), kind, request.caller(), assignment, request.now());
    return begin(workflow, List.of(assignment.accountId()));
  }

  /** Accepts provisioning of these accounts; a single target is named in the status. */
  Workflow provision(
      String permissionSetArn, String targetId, List<String> accounts, Request request) {
    requireSlot(Limit.CONCURRENT_PROVISIONS, other -> other.kind() == WorkflowKind.PROVISION);
    var workflow =
        Workflow.ofProvisioning(
            identifiers.uuid(), request.caller(), permissionSetArn, targetId, request.now());
    return begin(workflow, accounts);
  }

  /** A request that can still be described. */
  Optional<Workflow> find(String id, Predicate<WorkflowKind> kind, Instant now) {
    return Optional.ofNullable(all.get(id))
        .filter(workflow -> kind.test(workflow.kind()))
        .filter(workflow -> isRemembered(workflow, now));
  }

  /** Requests of a kind that can still be described, newest first. */
  List<Workflow> list(WorkflowKind kind, Instant now) {
    var list = new ArrayList<Workflow>();
    for (var workflow : all.values()) {
      if (workflow.kind() == kind && isRemembered(workflow, now)) {
        list.add(workflow);
      }
    }
    Collections.reverse(list);
    return list;
  }

  /** Requests that have not ended. */
  Set<Workflow> running() {
    return running;
  }

  /** Whether a request that has not ended concerns the permission set. */
  boolean concerns(String permissionSetArn) {
    return running.stream()
        .anyMatch(workflow -> workflow.permissionSetArn().equals(permissionSetArn));
  }

  /** Refuses to change a set that a workflow uses, where the options say that AWS does. */
  void requireIdleSet(String permissionSetArn) {
    if (options.assumes(Assumption.BUSY_MEANS_CONFLICT) && concerns(permissionSetArn)) {
      throw AwsException.conflictInProcess();
    }
  }

  /** Refuses a second workflow on an account, where the options say that AWS does. */
  void requireIdleAccount(String accountId, Instant now) {
    if (options.assumes(Assumption.BUSY_MEANS_CONFLICT)
        && busyUntil.getOrDefault(accountId, Instant.MIN).isAfter(now)) {
      throw AwsException.conflictInProcess();
    }
  }

  private void requireSlot(Limit limit, Predicate<Workflow> sameSlots) {
    if (running.stream().filter(sameSlots).count() >= options.limit(limit)) {
      throw AwsException.throttled(TOO_MANY);
    }
  }

  private boolean isRemembered(Workflow workflow, Instant now) {
    return workflow
        .ended()
        .map(ended -> ended.plus(options.requestRetention()).isAfter(now))
        .orElse(true);
  }

  private Workflow begin(Workflow workflow, List<String> accounts) {
    var now = workflow.created();
    var end = accounts.isEmpty() ? now.plus(latency(null)) : now;
    var steps = new ArrayList<WorkflowRun.Step>();
    for (var account : accounts) {
      var step = hold(account, now);
      steps.add(step);
      schedule(workflow, step);
      end = step.end().isAfter(end) ? step.end() : end;
    }
    var ending = end;
    at(
        ending,
        () -> {
          workflow.end(ending);
          running.remove(workflow);
        });
    all.put(workflow.id(), workflow);
    running.add(workflow);
    journal.accepted(new WorkflowRun(workflow.id(), workflow.kind(), now, ending, steps));
    return workflow;
  }

  private WorkflowRun.Step hold(String account, Instant now) {
    var free = busyUntil.getOrDefault(account, now);
    var start = free.isAfter(now) ? free : now;
    var end = start.plus(latency(account));
    busyUntil.put(account, end);
    return new WorkflowRun.Step(account, start, end);
  }

  private Duration latency(String account) {
    var target = state.organization().accounts().get(account);
    return target != null && target.state() != AccountState.ACTIVE
        ? options.stuckLatency()
        : options.latency().sample(latencies);
  }

  private void schedule(Workflow workflow, WorkflowRun.Step step) {
    var account = step.accountId();
    var injected = faults.forWorkflow(workflow.kind(), account);
    at(
        step.start(),
        () ->
            workflow.started(
                account,
                state.access().requirePermissionSet(workflow.permissionSetArn()).revision()));
    at(
        step.end(),
        () ->
            injected
                .or(() -> roleChanges.apply(workflow, account, step.end()))
                .ifPresent(workflow::failed));
  }

  private void at(Instant moment, Runnable effect) {
    events.add(new Event(moment, order++, effect));
  }
}
