package dev.identitycenter.operator.accountassignment;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.api.v1alpha1.AccountAssignmentStatus;
import dev.identitycenter.operator.api.v1alpha1.ConditionType;
import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.identitycenter.PrincipalId;
import dev.identitycenter.operator.identitycenter.PrincipalQuery;
import dev.identitycenter.operator.objects.ManagedObjects;
import dev.identitycenter.operator.status.Conditions;
import dev.identitycenter.operator.status.Outcome;
import dev.identitycenter.operator.testing.FakeIdentityCenter;
import dev.identitycenter.operator.testing.FakeObjects;
import dev.identitycenter.operator.testing.Fixtures;
import dev.identitycenter.operator.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Ten thousand assignments, granted in virtual time: computing and talking take none of it, calls
 * take their place in the rate and workflows their 2 to 10 seconds. Shows how well decisions use
 * what AWS allows, whatever the machine.
 */
final class VirtualOrganization {

  private static final int ACCOUNTS = 500;
  private static final int SETS = 20;
  private static final int GROUPS_OF_SET = 15;
  private static final int SLOTS = 15;
  private static final Duration CALL = Duration.ofSeconds(1).dividedBy(18);

  private final MutableClock clock = MutableClock.standing();
  private final FakeIdentityCenter aws = new FakeIdentityCenter(clock);
  private final FakeObjects objects = new FakeObjects();
  private final Random random = new Random(20_201_118);
  private final List<AccountAssignment> assignments = new ArrayList<>();
  private AssignmentProcess process;
  private Duration worked = Duration.ZERO;
  private Instant lastReady;
  private int running;
  private int ready;
  private int mostRunning;

  private VirtualOrganization() {}

  /**
   * What granting everything took.
   *
   * @param took until the last assignment was ready
   * @param bound workflow time shared among the places
   * @param mostAtOnce workflows
   * @param creations calls that started one
   */
  record Granted(Duration took, Duration bound, int mostAtOnce, long creations) {
    double ratio() {
      return (double) took.toMillis() / bound.toMillis();
    }
  }

  /** How many there are. */
  static int size() {
    return ACCOUNTS * SETS;
  }

  /** Grants everything. */
  static Granted grant() {
    return new VirtualOrganization().run();
  }

  private Granted run() {
    organization();
    aws.onCall(this::takePlace);
    process = new AssignmentProcess(aws, objects, clock, Duration.ofMinutes(10));
    var start = clock.instant();
    assignments.forEach(this::wake);
    while (ready < assignments.size()) {
      process.background.pass(Duration.ofSeconds(10));
    }
    return new Granted(
        Duration.between(start, lastReady),
        worked.dividedBy(SLOTS),
        mostRunning,
        aws.calls("CreateAccountAssignment"));
  }

  /** Look-ups of principals let calls that start work go ahead. */
  private void takePlace(String operation) {
    if (!operation.equals("GetGroupId")) {
      clock.advance(CALL);
    }
  }

  private void organization() {
    for (int a = 0; a < ACCOUNTS; a++) {
      aws.hasAccount(Fixtures.account(a));
    }
    for (int s = 0; s < SETS; s++) {
      aws.hasPermissionSet("Access" + s);
      for (int a = 0; a < ACCOUNTS; a++) {
        assign("Access" + s, "group-%d-%d".formatted(s, a % GROUPS_OF_SET), Fixtures.account(a));
      }
    }
  }

  private void assign(String set, String group, String account) {
    aws.hasPrincipal(
        new PrincipalQuery.ByAttribute(
            PrincipalId.Type.GROUP, PrincipalQuery.Attribute.DISPLAY_NAME, group),
        new PrincipalId(PrincipalId.Type.GROUP, "id-of-" + group));
    var assignment =
        Fixtures.assignment(
            "grant-" + assignments.size(),
            """
            permissionSetName: %s
            principal: {group: {displayName: %s}}
            accountId: "%s"
            """
                .formatted(set, group, account));
    assignments.add(assignment);
    objects.put(assignment);
  }

  private void wake(AccountAssignment assignment) {
    process.background.after(Duration.ZERO, () -> run(assignment));
  }

  private void run(AccountAssignment assignment) {
    Runnable wake = () -> wake(assignment);
    if (!process.tracker.isRecovered(wake)) {
      return;
    }
    var current = objects.latest(assignment);
    var before = current.getStatus();
    var visit = process.convergence.run(current, wake);
    process.write(current, visit, wake);
    if (visit.request() != null && (before == null || before.request() == null)) {
      work(ManagedObjects.keyOf(current).orElseThrow());
    }
    if (visit.outcome().nextRun().compareTo(Duration.ofSeconds(1)) < 0) {
      wake.run();
    }
    if (visit.outcome().state() == Outcome.State.SETTLED && !isReady(before)) {
      ready++;
      lastReady = clock.instant();
    }
  }

  private static boolean isReady(AccountAssignmentStatus status) {
    return status != null && Conditions.isTrue(status.conditions(), ConditionType.READY, 1);
  }

  /** AWS works on it for 2 to 10 seconds. */
  private void work(AssignmentKey key) {
    var duration = Duration.ofMillis(2000 + random.nextInt(8000));
    worked = worked.plus(duration);
    mostRunning = Math.max(mostRunning, ++running);
    process.background.after(
        duration,
        () -> {
          running--;
          aws.end(key);
        });
  }
}
