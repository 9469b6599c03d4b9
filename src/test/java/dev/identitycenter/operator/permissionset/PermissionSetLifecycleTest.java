package dev.identitycenter.operator.permissionset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.api.v1alpha1.ApiGroup;
import dev.identitycenter.operator.api.v1alpha1.Condition;
import dev.identitycenter.operator.api.v1alpha1.ConditionType;
import dev.identitycenter.operator.api.v1alpha1.PermissionSet;
import dev.identitycenter.operator.budget.WorkflowSlots;
import dev.identitycenter.operator.directory.AccountDirectory;
import dev.identitycenter.operator.directory.AssignmentListings;
import dev.identitycenter.operator.directory.DelegateLimits;
import dev.identitycenter.operator.directory.OutdatedRoles;
import dev.identitycenter.operator.directory.PermissionSetDirectory;
import dev.identitycenter.operator.events.DriftReporter;
import dev.identitycenter.operator.events.EventPublisher;
import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.objects.NameFence;
import dev.identitycenter.operator.requests.RequestTracker;
import dev.identitycenter.operator.safety.SafetyStop;
import dev.identitycenter.operator.status.Conditions;
import dev.identitycenter.operator.status.Failures;
import dev.identitycenter.operator.status.Outcome;
import dev.identitycenter.operator.testing.FakeIdentityCenter;
import dev.identitycenter.operator.testing.FakeObjects;
import dev.identitycenter.operator.testing.Fixtures;
import dev.identitycenter.operator.testing.ManualBackground;
import dev.identitycenter.operator.testing.MutableClock;
import dev.identitycenter.operator.testing.ProcessStoppedError;
import dev.identitycenter.operator.testing.UnheardEvents;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole lives of a permission set, without a cluster: only the status is carried from run to run.
 */
class PermissionSetLifecycleTest {

  private static final Duration RESYNC = Duration.ofMinutes(10);
  private static final OwnershipTag OWNERSHIP = new OwnershipTag("cluster");
  private static final String SPEC =
      """
      description: For readers
      managedPolicies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
      inlinePolicy: {Version: "2012-10-17", Statement: []}
      tags: {team: platform}
      """;

  private static final String ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";

  private static final EventPublisher EVENTS = UnheardEvents.publisher();

  private final MutableClock clock = MutableClock.standing();
  private final FakeIdentityCenter aws = new FakeIdentityCenter(clock);
  private final FakeObjects objects = new FakeObjects();
  private final PermissionSet set = Fixtures.permissionSet("ReadOnly", SPEC);
  private final AtomicInteger drifts = new AtomicInteger();
  private OperatorRun process;

  /** What a restart of the operator replaces. */
  private final class OperatorRun {
    final ManualBackground background = new ManualBackground(clock);
    final RequestTracker tracker;
    final PermissionSetConvergence convergence;
    final PermissionSetDeletion deletion;
    final PermissionSetStatuses statuses = new PermissionSetStatuses(new Conditions(clock));

    OperatorRun() {
      this(false);
    }

    OperatorRun(boolean dryRun) {
      var slots = new WorkflowSlots(15, 3, clock);
      var listings = new AssignmentListings(aws.assignments(), 18, background, clock);
      tracker = new RequestTracker(aws, slots, listings, 18, background, clock);
      var seen = objects.seenBy(background);
      var directory = new PermissionSetDirectory(aws.permissionSets(), clock);
      var observer = new PermissionSetObserver(aws.permissionSets(), RESYNC.dividedBy(2), clock);
      var limits =
          new DelegateLimits(aws, new AccountDirectory(aws.accounts(), RESYNC, clock), clock);
      var rollout =
          new Rollout(
              aws.permissionSets(),
              tracker,
              slots,
              new AccountDirectory(aws.accounts(), RESYNC, clock),
              new OutdatedRoles(),
              () -> RESYNC,
              RESYNC.dividedBy(2),
              RESYNC.multipliedBy(6),
              clock);
      var executor = new PermissionSetExecutor(aws.permissionSets(), observer, rollout);
      convergence =
          new PermissionSetConvergence(
              aws,
              directory,
              seen,
              new Hindrances(aws, seen, new NameFence("")),
              limits,
              OWNERSHIP,
              observer,
              new PermissionSetCreation(
                  aws, directory, listings, observer, executor, rollout, EVENTS),
              executor,
              rollout,
              EVENTS,
              new DriftReporter(EVENTS, kind -> drifts.incrementAndGet()),
              new SafetyStop(100, RESYNC, clock),
              dryRun);
      deletion =
          new PermissionSetDeletion(
              aws,
              directory,
              seen,
              limits,
              OWNERSHIP,
              new Inheritance(seen, OWNERSHIP, new NameFence("")),
              observer,
              rollout,
              EVENTS);
    }
  }

  @BeforeEach
  void startProcess() {
    objects.put(set);
    process = new OperatorRun();
  }

  @Test
  void createsTheSetAsTheSpecSays() {
    // When
    runUntilReady();

    // Then
    assertThat(aws.permissionSetNames()).containsExactly("ReadOnly");
    assertThatAwsAgrees();
  }

  @Test
  void bringsAChangeToTheAccounts() {
    // Given
    runUntilReady();
    aws.hasAssignment(Fixtures.key(arn(), "readers", Fixtures.account(1)));
    changeSpec("description: For everybody");

    // When
    runUntilReady();

    // Then
    assertThatAwsAgrees();
    assertThat(aws.permissionSets().accountsOutdated(arn())).isEmpty();
    assertThat(aws.calls("ProvisionPermissionSet")).isEqualTo(1);
  }

  @Test
  void correctsWhatSomebodyChangedInAws() {
    // Given
    runUntilReady();
    aws.permissionSets().attachManagedPolicy(arn(), ADMINISTRATOR);
    clock.advance(RESYNC);

    // When
    run(3);

    // Then
    assertThatAwsAgrees();
  }

  @ParameterizedTest
  @EnumSource(names = {"CONFLICTING_OPERATION", "RATE_EXCEEDED", "UNAVAILABLE"})
  void doesNotCallASetReadyThatItCouldNotCorrectYet(FailureKind kind) {
    // Given
    runUntilReady();
    aws.permissionSets().attachManagedPolicy(arn(), ADMINISTRATOR);
    aws.failAlways("DetachManagedPolicyFromPermissionSet", kind);
    clock.advance(RESYNC);

    // When
    run(5);

    // Then
    assertThat(ready().status()).isEqualTo(Condition.Status.False);
    assertThat(ready().message()).contains("detach " + ADMINISTRATOR);
    assertThat(condition(ConditionType.SYNCED).reason()).isEqualTo("Drifted");
    assertThat(drifts).hasValue(1);
  }

  @Test
  void countsADifferenceOnceHoweverOftenItTries() {
    // Given
    runUntilReady();
    aws.permissionSets().attachManagedPolicy(arn(), ADMINISTRATOR);
    aws.failNext("DetachManagedPolicyFromPermissionSet", FailureKind.CONFLICTING_OPERATION);
    clock.advance(RESYNC);
    run(1);

    // When
    runUntilReady();

    // Then
    assertThatAwsAgrees();
    assertThat(drifts).hasValue(1);
  }

  @Test
  void staysReadyWhileItOnlyCannotLook() {
    // Given
    runUntilReady();
    aws.failAlways("DescribePermissionSet", FailureKind.RATE_EXCEEDED);
    clock.advance(RESYNC);

    // When
    run(3);

    // Then
    assertThat(isReady()).isTrue();
    assertThat(drifts).hasValue(0);
  }

  /** Not knowing for a moment is no reason to take the difference for a wish of the user. */
  @Test
  void stillKnowsOfADifferenceAfterItCouldNotLook() {
    // Given
    changeSpec(SPEC + "driftPolicy: Report\n");
    runUntilReady();
    aws.permissionSets().attachManagedPolicy(arn(), ADMINISTRATOR);
    clock.advance(RESYNC);
    run(1);
    aws.failNext("DescribePermissionSet", FailureKind.RATE_EXCEEDED);
    clock.advance(RESYNC);
    run(1);
    var meanwhile = ready().reason();

    // When
    run(3);

    // Then
    assertThat(meanwhile).isEqualTo("Drifted");
    assertThat(ready().reason()).isEqualTo("Drifted");
    assertThat(aws.calls("DetachManagedPolicyFromPermissionSet")).isZero();
  }

  /** Of a refusal to tell nothing follows about what AWS stores. */
  @Test
  void onlyReportsWhatChangedWhileAwsRefusedToTell() {
    // Given
    changeSpec(SPEC + "driftPolicy: Report\n");
    runUntilReady();
    aws.failAlways("DescribePermissionSet", FailureKind.ACCESS_DENIED);
    clock.advance(RESYNC);
    run(3);
    assertThat(ready().reason()).isEqualTo("AccessDenied");
    aws.permissionSets().attachManagedPolicy(arn(), ADMINISTRATOR);

    // When
    aws.works("DescribePermissionSet");
    run(3);

    // Then
    assertThat(ready().reason()).isEqualTo("Drifted");
    assertThat(aws.calls("DetachManagedPolicyFromPermissionSet")).isZero();
  }

  @Test
  void onlyReportsRolesThatFellBehindWhileAwsRefusedToTell() {
    // Given
    changeSpec(SPEC + "driftPolicy: Report\n");
    runUntilReady();
    aws.hasAssignment(Fixtures.key(arn(), "readers", Fixtures.account(1)));
    clock.advance(RESYNC.multipliedBy(7));
    run(1);
    aws.failAlways("ListAccountsForProvisionedPermissionSet", FailureKind.ACCESS_DENIED);
    clock.advance(RESYNC);
    run(3);
    assertThat(ready().reason()).isEqualTo("AccessDenied");
    assertThat(conditions()).contains("Synced=True", "Provisioned=True");
    aws.outdated(arn());

    // When
    aws.works("ListAccountsForProvisionedPermissionSet");
    run(3);

    // Then
    assertThat(ready().reason()).isEqualTo("Drifted");
    assertThat(conditions()).contains("Synced=True", "Provisioned=False");
    assertThat(aws.calls("ProvisionPermissionSet")).isZero();
  }

  @Test
  void onlyReportsWhatChangedWhileItWasSuspended() {
    // Given
    changeSpec(SPEC + "driftPolicy: Report\n");
    runUntilReady();
    aws.permissionSets().attachManagedPolicy(arn(), ADMINISTRATOR);
    clock.advance(RESYNC);

    // When
    // As it is after a pause: another generation of the same content.
    changeSpec(SPEC + "driftPolicy: Report\n");
    run(3);

    // Then
    assertThat(ready().reason()).isEqualTo("Drifted");
    assertThat(aws.calls("DetachManagedPolicyFromPermissionSet")).isZero();
  }

  @Test
  void appliesAChangeOfTheSpecThatCameWhileRolesWereUpdated() {
    // Given
    changeSpec(SPEC + "driftPolicy: Report\n");
    runUntilReady();
    aws.hasAssignment(Fixtures.key(arn(), "readers", Fixtures.account(1)));
    clock.advance(RESYNC.multipliedBy(7));
    changeSpec(SPEC + "driftPolicy: Report\nrelayState: https://first.example.com\n");
    while (aws.calls("ProvisionPermissionSet") == 0) {
      report();
    }
    changeSpec(SPEC + "driftPolicy: Report\nrelayState: https://second.example.com\n");
    report();
    assertThat(ready().reason()).isEqualTo("Provisioning");

    // When
    aws.endAll();
    run(5);

    // Then
    assertThat(isReady()).isTrue();
    assertThatAwsAgrees();
    assertThat(drifts).hasValue(0);
  }

  /** What is left of the change is not what somebody else did. */
  @Test
  void goesBackToASpecAfterAChangeThatAwsRefusedInPart() {
    // Given
    changeSpec(SPEC + "driftPolicy: Report\n");
    runUntilReady();
    changeSpec(SPEC + "driftPolicy: Report\nrelayState: https://x.example.com\n");
    aws.failNext("UpdatePermissionSet", FailureKind.INVALID);
    run(2);
    assertThat(ready().reason()).isEqualTo("InvalidSpec");
    aws.permissionSets().attachManagedPolicy(arn(), ADMINISTRATOR);
    clock.advance(RESYNC);

    // When
    changeSpec(SPEC + "driftPolicy: Report\n");
    run(5);

    // Then
    assertThat(isReady()).isTrue();
    assertThatAwsAgrees();
  }

  @Test
  void rollsASpecOutToWhichTheUserWentBackMeanwhile() {
    // Given
    changeSpec(SPEC + "driftPolicy: Report\n");
    runUntilReady();
    aws.hasAssignment(Fixtures.key(arn(), "readers", Fixtures.account(1)));
    clock.advance(RESYNC.multipliedBy(7));
    run(1);
    changeSpec(SPEC + "driftPolicy: Report\nrelayState: https://x.example.com\n");
    aws.failAlways("ProvisionPermissionSet", FailureKind.CONFLICTING_OPERATION);
    run(3);
    changeSpec(SPEC + "driftPolicy: Report\n");
    run(3);

    // When
    aws.works("ProvisionPermissionSet");
    run(3);

    // Then
    assertThat(isReady()).isTrue();
    assertThat(aws.permissionSets().accountsOutdated(arn())).isEmpty();
  }

  /** Else others could assign it by name as one that nobody manages. */
  @Test
  void recordsTheSetAlthoughAwsRefusesAPartOfIt() {
    // Given
    aws.failAlways("AttachManagedPolicyToPermissionSet", FailureKind.QUOTA_EXCEEDED);

    // When
    run(5);

    // Then
    assertThat(ready().reason()).isEqualTo("QuotaExceeded");
    assertThat(aws.permissionSetNames()).containsExactly("ReadOnly");
    assertThat(objects.latest(set).getStatus().permissionSetArn()).isNotNull();
  }

  @Test
  void doesNotCallASetReadyThatItCorrectedButDidNotRollOutYet() {
    // Given
    runUntilReady();
    aws.hasAssignment(Fixtures.key(arn(), "readers", Fixtures.account(1)));
    clock.advance(RESYNC.multipliedBy(7));
    run(1);
    aws.permissionSets().attachManagedPolicy(arn(), ADMINISTRATOR);
    aws.failAlways("ListAccountsForProvisionedPermissionSet", FailureKind.RATE_EXCEEDED);
    clock.advance(RESYNC);

    // When
    run(3);

    // Then
    assertThatAwsAgrees();
    assertThat(isReady()).isFalse();
    assertThat(conditions()).contains("Synced=True", "Provisioned=False");
    assertThat(drifts).hasValue(1);
  }

  /** AWS's list may be late, and an account may stay in it for ever. */
  @Test
  void doesNotUpdateRolesOverAndOverThatStayBehind() {
    // Given
    runUntilReady();
    aws.hasAssignment(Fixtures.key(arn(), "readers", Fixtures.account(1)));
    clock.advance(RESYNC.multipliedBy(7));
    run(1);
    aws.outdated(arn());
    while (aws.calls("ProvisionPermissionSet") == 0) {
      report();
    }
    aws.endAll();
    process.background.pass(Duration.ofSeconds(3));
    aws.outdated(arn());

    // When
    report();

    // Then
    assertThat(aws.calls("ProvisionPermissionSet")).isEqualTo(1);
    assertThat(ready().message()).contains("still lists 1 of them");
    runUntilReady();
  }

  @Test
  void doesNotCallASetReadyWhoseRolesItCouldNotUpdateYet() {
    // Given
    runUntilReady();
    aws.hasAssignment(Fixtures.key(arn(), "readers", Fixtures.account(1)));
    clock.advance(RESYNC.multipliedBy(7));
    run(1);
    aws.outdated(arn());
    aws.failAlways("ProvisionPermissionSet", FailureKind.CONFLICTING_OPERATION);
    clock.advance(RESYNC);
    run(3);
    assertThat(ready().status()).isEqualTo(Condition.Status.False);
    assertThat(condition(ConditionType.SYNCED).status()).isEqualTo(Condition.Status.True);
    assertThat(condition(ConditionType.PROVISIONED).reason()).isEqualTo("Drifted");
    aws.works("ProvisionPermissionSet");

    // When
    runUntilReady();

    // Then
    assertThat(aws.permissionSets().accountsOutdated(arn())).isEmpty();
    assertThat(drifts).hasValue(1);
  }

  @Test
  void leavesASetAloneThatItDoesNotOwn() {
    // Given
    var foreign = aws.hasPermissionSet("ReadOnly");
    var before = aws.stored(foreign);

    // When
    run(10);

    // Then
    assertThat(aws.stored(foreign)).isEqualTo(before);
    assertThat(ready().reason()).isEqualTo("NameTaken");
  }

  @Test
  void takesASetOverWhenAskedTo() {
    // Given
    aws.hasPermissionSet("ReadOnly");
    changeSpec(SPEC + "adoptionPolicy: Adopt\n");

    // When
    runUntilReady();

    // Then
    assertThat(aws.permissionSetNames()).containsExactly("ReadOnly");
    assertThatAwsAgrees();
  }

  @Test
  void leavesASetAloneThatItWasToTakeOverOnlyInADryRun() {
    // Given
    var foreign = aws.hasPermissionSet("ReadOnly");
    var before = aws.stored(foreign);
    planAdoption();
    changeSpec(SPEC);

    // When
    run(10);

    // Then
    assertThat(aws.stored(foreign)).isEqualTo(before);
    assertThat(ready().reason()).isEqualTo("NameTaken");
  }

  @Test
  void doesNotDeleteASetThatItWasToTakeOverOnlyInADryRun() {
    // Given
    var foreign = aws.hasPermissionSet("ReadOnly");
    var before = aws.stored(foreign);
    planAdoption();

    // When
    var gone = deleteUntilGone();

    // Then
    assertThat(gone).isTrue();
    assertThat(aws.stored(foreign)).isEqualTo(before);
  }

  /** Somebody else updates the roles of a set that is not ours yet. */
  @Test
  void doesNotDeleteASetWhoseTakeOverHadToWait() {
    // Given
    var foreign = aws.hasPermissionSet("ReadOnly");
    aws.foreignProvisioning(foreign);
    changeSpec(SPEC + "adoptionPolicy: Adopt\n");
    while (!process.tracker.isRecovered(PermissionSetLifecycleTest::nobodyToWake)) {
      process.background.pass(Duration.ofSeconds(3));
    }
    run(1);
    assertThat(ready().reason()).isEqualTo("Provisioning");

    // When
    var gone = deleteUntilGone();

    // Then
    assertThat(gone).isTrue();
    assertThat(aws.permissionSetNames()).containsExactly("ReadOnly");
  }

  /** Whoever removed the tag did not take the set over. */
  @Test
  void keepsASetWhoseTagIsGoneThroughADryRun() {
    // Given
    runUntilReady();
    var arn = arn();
    aws.permissionSets().untag(arn, Set.of(OwnershipTag.KEY));
    clock.advance(RESYNC);
    process = new OperatorRun(true);
    run(2);
    assertThat(ready().reason()).isEqualTo("DryRun");
    process = new OperatorRun();

    // When
    runUntilReady();

    // Then
    assertThat(arn()).isEqualTo(arn);
    assertThatAwsAgrees();
  }

  @ParameterizedTest
  @MethodSource("calls")
  void leavesNoTagBehindAfterAStopOfATakeOver(int calls) {
    // Given
    var adopted = aws.hasPermissionSet("ReadOnly");
    changeSpec(SPEC + "adoptionPolicy: Adopt\n");
    var stopped = process;
    aws.stopAfter(calls);
    for (int i = 0; i < 10 && process == stopped; i++) {
      run(1);
    }
    aws.neverStop();

    // When
    var gone = deleteUntilGone();

    // Then
    assertThat(gone).isTrue();
    assertThat(aws.stored(adopted).flatMap(set -> OwnershipTag.holder(set.tags()))).isEmpty();
  }

  @Test
  void deletesWhatItCreated() {
    // Given
    runUntilReady();

    // When
    var gone = deleteUntilGone();

    // Then
    assertThat(gone).isTrue();
    assertThat(aws.permissionSetNames()).isEmpty();
  }

  @Test
  void leavesNoSetToAnObjectThatIsSuspended() {
    // Given
    runUntilReady();
    objects.put(Fixtures.permissionSet("second", "{name: ReadOnly, suspend: true}"));

    // When
    var gone = deleteUntilGone();

    // Then
    assertThat(gone).isTrue();
    assertThat(aws.permissionSetNames()).isEmpty();
  }

  @Test
  void staysUntilAnotherHasRecordedTheSetThatItLeaves() {
    // Given
    runUntilReady();
    var heir = heir();
    delete(set);

    // When
    var waiting = deletion(set);
    var taken = process.convergence.run(heir, PermissionSetLifecycleTest::nobodyToWake);
    heir.setStatus(process.statuses.after(heir, taken));
    objects.put(heir);

    // Then
    assertThat(waiting)
        .map(Outcome::message)
        .hasValueSatisfying(told -> assertThat(told).contains("second"));
    assertThat(heir.getStatus().permissionSetArn()).isEqualTo(arn());
    assertThat(deletion(set)).isEmpty();
    assertThat(aws.stored(arn()).flatMap(stored -> OwnershipTag.holder(stored.tags())))
        .contains(OWNERSHIP.valueFor(heir));
  }

  /** The operator may stop at any time between. */
  @Test
  void getsASetBackFromAnObjectThatIsDeletedBeforeItSawIt() {
    // Given
    runUntilReady();
    var heir = heir();
    delete(set);
    var handedOver = deletion(set);
    delete(heir);
    process = new OperatorRun();

    // When
    var heirWaits = deletion(heir);
    var gone = deleteUntilGone();
    objects.remove(set);

    // Then
    assertThat(handedOver).isPresent();
    assertThat(heirWaits).isPresent();
    assertThat(gone).isTrue();
    assertThat(aws.permissionSetNames()).isEmpty();
    assertThat(deletion(heir)).isEmpty();
  }

  /** What another cannot get, it does not wait for. */
  @Test
  void letsAnotherGoAtOnceThatGotNothing() {
    // Given
    runUntilReady();
    var heir = heir();
    delete(heir);
    delete(set);
    aws.forgetCalls();

    // Then
    assertThat(deletion(heir)).isEmpty();
    assertThat(aws.calls()).containsExactly("ListTagsForResource");
    assertThat(deleteUntilGone()).isTrue();
    assertThat(aws.permissionSetNames()).isEmpty();
  }

  /** It would not hear of its deletion, and vanish with what it got. */
  @Test
  void handsNothingToAnObjectWithoutFinalizer() {
    // Given
    runUntilReady();
    var heir = heir();
    heir.removeFinalizer(ApiGroup.FINALIZER);
    objects.put(heir);
    delete(set);

    // When
    var waiting = deletion(set);

    // Then
    assertThat(waiting).isPresent();
    assertThat(aws.stored(arn()).flatMap(stored -> OwnershipTag.holder(stored.tags())))
        .contains(OWNERSHIP.valueFor(set));
  }

  private PermissionSet heir() {
    var heir = Fixtures.permissionSet("second", "name: ReadOnly");
    heir.addFinalizer(ApiGroup.FINALIZER);
    objects.put(heir);
    return heir;
  }

  private void delete(PermissionSet one) {
    var current = objects.latest(one);
    current.getMetadata().setDeletionTimestamp(clock.instant().toString());
    objects.put(current);
  }

  private Optional<Outcome> deletion(PermissionSet one) {
    return process.deletion.run(objects.latest(one), PermissionSetLifecycleTest::nobodyToWake);
  }

  @Test
  void goesAlthoughTheSetIsGoneThatItWouldLeaveToAnother() {
    // Given
    runUntilReady();
    var heir = heir();
    heir.setStatus(objects.latest(set).getStatus());
    objects.put(heir);
    aws.lostPermissionSet(arn());

    // When
    var gone = deleteUntilGone();

    // Then
    assertThat(gone).isTrue();
  }

  @Test
  void deletesNothingWhenNothingWasCreated() {
    // When
    var gone = deleteUntilGone();

    // Then
    assertThat(gone).isTrue();
    assertThat(aws.calls()).isEmpty();
  }

  @Test
  void doesNotDeleteASetThatSomebodyElseTookOver() {
    // Given
    runUntilReady();
    aws.permissionSets().tag(arn(), Map.of(OwnershipTag.KEY, "other/team/set"));

    // When
    var gone = deleteUntilGone();

    // Then
    assertThat(gone).isTrue();
    assertThat(aws.permissionSetNames()).containsExactly("ReadOnly");
  }

  @Test
  void waitsWhileAnAccountStillUsesTheSet() {
    // Given
    runUntilReady();
    aws.hasAssignment(Fixtures.key(arn(), "readers", Fixtures.account(1)));

    // When
    var waiting =
        process.deletion.run(objects.latest(set), PermissionSetLifecycleTest::nobodyToWake);

    // Then
    assertThat(waiting)
        .map(Outcome::message)
        .hasValueSatisfying(message -> assertThat(message).contains(Fixtures.account(1)));
  }

  /** As many as the life in the test takes, at least. */
  static IntStream calls() {
    return IntStream.rangeClosed(1, 30);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void survivesAStopAfterAnyCall(int calls) {
    // Given
    aws.stopAfter(calls);

    // When
    runUntilReady();
    aws.hasAssignment(Fixtures.key(arn(), "readers", Fixtures.account(1)));
    changeSpec("managedPolicies: [\"arn:aws:iam::aws:policy/PowerUserAccess\"]");
    runUntilReady();
    aws.neverStop();

    // Then
    assertThat(aws.permissionSetNames()).containsExactly("ReadOnly");
    assertThatAwsAgrees();
    assertThat(aws.permissionSets().accountsOutdated(arn())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void survivesAStopAfterAnyCallOfADeletion(int calls) {
    // Given
    runUntilReady();
    aws.stopAfter(calls);

    // When
    var gone = deleteUntilGone();

    // Then
    assertThat(gone).isTrue();
    assertThat(aws.permissionSetNames()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("writes")
  void survivesALostAnswer(String operation) {
    // Given
    aws.failNextAfterEffect(operation, FailureKind.UNAVAILABLE);

    // When
    runUntilReady();
    aws.hasAssignment(Fixtures.key(arn(), "readers", Fixtures.account(1)));
    changeSpec("description: For everybody");
    runUntilReady();

    // Then
    assertThat(aws.permissionSetNames()).containsExactly("ReadOnly");
    assertThatAwsAgrees();
    assertThat(aws.permissionSets().accountsOutdated(arn())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("writes")
  void looksAnewWhenItCouldNotUnderstandAnAnswer(String operation) {
    // Given
    aws.breakNextAfterEffect(operation);

    // When
    runUntilReady();
    aws.hasAssignment(Fixtures.key(arn(), "readers", Fixtures.account(1)));
    changeSpec("description: For everybody");
    runUntilReady();

    // Then
    assertThat(aws.permissionSetNames()).containsExactly("ReadOnly");
    assertThatAwsAgrees();
    assertThat(aws.permissionSets().accountsOutdated(arn())).isEmpty();
    assertThat(aws.calls("ProvisionPermissionSet")).isEqualTo(1);
  }

  static Stream<String> writes() {
    return Stream.of(
        "CreatePermissionSet",
        "UpdatePermissionSet",
        "AttachManagedPolicyToPermissionSet",
        "DetachManagedPolicyFromPermissionSet",
        "PutInlinePolicyToPermissionSet",
        "DeleteInlinePolicyFromPermissionSet",
        "UntagResource",
        "ProvisionPermissionSet");
  }

  /** Reads what would change, then lets the operator write. */
  private void planAdoption() {
    process = new OperatorRun(true);
    changeSpec(SPEC + "adoptionPolicy: Adopt\n");
    run(3);
    assertThat(ready().reason()).isEqualTo("DryRun");
    process = new OperatorRun();
  }

  private void runUntilReady() {
    for (int i = 0; i < 200 && !isReady(); i++) {
      run(1);
    }
    assertThat(isReady()).as(ready().toString()).isTrue();
  }

  /** Runs as often as events and time would make it run; AWS ends what it works on meanwhile. */
  private void run(int times) {
    for (int i = 0; i < times; i++) {
      try {
        report();
        process.background.pass(Duration.ofSeconds(3));
      } catch (ProcessStoppedError stopped) {
        process = new OperatorRun();
      }
      aws.endAll();
    }
  }

  private void report() {
    var current = objects.latest(set);
    var visit = visit(current);
    if (current.getStatus() == null
        || !Conditions.stand(
            current.getStatus().conditions(),
            current.getMetadata().getGeneration(),
            visit.outcome())) {
      current.setStatus(process.statuses.after(current, visit));
      objects.put(current);
    }
  }

  private Visit visit(PermissionSet current) {
    try {
      return process.tracker.isRecovered(PermissionSetLifecycleTest::nobodyToWake)
          ? process.convergence.run(current, PermissionSetLifecycleTest::nobodyToWake)
          : Visit.of(current, Outcome.starting());
    } catch (IdentityCenterException failure) {
      return Visit.of(current, Failures.outcome(failure));
    } catch (RuntimeException bug) {
      return Visit.of(current, Outcome.bug(bug));
    }
  }

  private Stream<String> conditions() {
    return objects.latest(set).getStatus().conditions().stream()
        .map(condition -> condition.type() + "=" + condition.status());
  }

  private boolean deleteUntilGone() {
    for (int i = 0; i < 50; i++) {
      try {
        if (process
            .deletion
            .run(objects.latest(set), PermissionSetLifecycleTest::nobodyToWake)
            .isEmpty()) {
          return true;
        }
      } catch (ProcessStoppedError stopped) {
        process = new OperatorRun();
      }
      process.background.pass(Duration.ofSeconds(3));
      aws.endAll();
    }
    return false;
  }

  private void changeSpec(String spec) {
    var current = objects.latest(set);
    current.setSpec(Fixtures.permissionSet("ReadOnly", spec).getSpec());
    current.getMetadata().setGeneration(current.getMetadata().getGeneration() + 1);
    objects.put(current);
  }

  private void assertThatAwsAgrees() {
    var desired = DesiredPermissionSet.of(objects.latest(set), OWNERSHIP);
    var stored = aws.stored(arn()).orElseThrow();
    assertThat(PermissionSetPlanner.plan(desired, stored)).isEmpty();
  }

  private String arn() {
    return objects.latest(set).getStatus().permissionSetArn();
  }

  private boolean isReady() {
    var current = objects.latest(set);
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
    return Optional.ofNullable(objects.latest(set).getStatus())
        .flatMap(status -> Conditions.find(status.conditions(), type))
        .orElseThrow();
  }

  /** Runs follow one another here without being woken. */
  private static void nobodyToWake() {}
}
