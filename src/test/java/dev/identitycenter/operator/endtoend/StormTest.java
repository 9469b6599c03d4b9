package dev.identitycenter.operator.endtoend;

import static dev.identitycenter.operator.testing.PlatformTeam.Kind.AccountAssignment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.identitycenter.operator.RunningOperator;
import dev.identitycenter.operator.simulator.Call;
import dev.identitycenter.operator.simulator.Fault;
import dev.identitycenter.operator.simulator.Latency;
import dev.identitycenter.operator.simulator.PermissionSet;
import dev.identitycenter.operator.simulator.Seed;
import dev.identitycenter.operator.simulator.Service;
import dev.identitycenter.operator.simulator.Simulator;
import dev.identitycenter.operator.simulator.SimulatorOptions;
import dev.identitycenter.operator.simulator.Snapshot;
import dev.identitycenter.operator.simulator.WorkflowFault;
import dev.identitycenter.operator.testing.FastClock;
import dev.identitycenter.operator.testing.PlatformTeam;
import dev.identitycenter.operator.testing.Supervisor;
import dev.identitycenter.operator.testing.Walkthrough;
import dev.identitycenter.operator.testing.cluster.ClusterTest;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two thousand assignments at once, a quarter of them taken back before they are all there,
 * policies changed meanwhile, on a bad day of AWS and of the cluster.
 */
@ClusterTest
class StormTest {
  private static final int ACCOUNTS = 60;
  private static final int SETS = 10;
  private static final int ACCOUNTS_PER_SET = 50;
  private static final int PRINCIPALS_PER_PAIR = 4;
  private static final int PRINCIPALS = 20;
  private static final int ALL = SETS * ACCOUNTS_PER_SET * PRINCIPALS_PER_PAIR;
  private static final int CHANGED_SETS = 3;
  private static final Duration LIMIT = Duration.ofMinutes(4);

  /**
   * Less than the operator's usual 18: with this clock a second is over in a tenth, and a call that
   * the machine delays on its way for a moment arrives in another second than it was sent in.
   */
  private static final int RATE = 10;

  /** One assignment, from 0. */
  private record Grant(int number) {
    int set() {
      return number % SETS;
    }

    String account() {
      var pair = number / SETS / PRINCIPALS_PER_PAIR;
      return Long.toString(100_000_000_002L + (pair + 7 * set()) % ACCOUNTS);
    }

    boolean isForGroup() {
      return number / SETS % 2 == 0;
    }

    String principal() {
      var index = (number / SETS % PRINCIPALS_PER_PAIR * 5 + set()) % PRINCIPALS + 1;
      return isForGroup()
          ? "group-%05d".formatted(index)
          : "user-%05d@example.com".formatted(index);
    }

    /** Each fourth is taken back. */
    boolean isTakenBack() {
      return number / SETS % 4 == 3;
    }

    String name() {
      return "grant-%04d".formatted(number);
    }

    String manifest() {
      var manifest = Walkthrough.assignment(name(), setName(set()), principal(), account());
      return isForGroup() ? manifest.replace("user: {userName:", "group: {displayName:") : manifest;
    }

    /** As AWS has it. */
    String access() {
      return awsName(set()) + " for " + principal() + " in " + account();
    }
  }

  private final FastClock clock = FastClock.times(10);
  private final Simulator simulator =
      Simulator.start(
          SimulatorOptions.builder()
              .clock(clock)
              .seed(Seed.generated(ACCOUNTS + 1, PRINCIPALS, PRINCIPALS))
              .latency(Latency.between(Duration.ofMillis(500), Duration.ofMillis(1500)))
              .build());
  private final PlatformTeam team;
  private final Supervisor supervisor;

  StormTest(TestCluster cluster) {
    team = PlatformTeam.with(cluster, "storm");
    team.waitAtMost(LIMIT);
    supervisor =
        Supervisor.of(
            () ->
                RunningOperator.on(cluster, simulator)
                    .watching(team.namespace())
                    .with("API_RATE", Integer.toString(RATE))
                    .at(clock)
                    .start());
  }

  @AfterEach
  void stop() {
    supervisor.close();
    simulator.close();
  }

  @Test
  void endsWithExactlyWhatTheManifestsSay() {
    simulator.faults().sometimes("*", 0.01, Fault.throttled());
    simulator
        .faults()
        .failWorkflows(
            WorkflowFault.of("*", "An unexpected internal service exception was encountered")
                .withProbability(0.05));
    var grants = IntStream.range(0, ALL).mapToObj(Grant::new).toList();
    assertThat(grants.stream().map(Grant::access)).doesNotHaveDuplicates();

    team.apply(manifests(IntStream.range(0, SETS).mapToObj(i -> set(i, "ReadOnlyAccess"))));
    inParallel(grants.stream().map(Grant::manifest), team::apply);
    crashOnceThereAre(ALL / 5);
    team.apply(manifests(IntStream.range(0, CHANGED_SETS).mapToObj(i -> set(i, "SecurityAudit"))));
    inParallel(
        grants.stream().filter(Grant::isTakenBack).map(Grant::name),
        name -> team.delete(AccountAssignment, name));
    crashOnceThereAre(ALL / 3);
    crashOnceThereAre(ALL / 2);

    var kept = grants.stream().filter(grant -> !grant.isTakenBack()).toList();
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(team.names(AccountAssignment)).hasSize(kept.size()));
    team.awaitAllReady();
    assertThat(supervisor.crashes()).isEqualTo(3);
    assertAwsHolds(kept);
    assertLimitsWereKept();
  }

  private void assertAwsHolds(List<Grant> kept) {
    var aws = simulator.snapshot();
    assertThat(access(aws))
        .isEqualTo(kept.stream().map(Grant::access).collect(Collectors.toCollection(TreeSet::new)));
    assertThat(aws.assignments()).doesNotHaveDuplicates();
    assertThat(aws.permissionSets()).hasSize(SETS);
    for (var i = 0; i < SETS; i++) {
      assertThat(aws.permissionSet(awsName(i)).orElseThrow().content().managedPolicies())
          .containsExactly(Walkthrough.arn(i < CHANGED_SETS ? "SecurityAudit" : "ReadOnlyAccess"));
    }
    assertThat(aws.provisioned()).noneMatch(Snapshot.ProvisionedRole::outdated);
    assertThat(aws.inFlight()).isEmpty();
  }

  private void assertLimitsWereKept() {
    var journal = simulator.journal();
    assertThat(journal.maxRequestsInAnySecond()).isLessThanOrEqualTo(20);
    // What crosses the border between two spans does not count in a longer one.
    assertThat(maxRequestsIn(Duration.ofSeconds(30))).isLessThanOrEqualTo(30 * RATE + RATE);
    assertThat(journal.maxConcurrentAssignments()).isLessThanOrEqualTo(15);
    assertThat(journal.maxConcurrentProvisions()).isBetween(1, 3);
    assertThat(journal.maxConcurrentRoleChangesPerAccount()).isEqualTo(1);
    // Nor did it keep the limits by doing little.
    assertThat(journal.maxConcurrentAssignments()).isGreaterThanOrEqualTo(10);
  }

  private int maxRequestsIn(Duration span) {
    var most = 0;
    var recent = new ArrayDeque<Instant>();
    for (Call call : simulator.journal().entries()) {
      if (call.service() == Service.SSO_ADMIN) {
        recent.add(call.at());
        while (!recent.getFirst().plus(span).isAfter(call.at())) {
          recent.removeFirst();
        }
        most = Math.max(most, recent.size());
      }
    }
    return most;
  }

  private void crashOnceThereAre(int assignments) {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> simulator.journal().count("CreateAccountAssignment") >= assignments);
    var before = supervisor.crashes();
    // One that is only starting cannot crash yet.
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              supervisor.crash();
              return supervisor.crashes() > before;
            });
  }

  private static Set<String> access(Snapshot aws) {
    var names =
        Stream.of(
                aws.permissionSets().stream()
                    .collect(Collectors.toMap(PermissionSet::arn, PermissionSet::name)),
                aws.users().stream()
                    .collect(Collectors.toMap(Snapshot.User::id, Snapshot.User::userName)),
                aws.groups().stream()
                    .collect(Collectors.toMap(Snapshot.Group::id, Snapshot.Group::displayName)))
            .flatMap(map -> map.entrySet().stream())
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    Function<String, String> name = names::get;
    return aws.assignments().stream()
        .map(
            a ->
                name.apply(a.permissionSetArn())
                    + " for "
                    + name.apply(a.principalId())
                    + " in "
                    + a.accountId())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void inParallel(Stream<String> items, Consumer<String> action) {
    items.parallel().forEach(action);
  }

  private static String manifests(Stream<String> manifests) {
    return manifests.collect(Collectors.joining("---\n"));
  }

  private static String set(int i, String policy) {
    return Walkthrough.set(setName(i), awsName(i), policy);
  }

  private static String setName(int i) {
    return "set-" + i;
  }

  private static String awsName(int i) {
    return "Set" + i;
  }
}
