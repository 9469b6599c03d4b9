package dev.identitycenter.operator.endtoend;

import static dev.identitycenter.operator.endtoend.Scene.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.identitycenter.operator.simulator.Call;
import dev.identitycenter.operator.simulator.Latency;
import dev.identitycenter.operator.simulator.Seed;
import dev.identitycenter.operator.simulator.Simulator;
import dev.identitycenter.operator.simulator.SimulatorOptions;
import dev.identitycenter.operator.testing.Installation;
import dev.identitycenter.operator.testing.OperatorProcess;
import dev.identitycenter.operator.testing.PlatformTeam;
import dev.identitycenter.operator.testing.Walkthrough;
import dev.identitycenter.operator.testing.cluster.ClusterTest;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two operators, of which one works. Each is a process of its own, because one that loses the lease
 * ends its JVM, and time passes as it does, because leases know no other.
 */
@ClusterTest
class LeaderElectionTest {
  private static final int ACCOUNTS = 12;
  private static final int ASSIGNMENTS = 2 * ACCOUNTS;

  /** How long others respect the lease of a leader that says nothing any more. */
  private static final Duration LEASE = Duration.ofSeconds(15);

  /** An orderly stop ends with its process; the other looks at the lease every two seconds. */
  private static final Duration HAND_OVER = Duration.ofSeconds(12);

  private final TestCluster cluster;
  private final PlatformTeam team;
  private final Simulator simulator;
  private final Map<String, OperatorProcess> operators = new HashMap<>();

  LeaderElectionTest(TestCluster cluster) {
    this.cluster = cluster;
    team = PlatformTeam.with(cluster, "election");
    team.waitAtMost(Duration.ofMinutes(2));
    simulator =
        Simulator.start(
            SimulatorOptions.builder()
                .seed(Seed.generated(ACCOUNTS + 1, 2, 0))
                .latency(Latency.between(Duration.ofSeconds(1), Duration.ofSeconds(4)))
                .build());
  }

  @AfterEach
  void stop() {
    operators.values().forEach(OperatorProcess::close);
    team.loseAll();
    simulator.close();
  }

  @Test
  void theOtherTakesOverWhenTheLeaderIsKilled() throws InterruptedException {
    startTwo();
    var leader = leaderAtWork();
    var other = otherThan(leader);
    var creations = new AtomicInteger();
    var killed = new CountDownLatch(1);
    simulator
        .faults()
        .onAnswer(
            call -> {
              // AWS has done the seventh, and nobody hears of it.
              if (call.operation().equals("CreateAccountAssignment")
                  && creations.incrementAndGet() == 7) {
                operators.get(leader).kill();
                killed.countDown();
                throw new IllegalStateException("the operator was killed");
              }
            });

    team.apply(assignments());

    assertThat(killed.await(1, TimeUnit.MINUTES)).isTrue();
    // What it had sent may still arrive.
    var last = Scene.settled(Duration.ofSeconds(10), () -> callsOf(leader, call -> true).size());
    assertThat(callsOf(other, LeaderElectionTest::isWork)).isEmpty();
    await()
        .atMost(LEASE.plus(Duration.ofSeconds(15)))
        .until(() -> !callsOf(other, LeaderElectionTest::isWork).isEmpty());
    team.awaitAllReady();
    assertThat(callsOf(leader, call -> true)).hasSize(last);
    assertEverythingGrantedOnce();
  }

  @Test
  void anOrderlyStopHandsOverQuickly() throws InterruptedException {
    startTwo();
    var leader = leaderAtWork();
    var other = otherThan(leader);
    team.apply(assignments());
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> simulator.journal().count("CreateAccountAssignment") >= 7);
    assertThat(callsOf(other, LeaderElectionTest::isWork)).isEmpty();

    operators.remove(leader).close();

    var released = System.nanoTime();
    await().atMost(HAND_OVER).until(() -> !callsOf(other, LeaderElectionTest::isWork).isEmpty());
    assertThat(Duration.ofNanos(System.nanoTime() - released)).isLessThan(LEASE);
    team.awaitAllReady();
    assertThat(latestCallOf(leader).sequence())
        .describedAs("last call of the one before the first work of the other")
        .isLessThan(callsOf(other, LeaderElectionTest::isWork).get(0).sequence());
    assertEverythingGrantedOnce();
  }

  private void startTwo() throws InterruptedException {
    for (var key : List.of("AKIAOPERATORONE", "AKIAOPERATORTWO")) {
      operators.put(key, start(key));
    }
    for (var operator : operators.values()) {
      operator.awaitReady();
    }
  }

  private OperatorProcess start(String accessKey) {
    return Installation.on(cluster)
        .start(
            simulator.endpoint(),
            team.namespace(),
            Map.of(
                "AWS_ACCESS_KEY_ID", accessKey,
                "LEADER_ELECTION", "true",
                "RESYNC_INTERVAL", "PT30S"),
            Path.of("target", "leader-election", accessKey + ".log"));
  }

  /** The access key of the operator that makes a first permission set. */
  private String leaderAtWork() {
    team.apply(Walkthrough.set("read-only", "ReadOnly", "ReadOnlyAccess"));
    team.awaitAllReady();
    return simulator.journal().entries("CreatePermissionSet").get(0).accessKey();
  }

  private String otherThan(String leader) {
    return operators.keySet().stream()
        .filter(key -> !key.equals(leader))
        .collect(Collectors.collectingAndThen(Collectors.toList(), keys -> keys.get(0)));
  }

  private List<Call> callsOf(String accessKey, Predicate<Call> filter) {
    return simulator.journal().entries().stream()
        .filter(call -> call.accessKey().equals(accessKey))
        .filter(filter)
        .toList();
  }

  private Call latestCallOf(String accessKey) {
    var calls = callsOf(accessKey, call -> true);
    return calls.get(calls.size() - 1);
  }

  /** Everything but the question at the start whether AWS can be reached at all. */
  private static boolean isWork(Call call) {
    return !call.operation().equals("ListInstances");
  }

  private void assertEverythingGrantedOnce() {
    var asked = new ArrayList<JsonNode>();
    simulator.journal().entries("CreateAccountAssignment").stream()
        .map(Call::request)
        .forEach(asked::add);
    assertThat(asked).doesNotHaveDuplicates().hasSize(ASSIGNMENTS);
    assertThat(simulator.snapshot().assignments()).doesNotHaveDuplicates().hasSize(ASSIGNMENTS);
    assertThat(simulator.snapshot().permissionSets()).hasSize(1);
    assertThat(simulator.journal().count("DeleteAccountAssignment")).isZero();
    assertThat(simulator.journal().maxConcurrentAssignments()).isLessThanOrEqualTo(15);
    assertThat(simulator.journal().maxConcurrentRoleChangesPerAccount()).isEqualTo(1);
    eventually(() -> assertThat(simulator.snapshot().inFlight()).isEmpty());
  }

  private static String assignments() {
    return IntStream.range(0, ASSIGNMENTS)
        .mapToObj(
            i ->
                Walkthrough.assignment(
                    "reader-%02d".formatted(i),
                    "read-only",
                    "user-%05d@example.com".formatted(1 + i % 2),
                    Long.toString(100_000_000_002L + i / 2)))
        .collect(Collectors.joining("---\n"));
  }
}
