package dev.identitycenter.operator.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.identitycenter.operator.simulator.Latency;
import dev.identitycenter.operator.simulator.Seed;
import dev.identitycenter.operator.testing.FastClock;
import dev.identitycenter.operator.testing.PlatformTeam;
import dev.identitycenter.operator.testing.Walkthrough;
import dev.identitycenter.operator.testing.cluster.ClusterTest;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A week in which nothing happens. */
@ClusterTest
@Isolated("measures the heap that all tests share")
class SoakTest {
  private static final int ACCOUNTS = 100;
  private static final int USERS = 10;
  private static final int ASSIGNMENTS = 3 * ACCOUNTS;
  private static final Duration RESYNC = Duration.ofHours(2);
  private static final int DAYS = 7;

  /** A day in eleven seconds. */
  private static final int TEMPO = 8000;

  /** What measuring the heap of a JVM with other things in it cannot tell from nothing. */
  private static final long NOISE = 1 << 20;

  private final Scene scene;
  private final PlatformTeam team;

  SoakTest(TestCluster cluster) {
    scene =
        Scene.on(
            cluster,
            "soak",
            20,
            aws ->
                aws.seed(Seed.generated(ACCOUNTS + 1, USERS, 0))
                    .withoutRates()
                    .latency(Latency.between(Duration.ofMillis(200), Duration.ofMillis(500))));
    team = scene.team();
    team.waitAtMost(Duration.ofMinutes(2));
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void aWeekWithoutChangesLeavesNoTrace() {
    scene.operate(operator -> operator);
    team.apply(manifests());
    team.awaitAllReady();
    var clock = FastClock.times(TEMPO);
    scene.operate(operator -> operator.resyncInterval(RESYNC).at(clock));
    // The first day fills caches and lets the JVM compile.
    passDay(clock);

    var heap = new ArrayList<Long>();
    heap.add(liveHeap());
    for (var day = 1; day <= DAYS; day++) {
      scene.assertRests(() -> passDay(clock));
      assertComparedAllDay();
      heap.add(liveHeap());
    }

    assertThat(smallest(heap.subList(heap.size() - 3, heap.size())))
        .describedAs("live heap of the last days, where the days had %s", heap)
        .isLessThanOrEqualTo(smallest(heap.subList(0, 3)) + NOISE);
  }

  /**
   * A day passed, and not only on the clock: with it a busy machine comes late by a good part of an
   * interval, but it does come.
   */
  private void assertComparedAllDay() {
    var intervals = Duration.ofDays(1).dividedBy(RESYNC);
    assertThat(scene.simulator().journal().count("DescribePermissionSet"))
        .describedAs("comparisons of three sets")
        .isGreaterThanOrEqualTo(3 * intervals / 2);
    assertThat(scene.simulator().journal().count("ListAccountAssignmentsForPrincipal"))
        .describedAs("listings of %d users", USERS)
        .isGreaterThanOrEqualTo(USERS * intervals / 2);
  }

  private static void passDay(FastClock clock) {
    var tomorrow = clock.instant().plus(Duration.ofDays(1));
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> clock.instant().isAfter(tomorrow));
  }

  private long liveHeap() {
    scene.simulator().journal().clear();
    var memory = ManagementFactory.getMemoryMXBean();
    // Soft and finalizable objects take more than one collection.
    for (var i = 0; i < 3; i++) {
      memory.gc();
    }
    return memory.getHeapMemoryUsage().getUsed();
  }

  private static long smallest(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).min().orElseThrow();
  }

  private static String manifests() {
    var sets =
        IntStream.range(0, 3)
            .mapToObj(i -> Walkthrough.set("set-" + i, "Set" + i, "ReadOnlyAccess"));
    var assignments =
        IntStream.range(0, ASSIGNMENTS)
            .mapToObj(
                i ->
                    Walkthrough.assignment(
                        "grant-%03d".formatted(i),
                        "set-" + i % 3,
                        "user-%05d@example.com".formatted(i % USERS + 1),
                        Long.toString(100_000_000_002L + i / 3)));
    return Stream.concat(sets, assignments).collect(Collectors.joining("---\n"));
  }
}
