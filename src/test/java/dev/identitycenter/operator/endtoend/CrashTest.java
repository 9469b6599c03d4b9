package dev.identitycenter.operator.endtoend;

import static dev.identitycenter.operator.testing.PlatformTeam.Kind.PermissionSet;
import static dev.identitycenter.operator.testing.Walkthrough.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.RunningOperator;
import dev.identitycenter.operator.simulator.Call;
import dev.identitycenter.operator.simulator.Latency;
import dev.identitycenter.operator.simulator.Simulator;
import dev.identitycenter.operator.simulator.SimulatorOptions;
import dev.identitycenter.operator.testing.FastClock;
import dev.identitycenter.operator.testing.PlatformTeam;
import dev.identitycenter.operator.testing.Supervisor;
import dev.identitycenter.operator.testing.Walkthrough;
import dev.identitycenter.operator.testing.cluster.ClusterTest;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Grants the walk-through, changes a permission set and deletes everything, while operators crash.
 * What an operator does between two calls to AWS, such as writing a status, needs no crash of its
 * own: the next operator finds what it finds after a crash before the second call.
 */
@ClusterTest
@Execution(ExecutionMode.CONCURRENT)
class CrashTest {
  /** What changes AWS in the course of the walk-through, and how often. */
  private static final Map<String, Integer> WRITES =
      Map.of(
          "CreatePermissionSet", 3,
          "AttachManagedPolicyToPermissionSet", 5,
          "CreateAccountAssignment", 3,
          "ProvisionPermissionSet", 1,
          "DeleteAccountAssignment", 3,
          "DeletePermissionSet", 3);

  /** When an operator dies, seen from a call it makes. */
  enum Moment {
    /** The call arrived and had no effect. */
    BEFORE_EFFECT,
    /** It had its effect, and the answer gets lost. */
    AFTER_EFFECT
  }

  /** One call among those of its operation, from 1. */
  record Write(String operation, int occurrence, Moment moment) {
    @Override
    public String toString() {
      return moment + " of " + operation + " " + occurrence;
    }
  }

  /** What starts work in AWS that may outlast the operator that asked for it. */
  private static final Set<String> WORKFLOWS =
      Set.of("CreateAccountAssignment", "ProvisionPermissionSet", "DeleteAccountAssignment");

  /** AWS is done before the next operator is there. */
  private static final Latency SHORT = Latency.fixed(Duration.ofSeconds(1));

  /** AWS still works when the next operator is there, which takes it a second or two of our own. */
  private static final Latency LONG = Latency.fixed(Duration.ofSeconds(80));

  private static final Latency ANY = Latency.between(Duration.ofSeconds(1), Duration.ofSeconds(30));

  private final FastClock clock = FastClock.times(20);
  private final Map<String, Integer> effects = new ConcurrentHashMap<>();
  private final TestCluster cluster;
  private final PlatformTeam team;
  private Simulator simulator;
  private Supervisor supervisor;

  CrashTest(TestCluster cluster) {
    this.cluster = cluster;
    team = PlatformTeam.with(cluster, "crash");
    team.waitAtMost(Duration.ofMinutes(2));
  }

  private void start(Latency latency) {
    simulator =
        Simulator.start(
            SimulatorOptions.builder().clock(clock).withoutRates().latency(latency).build());
    simulator.faults().onAnswer(this::countEffect);
    supervisor =
        Supervisor.of(
            () ->
                RunningOperator.on(cluster, simulator)
                    .watching(team.namespace())
                    .at(clock)
                    .start());
  }

  @AfterEach
  void stop() {
    supervisor.close();
    simulator.close();
  }

  static Stream<Write> writes() {
    return WRITES.entrySet().stream()
        .flatMap(
            write ->
                IntStream.rangeClosed(1, write.getValue())
                    .boxed()
                    .flatMap(
                        occurrence ->
                            Arrays.stream(Moment.values())
                                .map(moment -> new Write(write.getKey(), occurrence, moment))));
  }

  static Stream<Write> startsOfWorkflows() {
    return writes()
        .filter(write -> write.moment() == Moment.AFTER_EFFECT)
        .filter(write -> WORKFLOWS.contains(write.operation()));
  }

  @ParameterizedTest
  @MethodSource("writes")
  void survivesACrashAtAnyWrite(Write write) {
    start(WORKFLOWS.contains(write.operation()) ? SHORT : ANY);
    crashAt(write);
  }

  @ParameterizedTest
  @MethodSource("startsOfWorkflows")
  void findsTheRequestThatACrashedOperatorLeftRunning(Write write) {
    start(LONG);
    crashAt(write);
  }

  private void crashAt(Write write) {
    var seen = new AtomicInteger();
    crash(
        write.moment(),
        call ->
            call.operation().equals(write.operation())
                && seen.incrementAndGet() == write.occurrence());

    walkThrough();

    assertThat(supervisor.crashes()).isEqualTo(1);
  }

  /** The first operator dies at its first call, the second at its second, and so on. */
  @ParameterizedTest
  @EnumSource
  void survivesCrashesAtAllCalls(Moment moment) {
    start(ANY);
    var seen = new AtomicInteger();
    crash(
        moment,
        call -> {
          if (seen.incrementAndGet() <= supervisor.crashes()) {
            return false;
          }
          seen.set(0);
          return true;
        });

    walkThrough();

    assertThat(supervisor.crashes()).isGreaterThan(20);
  }

  @Test
  void needsNoMoreThanTheseWrites() {
    start(ANY);
    walkThrough();

    assertThat(supervisor.crashes()).isZero();
  }

  private void walkThrough() {
    team.apply(Walkthrough.MANIFESTS);
    team.awaitAllReady();
    Walkthrough.assertGranted(simulator);

    team.apply(set("audit-access", "AuditAccess", "SecurityAudit", "ReadOnlyAccess"));
    team.awaitReady(PermissionSet, "audit-access");
    Walkthrough.assertGranted(simulator, "SecurityAudit", "ReadOnlyAccess");

    team.deleteAll();
    team.awaitEmpty();
    Walkthrough.assertNothingLeft(simulator);

    // Neither lost nor repeated: each change took effect as often as without a crash.
    assertThat(effects).isEqualTo(WRITES);
  }

  private void crash(Moment moment, Predicate<Call> isLast) {
    Consumer<Call> hook =
        call -> {
          if (isLast.test(call)) {
            supervisor.crash();
            throw new IllegalStateException("the operator crashed");
          }
        };
    if (moment == Moment.BEFORE_EFFECT) {
      simulator.faults().onCall(hook);
    } else {
      simulator.faults().onAnswer(hook);
    }
  }

  private void countEffect(Call call) {
    if (call.isOk() && WRITES.containsKey(call.operation())) {
      effects.merge(call.operation(), 1, Integer::sum);
    }
  }
}
