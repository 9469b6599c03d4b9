package dev.identitycenter.operator.accountassignment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.api.v1alpha1.AccountAssignmentStatus;
import dev.identitycenter.operator.api.v1alpha1.Condition;
import dev.identitycenter.operator.api.v1alpha1.ConditionType;
import dev.identitycenter.operator.api.v1alpha1.PermissionSet;
import dev.identitycenter.operator.api.v1alpha1.PermissionSetStatus;
import dev.identitycenter.operator.budget.WorkflowSlots.Pool;
import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.identitycenter.PrincipalId;
import dev.identitycenter.operator.identitycenter.PrincipalQuery;
import dev.identitycenter.operator.objects.ManagedObjects;
import dev.identitycenter.operator.requests.Claims;
import dev.identitycenter.operator.requests.Subject;
import dev.identitycenter.operator.status.Conditions;
import dev.identitycenter.operator.status.Failures;
import dev.identitycenter.operator.status.Outcome;
import dev.identitycenter.operator.testing.FakeIdentityCenter;
import dev.identitycenter.operator.testing.FakeObjects;
import dev.identitycenter.operator.testing.Fixtures;
import dev.identitycenter.operator.testing.MutableClock;
import dev.identitycenter.operator.testing.ProcessStoppedError;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole lives of an assignment, without a cluster: only the status is carried from run to run. */
class AssignmentLifecycleTest {

  private static final Duration RESYNC = Duration.ofMinutes(10);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(10);
  private static final String CREATE = "CreateAccountAssignment";
  private static final String DELETE = "DeleteAccountAssignment";
  private static final String ACCOUNT = "111122223333";
  private static final String SPEC =
      """
      permissionSetName: ReadOnly
      principal: {group: {displayName: readers}}
      accountId: "111122223333"
      """;
  private static final PrincipalQuery READERS =
      new PrincipalQuery.ByAttribute(
          PrincipalId.Type.GROUP, PrincipalQuery.Attribute.DISPLAY_NAME, "readers");

  private final MutableClock clock = MutableClock.standing();
  private final FakeIdentityCenter aws = new FakeIdentityCenter(clock);
  private final FakeObjects objects = new FakeObjects();
  private final AccountAssignment assignment = Fixtures.assignment("readers", SPEC);
  private AssignmentKey key;
  private AssignmentProcess process;

  @BeforeEach
  void startProcess() {
    key = Fixtures.key(aws.hasPermissionSet("ReadOnly"), "g-1", ACCOUNT);
    aws.hasPrincipal(READERS, key.principal());
    aws.hasAccount(ACCOUNT);
    objects.put(assignment);
    process = startedProcess();
  }

  /** What a restart of the operator replaces. */
  private AssignmentProcess startedProcess() {
    return new AssignmentProcess(aws, objects, clock, RESYNC);
  }

  @Test
  void grantsWhatTheSpecSays() {
    // When
    runUntilReady();

    // Then
    assertThat(aws.assigned()).containsExactly(key);
    assertThat(aws.calls(CREATE)).isEqualTo(1);
    assertThat(process.slots.taken(Pool.ASSIGNMENT)).isZero();
  }

  @Test
  void doesNotCreateWhatAwsHasAlready() {
    // Given
    aws.hasAssignment(key);

    // When
    runUntilReady();

    // Then
    assertThat(aws.calls(CREATE)).isZero();
  }

  @Test
  void takesBackWhatItGranted() {
    // Given
    runUntilReady();

    // When
    var gone = deleteUntilGone();

    // Then
    assertThat(gone).isTrue();
    assertThat(aws.assigned()).isEmpty();
    assertThat(aws.calls(DELETE)).isEqualTo(1);
  }

  @Test
  void asksAwsNothingToDeleteWhatWasNeverGranted() {
    // When
    var gone = deleteUntilGone();

    // Then
    assertThat(gone).isTrue();
    assertThat(aws.calls()).isEmpty();
  }

  /** The listing at hand is older than that and still shows it. */
  @Test
  void isDoneWhenSomebodyTookItAwayBeforeIt() {
    // Given
    runUntilReady();
    aws.lostAssignment(key);

    // When
    var gone = deleteUntilGone();

    // Then
    assertThat(gone).isTrue();
    assertThat(aws.calls(DELETE)).isLessThanOrEqualTo(1);
  }

  @Test
  void grantsAgainWhatSomebodyTookAway() {
    // Given
    runUntilReady();
    aws.lostAssignment(key);
    clock.advance(RESYNC);

    // When
    run(10);

    // Then
    assertThat(aws.assigned()).containsExactly(key);
    assertThat(isReady()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"CONFLICTING_OPERATION", "RATE_EXCEEDED"})
  void doesNotCallReadyWhatItCouldNotGrantAgainYet(FailureKind kind) {
    // Given
    runUntilReady();
    aws.lostAssignment(key);
    aws.failAlways(CREATE, kind);
    clock.advance(RESYNC);

    // When
    run(10);

    // Then
    assertThat(ready().status()).isEqualTo(Condition.Status.False);
    assertThat(ready().message()).contains("does not list the assignment any more");
    assertThat(condition(ConditionType.SYNCED).reason()).isEqualTo("Drifted");
  }

  /** For hours, when much else is to be done. */
  @Test
  void doesNotCallReadyWhatWaitsForItsTurn() {
    // Given
    runUntilReady();
    aws.lostAssignment(key);
    IntStream.rangeClosed(1, 15)
        .mapToObj(i -> Fixtures.key(key.permissionSetArn(), "g-other", Fixtures.account(i)))
        .map(other -> Claims.of(new Subject.OfAssignment(other)))
        .forEach(process.slots::inUse);
    clock.advance(RESYNC);

    // When
    run(10);

    // Then
    assertThat(aws.calls(CREATE)).isEqualTo(1);
    assertThat(ready().reason()).isEqualTo("Pending");
    assertThat(ready().message()).contains("does not list the assignment any more");
  }

  @Test
  void staysReadyWhileItOnlyCannotLook() {
    // Given
    runUntilReady();
    aws.failAlways("ListAccountAssignments", FailureKind.RATE_EXCEEDED);
    aws.failAlways("ListAccountAssignmentsForPrincipal", FailureKind.RATE_EXCEEDED);
    aws.forgetCalls();
    clock.advance(RESYNC);

    // When
    run(3);

    // Then
    assertThat(aws.calls()).isNotEmpty();
    assertThat(isReady()).isTrue();
  }

  /** What AWS lists without a request of ours is recorded as well. */
  @Test
  void stillKnowsThatItWasGrantedAfterItCouldNotLook() {
    // Given
    aws.hasAssignment(key);
    runUntilReady();
    aws.lostAssignment(key);
    aws.failAlways(CREATE, FailureKind.CONFLICTING_OPERATION);
    clock.advance(RESYNC);
    run(10);
    aws.failAlways("ListAccountAssignments", FailureKind.RATE_EXCEEDED);
    aws.failAlways("ListAccountAssignmentsForPrincipal", FailureKind.RATE_EXCEEDED);
    clock.advance(RESYNC);

    // When
    run(3);

    // Then
    assertThat(ready().message()).doesNotContain("does not list");
    assertThat(RecordedAssignment.isGranted(objects.latest(assignment))).isTrue();
  }

  /** Of a refusal to tell nothing follows about what AWS has. */
  @Test
  void onlyReportsWhatWasLostWhileAwsRefusedToTell() {
    // Given
    objects.put(Fixtures.assignment("readers", SPEC + "driftPolicy: Report"));
    aws.hasAssignment(key);
    runUntilReady();
    aws.failAlways("ListAccountAssignments", FailureKind.ACCESS_DENIED);
    aws.failAlways("ListAccountAssignmentsForPrincipal", FailureKind.ACCESS_DENIED);
    clock.advance(RESYNC);
    run(5);
    assertThat(ready().reason()).isEqualTo("AccessDenied");
    aws.lostAssignment(key);

    // When
    aws.works("ListAccountAssignments");
    clock.advance(RESYNC);
    run(5);

    // Then
    assertThat(ready().reason()).isEqualTo("Drifted");
    assertThat(aws.calls(CREATE)).isZero();
  }

  /** Somebody edited the status. */
  @Test
  void recordsAnewWhatIsMissingInTheStatus() {
    // Given
    runUntilReady();
    var current = objects.latest(assignment);
    var status = current.getStatus();
    current.setStatus(
        new AccountAssignmentStatus(
            status.observedGeneration(), null, null, null, status.conditions()));
    objects.put(current);

    // When
    run(1);

    // Then
    assertThat(ManagedObjects.keyOf(objects.latest(assignment))).contains(key);
    runUntilReady();
  }

  @Test
  void movesAccessToARecreatedPrincipalWithoutAGap() {
    // Given
    runUntilReady();
    var newKey = Fixtures.key(key.permissionSetArn(), "g-2", ACCOUNT);
    aws.hasPrincipal(READERS, newKey.principal());
    clock.advance(RESYNC.multipliedBy(2));
    aws.forgetCalls();

    // When
    run(20);

    // Then
    assertThat(aws.assigned()).containsExactly(newKey);
    assertThat(aws.calls()).containsSubsequence(CREATE, DELETE);
    assertThat(isReady()).isTrue();
  }

  @Test
  void findsTheNewSetOfThatNameAfterSomebodyReplacedIt() {
    // Given
    while (aws.calls("DescribePermissionSet") == 0) {
      runOnce();
    }
    aws.lostPermissionSet(key.permissionSetArn());
    var newKey = Fixtures.key(aws.hasPermissionSet("ReadOnly"), "g-1", ACCOUNT);

    // When
    runUntilReady();

    // Then
    assertThat(aws.assigned()).containsExactly(newKey);
  }

  @Test
  void tellsWhyAwsFailed() {
    // When
    runFailing("Received a 403 status error: Access denied by IAM.");

    // Then
    assertThat(ready().reason()).isEqualTo("RequestFailed");
    assertThat(ready().message()).contains("403");
  }

  /** As many as the life in the test takes, at least. */
  static IntStream calls() {
    return IntStream.rangeClosed(1, 25);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void survivesAStopAfterAnyCall(int calls) {
    // Given
    aws.stopAfter(calls);

    // When
    runUntilReady();
    var granted = aws.assigned();
    var gone = deleteUntilGone();
    aws.neverStop();

    // Then
    assertThat(granted).containsExactly(key);
    assertThat(gone).isTrue();
    assertThat(aws.assigned()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {CREATE, DELETE})
  void survivesALostAnswer(String operation) {
    // Given
    aws.failNextAfterEffect(operation, FailureKind.UNAVAILABLE);

    // When
    runUntilReady();
    var gone = deleteUntilGone();

    // Then
    assertThat(gone).isTrue();
    assertThat(aws.assigned()).isEmpty();
    assertThat(aws.calls(operation)).isEqualTo(1);
  }

  @Test
  void saysNothingOfAReferenceThatAwsDoesNotTell() {
    // Given
    aws.failAlways("GetGroupId", FailureKind.ACCESS_DENIED);

    // When
    run(3);

    // Then
    assertThat(ready().reason()).isEqualTo("AccessDenied");
    assertThat(condition(ConditionType.RESOLVED_REFS).status()).isEqualTo(Condition.Status.Unknown);
  }

  @ParameterizedTest
  @ValueSource(strings = {CREATE, DELETE})
  void looksForARequestWhoseAnswerItCouldNotUnderstand(String operation) {
    // Given
    aws.breakNextAfterEffect(operation);

    // When
    runUntilReady();
    var gone = deleteUntilGone();

    // Then
    assertThat(gone).isTrue();
    assertThat(aws.assigned()).isEmpty();
    assertThat(aws.calls(operation)).isEqualTo(1);
    assertThat(process.slots.taken(Pool.ASSIGNMENT)).isZero();
  }

  /** AWS may work on it, so nobody else gets its place before that is known. */
  @Test
  void keepsThePlaceOfARequestWhoseAnswerItCouldNotUnderstand() {
    // Given
    aws.breakNextAfterEffect(CREATE);

    // When
    while (aws.calls(CREATE) == 0) {
      runOnce();
    }

    // Then
    assertThat(process.slots.taken(Pool.ASSIGNMENT)).isEqualTo(1);
    assertThat(ready().reason()).isEqualTo("InternalError");
  }

  @ParameterizedTest
  @ValueSource(strings = {CREATE, DELETE})
  void asksAgainWhenAwsNeverGotTheCall(String operation) {
    // Given
    aws.failNext(operation, FailureKind.UNAVAILABLE);

    // When
    runUntilReady();
    var gone = deleteUntilGone();

    // Then
    assertThat(gone).isTrue();
    assertThat(aws.assigned()).isEmpty();
    assertThat(aws.calls(operation)).isEqualTo(2);
  }

  @Test
  void asksAgainLaterWhenAwsHasTooMuchToDo() {
    // Given
    aws.failNext(CREATE, FailureKind.TOO_MANY_IN_PROGRESS);

    // When
    runUntilReady();

    // Then
    assertThat(aws.assigned()).containsExactly(key);
    assertThat(aws.calls(CREATE)).isEqualTo(2);
  }

  /** The new holder of the old name, and the old one by another: both have a manifest. */
  @Test
  void leavesReplacedAccessToWhoeverElseStandsForIt() {
    // Given
    runUntilReady();
    var newKey = Fixtures.key(key.permissionSetArn(), "g-2", ACCOUNT);
    aws.hasPrincipal(READERS, newKey.principal());
    clock.advance(RESYNC.multipliedBy(2));
    standsForTheSame("heir");

    // When
    run(20);

    // Then
    assertThat(aws.assigned()).containsExactlyInAnyOrder(key, newKey);
    assertThat(aws.calls(DELETE)).isZero();
    assertThat(isReady()).isTrue();
  }

  @Test
  void takesReplacedAccessBackAlthoughAnotherStandsForTheRest() {
    // Given
    runUntilReady();
    var newKey = Fixtures.key(key.permissionSetArn(), "g-2", ACCOUNT);
    aws.hasPrincipal(READERS, newKey.principal());
    clock.advance(RESYNC.multipliedBy(2));
    while (aws.calls(CREATE) < 2) {
      run(1);
    }
    standsForTheSame("heir");

    // When
    var gone = deleteUntilGone();

    // Then
    assertThat(gone).isTrue();
    assertThat(aws.assigned()).containsExactly(newKey);
  }

  @Test
  void doesNotFollowTheDeletionOfWhatItReplacedForEver() {
    // Given
    runUntilReady();
    var newKey = Fixtures.key(key.permissionSetArn(), "g-2", ACCOUNT);
    aws.hasPrincipal(READERS, newKey.principal());
    clock.advance(RESYNC.multipliedBy(2));
    while (aws.calls(DELETE) == 0) {
      run(1);
    }

    // When
    process = startedProcess();
    run(10);

    // Then
    assertThat(isReady()).isTrue();
    assertThat(Optional.ofNullable(objects.latest(assignment).getStatus().request()))
        .isNotPresent();
  }

  /** The operator was away for longer than AWS remembers, or the status is that of a backup. */
  @Test
  void asksAgainForAGrantOfWhichAwsForgotTheRequest() {
    // Given
    while (aws.calls(CREATE) == 0) {
      runOnce();
    }
    aws.forgetRequests();

    // When
    process = startedProcess();
    run(10);
    var told = ready();
    clock.advance(LONGEST_RETRY);
    run(10);

    // Then
    assertThat(told.reason()).isEqualTo("RequestFailed");
    assertThat(told.message()).contains("AWS does not know the request any more");
    assertThat(isReady()).isTrue();
    assertThat(aws.assigned()).containsExactly(key);
  }

  @Test
  void asksAgainForADeletionOfWhichAwsForgotTheRequest() {
    // Given
    runUntilReady();
    delete();
    while (aws.calls(DELETE) == 0) {
      report(deleted -> process.deletion.run(deleted, AssignmentLifecycleTest::nobodyToWake).get());
      process.background.pass(Duration.ofSeconds(3));
    }
    aws.forgetRequests();

    // When
    process = startedProcess();
    var soon = deleteUntilGone();
    clock.advance(LONGEST_RETRY);
    var later = deleteUntilGone();

    // Then
    assertThat(soon).isFalse();
    assertThat(later).isTrue();
    assertThat(aws.assigned()).isEmpty();
  }

  /** Nothing was granted to the other, so nothing differs from what anybody saw. */
  @Test
  void grantsToARecreatedPrincipalWhatItNeverGrantedAlthoughItOnlyReports() {
    // Given
    objects.put(Fixtures.assignment("readers", SPEC + "driftPolicy: Report"));
    runOnce();
    var newKey = Fixtures.key(key.permissionSetArn(), "g-2", ACCOUNT);
    aws.hasPrincipal(READERS, newKey.principal());
    clock.advance(RESYNC.multipliedBy(2));

    // When
    runUntilReady();

    // Then
    assertThat(aws.assigned()).containsExactly(newKey);
    assertThat(process.drifts).hasValue(0);
  }

  @Test
  void leavesNoAccessToAnObjectThatMayNotHaveIt() {
    // Given
    runUntilReady();
    standsForTheSameButIsRefused("second", "2026-03-01T09:00:00Z");

    // When
    var gone = deleteUntilGone();

    // Then
    assertThat(gone).isTrue();
    assertThat(aws.assigned()).isEmpty();
  }

  /** Nothing is taken away because a duplicate goes that never had it. */
  @Test
  void leavesAccessToWhoeverHasItAlthoughItMayNotHaveItNow() {
    // Given
    aws.hasAssignment(key);
    runUntilReady();
    var granted = objects.latest(assignment).getStatus();
    standsForTheSameButIsRefused("holder", "2026-03-01T09:00:00Z");
    var claim = objects.latest(assignment);
    claim.setStatus(
        new AccountAssignmentStatus(
            1L, granted.assignment().withGrantedAt(null), null, null, granted.conditions()));
    objects.put(claim);

    // When
    var gone = deleteUntilGone();

    // Then
    assertThat(gone).isTrue();
    assertThat(aws.assigned()).containsExactly(key);
  }

  @Test
  void isNotKeptFromAccessByAnOlderObjectThatMayNotHaveIt() {
    // Given
    while (objects.latest(assignment).getStatus() == null
        || objects.latest(assignment).getStatus().assignment() == null) {
      runOnce();
    }
    standsForTheSameButIsRefused("elder", "2026-02-01T09:00:00Z");

    // When
    runUntilReady();

    // Then
    assertThat(aws.assigned()).containsExactly(key);
  }

  @Test
  void countsALossOnceHoweverOftenAwsFailsToCreateItAgain() {
    // Given
    runUntilReady();
    aws.lostAssignment(key);
    clock.advance(RESYNC);

    // When
    for (int i = 0; i < 3; i++) {
      runFailing("No.");
      clock.advance(RESYNC);
    }

    // Then
    assertThat(ready().reason()).isEqualTo("RequestFailed");
    assertThat(aws.calls(CREATE)).isGreaterThan(2);
    assertThat(process.drifts).hasValue(1);
  }

  @Test
  void stillKnowsThatItWasGrantedWhenItMovesBack() {
    // Given
    runUntilReady();
    var since = objects.latest(assignment).getStatus().assignment().grantedAt();
    var newKey = Fixtures.key(key.permissionSetArn(), "g-2", ACCOUNT);
    aws.failAlways(DELETE, FailureKind.CONFLICTING_OPERATION);
    aws.hasPrincipal(READERS, newKey.principal());
    clock.advance(RESYNC.multipliedBy(2));
    run(20);
    assertThat(objects.latest(assignment).getStatus().assignment().grantedAt()).isNotNull();

    // When
    aws.hasPrincipal(READERS, key.principal());
    clock.advance(RESYNC.multipliedBy(2));
    run(20);

    // Then
    var status = objects.latest(assignment).getStatus();
    assertThat(ManagedObjects.keyOf(objects.latest(assignment))).contains(key);
    assertThat(since).isNotNull().isEqualTo(status.assignment().grantedAt());
  }

  /** What AWS listed before the deletion may have changed, and nobody would look again. */
  @Test
  void looksOnceMoreBeforeItTakesAccessForGone() {
    // Given
    objects.put(Fixtures.assignment("readers", SPEC + "driftPolicy: Report"));
    runUntilReady();
    aws.lostAssignment(key);
    clock.advance(RESYNC);
    run(5);
    assertThat(ready().reason()).isEqualTo("Drifted");
    aws.hasAssignment(key);
    clock.advance(Duration.ofSeconds(2));

    // When
    var gone = deleteUntilGone();

    // Then
    assertThat(gone).isTrue();
    assertThat(aws.assigned()).isEmpty();
  }

  @Test
  void letsRetainedAccessGoWithoutAws() {
    // Given
    objects.put(Fixtures.assignment("readers", SPEC + "deletionPolicy: Retain"));
    runUntilReady();
    process = startedProcess();
    aws.failAlways("ListAccountAssignmentCreationStatus", FailureKind.ACCESS_DENIED);

    // When
    var gone = deleteUntilGone();

    // Then
    assertThat(gone).isTrue();
    assertThat(aws.assigned()).containsExactly(key);
  }

  @ParameterizedTest(name = "{0}, {1}: granted {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "team-b | name: ReadOnly                                                         | false",
        "team-b | {name: ReadOnly, allowedNamespaces: {from: Listed, names: [access]}}   | true",
        "access | name: ReadOnly                                                         | true",
      })
  void asksTheManifestThatManagesANamedSet(String namespace, String spec, boolean granted) {
    // Given
    objects.put(manifestOf(key.permissionSetArn(), namespace, spec, "True"));

    // When
    run(10);

    // Then
    assertThat(isReady()).isEqualTo(granted);
    assertThat(aws.calls(CREATE)).isEqualTo(granted ? 1 : 0);
  }

  @Test
  void saysOfAForbiddenNameWhatItSaysOfOneThatAwsDoesNotHave() {
    // Given
    objects.put(manifestOf(key.permissionSetArn(), "team-b", "name: ReadOnly", "True"));
    run(2);
    var forbidden = ready();

    // When
    objects.put(Fixtures.assignment("readers", SPEC.replace("ReadOnly", "Absent")));
    run(1);

    // Then
    assertThat(ready().reason()).isEqualTo(forbidden.reason());
    assertThat(ready().message().replace("Absent", "ReadOnly")).isEqualTo(forbidden.message());
  }

  @Test
  void waitsForTheManifestThatManagesANamedSet() {
    // Given
    objects.put(manifestOf(key.permissionSetArn(), "access", "name: ReadOnly", "False"));

    // When
    run(5);

    // Then
    assertThat(ready().reason()).isEqualTo("PermissionSetNotReady");
    assertThat(aws.calls(CREATE)).isZero();
  }

  /** Another object that recorded what ours stands for now. */
  private void standsForTheSame(String name) {
    var other = Fixtures.assignment(name, SPEC);
    other.setStatus(objects.latest(assignment).getStatus());
    objects.put(other);
  }

  /** The same of another that a fence refuses by now. */
  private void standsForTheSameButIsRefused(String name, String createdAt) {
    var other = Fixtures.assignment(name, SPEC);
    other.getMetadata().setCreationTimestamp(createdAt);
    other.setStatus(
        new AccountAssignmentStatus(
            1L,
            objects.latest(assignment).getStatus().assignment(),
            null,
            null,
            List.of(
                new Condition(
                    ConditionType.RESOLVED_REFS,
                    Condition.Status.False,
                    1L,
                    createdAt,
                    "AccountNotAllowed",
                    "No."))));
    objects.put(other);
  }

  private static PermissionSet manifestOf(String arn, String namespace, String spec, String ready) {
    var set = Fixtures.permissionSet("read-only", spec);
    set.getMetadata().setNamespace(namespace);
    set.setStatus(
        new KubernetesSerialization()
            .unmarshal(
                """
                permissionSetArn: %s
                conditions:
                - {type: Ready, status: "%s", reason: Any, message: Any., observedGeneration: 1,
                   lastTransitionTime: "2026-03-01T09:00:00Z"}
                """
                    .formatted(arn, ready),
                PermissionSetStatus.class));
    return set;
  }

  private void runUntilReady() {
    for (int i = 0; i < 100 && !isReady(); i++) {
      run(1);
    }
    assertThat(isReady()).as("%s", ready()).isTrue();
  }

  /** Runs as often as events and time would make it run; AWS ends what it works on meanwhile. */
  private void run(int times) {
    for (int i = 0; i < times; i++) {
      runOnce();
      aws.endAll();
    }
  }

  private void runFailing(String reason) {
    for (int i = 0; i < 10; i++) {
      runOnce();
      aws.failAll(reason);
    }
  }

  private void runOnce() {
    try {
      report(this::visit);
      process.background.pass(Duration.ofSeconds(3));
    } catch (ProcessStoppedError stopped) {
      process = startedProcess();
    }
  }

  private Visit visit(AccountAssignment current) {
    if (!process.tracker.isRecovered(AssignmentLifecycleTest::nobodyToWake)) {
      return Visit.of(current, Outcome.starting());
    }
    return process.convergence.run(current, AssignmentLifecycleTest::nobodyToWake);
  }

  private void delete() {
    var current = objects.latest(assignment);
    current.getMetadata().setDeletionTimestamp(clock.instant().toString());
    objects.put(current);
  }

  private boolean deleteUntilGone() {
    delete();
    for (int i = 0; i < 20; i++) {
      try {
        var gone = new AtomicBoolean();
        report(
            deleted -> {
              var waiting = process.deletion.run(deleted, AssignmentLifecycleTest::nobodyToWake);
              gone.set(waiting.isEmpty());
              return waiting.orElseGet(() -> Visit.of(deleted, Outcome.pending()));
            });
        if (gone.get()) {
          return true;
        }
        process.background.pass(Duration.ofSeconds(3));
      } catch (ProcessStoppedError stopped) {
        process = startedProcess();
      }
      aws.endAll();
    }
    return false;
  }

  private void report(Function<AccountAssignment, Visit> run) {
    var current = objects.latest(assignment);
    Visit visit;
    try {
      visit = run.apply(current);
    } catch (IdentityCenterException failure) {
      visit = Visit.of(current, Failures.outcome(failure));
    } catch (RuntimeException bug) {
      visit = Visit.of(current, Outcome.bug(bug));
    }
    process.write(current, visit, AssignmentLifecycleTest::nobodyToWake);
  }

  private boolean isReady() {
    var current = objects.latest(assignment);
    return current.getStatus() != null
        && Conditions.isTrue(
            current.getStatus().conditions(),
            ConditionType.READY,
            current.getMetadata().getGeneration());
  }

  private Condition ready() {
    return condition(ConditionType.READY);
  }

  private Condition condition(String type) {
    return Optional.ofNullable(objects.latest(assignment).getStatus())
        .flatMap(status -> Conditions.find(status.conditions(), type))
        .orElseThrow();
  }

  /** Runs follow one another here without being woken. */
  private static void nobodyToWake() {}
}
