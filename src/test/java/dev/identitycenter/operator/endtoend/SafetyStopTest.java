package dev.identitycenter.operator.endtoend;

import static dev.identitycenter.operator.endtoend.Scene.eventually;
import static dev.identitycenter.operator.testing.PlatformTeam.Kind.AccountAssignment;
import static dev.identitycenter.operator.testing.PlatformTeam.Kind.PermissionSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.simulator.Assignment;
import dev.identitycenter.operator.simulator.Latency;
import dev.identitycenter.operator.simulator.Seed;
import dev.identitycenter.operator.testing.PlatformTeam;
import dev.identitycenter.operator.testing.Walkthrough;
import dev.identitycenter.operator.testing.cluster.ClusterTest;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** When much more differs from AWS than usual, nothing is changed until somebody says so. */
@ClusterTest
@Execution(ExecutionMode.CONCURRENT)
class SafetyStopTest {
  private static final int ASSIGNMENTS = 40;
  private static final Duration RESYNC = Duration.ofMinutes(5);
  private static final String STOPPED = "identitycenter_operator_safety_stop";
  private static final String OTHER_INSTANCE = "fedcba9876543210";

  private final TestCluster cluster;
  private Scene scene;
  private PlatformTeam team;

  SafetyStopTest(TestCluster cluster) {
    this.cluster = cluster;
  }

  /** Forty users have one permission set, each in one of twenty accounts. */
  @BeforeEach
  void settle() {
    scene =
        Scene.on(
            cluster,
            "safety",
            50,
            aws ->
                aws.seed(Seed.generated(21, ASSIGNMENTS, 0))
                    .latency(Latency.between(Duration.ofSeconds(1), Duration.ofSeconds(3))));
    team = scene.team();
    operate(20);
    team.apply(
        Walkthrough.set("read-only", "ReadOnly", "ReadOnlyAccess")
            + IntStream.rangeClosed(1, ASSIGNMENTS)
                .mapToObj(
                    i ->
                        "---\n" + Walkthrough.assignment(name(i), "read-only", user(i), account(i)))
                .collect(Collectors.joining()));
    team.awaitAllReady();
    assertThat(granted()).hasSize(ASSIGNMENTS);
    scene.simulator().journal().clear();
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void changesNothingWhenMuchWasTakenAwayAtOnce() {
    takeAway(1, 30);
    var left = granted();

    for (var i = 1; i <= 30; i++) {
      assertThat(team.awaitUnready(AccountAssignment, name(i), "SafetyStop").message())
          .contains("30 of 40 assignments differ")
          .contains("20 percent")
          .contains("SAFETY_STOP_PERCENT=100");
    }
    assertThat(scene.metric(STOPPED)).isEqualTo(1);
    // The set is compared at a time of its own, and counts the roles that went.
    eventually(() -> assertThat(accountsOfTheSet()).isEqualTo(5));
    scene.assertRests(() -> scene.pass(RESYNC.multipliedBy(3)));
    assertThat(granted()).isEqualTo(left);
    for (var i = 31; i <= ASSIGNMENTS; i++) {
      assertThat(team.ready(AccountAssignment, name(i)).orElseThrow().status())
          .describedAs(name(i))
          .isEqualTo("True");
    }

    operate(100);

    team.awaitAllReady();
    assertThat(granted()).hasSize(ASSIGNMENTS);
    assertThat(scene.metric(STOPPED)).isZero();
    assertThat(scene.simulator().journal().count("CreateAccountAssignment")).isEqualTo(30);
  }

  @Test
  void correctsWhatIsUsual() {
    takeAway(1, 3);

    eventually(() -> assertThat(granted()).hasSize(ASSIGNMENTS));
    team.awaitAllReady();
    assertThat(scene.metric(STOPPED)).isZero();
    assertThat(scene.drifted(AccountAssignment)).isEqualTo(3);
    assertThat(scene.simulator().journal().count("CreateAccountAssignment")).isEqualTo(3);
  }

  /** That little was corrected a moment ago does not mean that much may be corrected now. */
  @Test
  void countsAgainWhenMoreIsMissingThanItCounted() {
    takeAway(1, 1);
    eventually(() -> assertThat(granted()).hasSize(ASSIGNMENTS));
    takeAway(2, 39);
    scene.simulator().journal().clear();

    for (var i = 2; i <= 39; i++) {
      team.awaitUnready(AccountAssignment, name(i), "SafetyStop");
    }
    assertThat(scene.simulator().journal().count("CreateAccountAssignment"))
        .describedAs("corrections before the operator counted again")
        .isLessThanOrEqualTo(5);
  }

  @Test
  void changesNothingWhenTheDirectoryWasReplaced() {
    // By now each user is looked up at another time, so the operator meets the new ones one by one.
    scene.pass(RESYNC.multipliedBy(4));
    var before = granted();
    scene.behindItsBack(
        () -> {
          for (var i = 1; i <= ASSIGNMENTS; i++) {
            scene.administrator().deleteUser(user(i));
            scene.administrator().createUser(user(i));
          }
        });

    for (var i = 1; i <= ASSIGNMENTS; i++) {
      team.awaitUnready(AccountAssignment, name(i), "SafetyStop");
    }
    scene.pass(RESYNC.multipliedBy(3));
    assertThat(scene.operatorWrites()).isEmpty();
    assertThat(granted()).isEqualTo(before);
    assertThat(scene.metric(STOPPED)).isEqualTo(1);
  }

  @Test
  void deletesNothingOfAnotherInstance() {
    scene.stopOperator();
    scene.simulator().seed(elsewhere());
    operate(20);

    for (var i = 1; i <= ASSIGNMENTS; i++) {
      assertThat(team.awaitUnready(AccountAssignment, name(i), "WrongInstance").message())
          .contains(OTHER_INSTANCE);
    }
    team.awaitUnready(PermissionSet, "read-only", "WrongInstance");
    team.delete(AccountAssignment, name(1));
    team.delete(PermissionSet, "read-only");
    scene.pass(RESYNC.multipliedBy(3));

    assertThat(team.awaitUnready(AccountAssignment, name(1), "WrongInstance").message())
        .contains("Retain");
    team.awaitUnready(PermissionSet, "read-only", "WrongInstance");
    assertThat(team.exists(AccountAssignment, name(1))).isTrue();
    assertThat(team.exists(PermissionSet, "read-only")).isTrue();
    assertThat(scene.operatorWrites()).isEmpty();
  }

  private void operate(int percent) {
    scene.operate(
        operator ->
            operator.resyncInterval(RESYNC).with("SAFETY_STOP_PERCENT", Integer.toString(percent)));
  }

  /** Removes assignments, which takes AWS a while, in one moment of the operator's life. */
  private void takeAway(int first, int last) {
    scene.behindItsBack(
        () -> {
          var expected = granted().size() - (last - first + 1);
          for (var i = first; i <= last; i++) {
            var number = i;
            eventually(
                () -> assertThat(scene.simulator().snapshot().inFlight()).hasSizeLessThan(15));
            scene.administrator().unassign("ReadOnly", user(number), account(number));
          }
          eventually(() -> assertThat(granted()).hasSize(expected));
        });
  }

  private int accountsOfTheSet() {
    return team.status(PermissionSet, "read-only")
        .path("provisionedAccounts")
        .path("current")
        .asInt();
  }

  private Set<Assignment> granted() {
    return Set.copyOf(scene.simulator().snapshot().assignments());
  }

  /** The same organization with an Identity Center that was set up anew. */
  private static Seed elsewhere() {
    var seed = Seed.generated(21, ASSIGNMENTS, 0);
    return new Seed(
        null,
        null,
        OTHER_INSTANCE,
        null,
        seed.organizationalUnits(),
        seed.accounts(),
        seed.users(),
        List.of(),
        null,
        null);
  }

  private static String name(int i) {
    return "reader-%02d".formatted(i);
  }

  private static String user(int i) {
    return "user-%05d@example.com".formatted(i);
  }

  private static String account(int i) {
    return Long.toString(100_000_000_002L + (i - 1) / 2);
  }
}
