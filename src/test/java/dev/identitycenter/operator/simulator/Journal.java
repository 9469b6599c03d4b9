package dev.identitycenter.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What was asked of the simulator and which workflows that started. Thread-safe. */
public final class Journal {
  private record Span(Instant start, Instant end) {}

  private final int capacity;
  private final TreeMap<Long, Call> calls = new TreeMap<>();
  private final List<WorkflowRun> workflows = new ArrayList<>();
  private long lastSequence;

  Journal(int capacity) {
    this.capacity = capacity;
  }

  /** Every call since the last {@link #clear}, oldest first. */
  public synchronized List<Call> entries() {
    return List.copyOf(calls.values());
  }

  /** The calls of one operation, oldest first. */
  public List<Call> entries(String operation) {
    return entries().stream().filter(call -> call.operation().equals(operation)).toList();
  }

  /** How often an operation was called, whatever the answer. */
  public long count(String operation) {
    return entries(operation).size();
  }

  /** Every workflow accepted since the last {@link #clear}, in that order. */
  public synchronized List<WorkflowRun> workflows() {
    return List.copyOf(workflows);
  }

  /** Forgets calls and workflows; sequence numbers go on. */
  public synchronized void clear() {
    calls.clear();
    workflows.clear();
  }

  /** The most sso-admin calls that arrived within any span of one second, refused ones included. */
  public int maxRequestsInAnySecond() {
    var spans =
        entries().stream()
            .filter(call -> call.service() == Service.SSO_ADMIN)
            .map(call -> new Span(call.at(), call.at().plus(Duration.ofSeconds(1))));
    return mostAtOnce(spans);
  }

  /** The most assignment requests (both creations and deletions) outstanding at once. */
  public int maxConcurrentAssignments() {
    return mostOutstanding(run -> run.kind().isAssignment());
  }

  /** The most provisioning requests outstanding at once. */
  public int maxConcurrentProvisions() {
    return mostOutstanding(run -> run.kind() == WorkflowKind.PROVISION);
  }

  /**
   * The most workflows that wanted to change roles in one account at once. One that waits for its
   * turn counts, because a caller that keeps to one change per account never makes any wait.
   */
  public int maxConcurrentRoleChangesPerAccount() {
    var byAccount = new HashMap<String, List<Span>>();
    for (var run : workflows()) {
      for (var step : run.steps()) {
        byAccount
            .computeIfAbsent(step.accountId(), account -> new ArrayList<>())
            .add(new Span(run.accepted(), step.end()));
      }
    }
    return byAccount.values().stream()
        .mapToInt(spans -> mostAtOnce(spans.stream()))
        .max()
        .orElse(0);
  }

  synchronized Call arrived(
      Instant at, Service service, String operation, String accessKey, JsonNode request) {
    var call =
        new Call(++lastSequence, at, service, operation, accessKey, request, Call.IN_PROGRESS);
    calls.put(call.sequence(), call);
    if (calls.size() > capacity) {
      calls.pollFirstEntry();
    }
    return call;
  }

  synchronized void answered(Call call, String result) {
    calls.computeIfPresent(call.sequence(), (sequence, known) -> known.answered(result));
  }

  synchronized void accepted(WorkflowRun run) {
    workflows.add(run);
  }

  private int mostOutstanding(Predicate<WorkflowRun> filter) {
    return mostAtOnce(
        workflows().stream().filter(filter).map(run -> new Span(run.accepted(), run.end())));
  }

  /** How many spans overlap at most; one that ends when another starts does not overlap it. */
  private static int mostAtOnce(Stream<Span> spans) {
    record Edge(Instant at, int change) {}
    var edges =
        spans
            .flatMap(span -> Stream.of(new Edge(span.start(), 1), new Edge(span.end(), -1)))
            .sorted(Comparator.comparing(Edge::at).thenComparingInt(Edge::change))
            .toList();
    int open = 0;
    int most = 0;
    for (var edge : edges) {
      open += edge.change();
      most = Math.max(most, open);
    }
    return most;
  }
}
