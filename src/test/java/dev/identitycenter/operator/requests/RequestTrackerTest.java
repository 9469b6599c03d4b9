package dev.identitycenter.operator.requests;

import static dev.identitycenter.operator.testing.Fixtures.account;
import static dev.identitycenter.operator.testing.Fixtures.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.identitycenter.operator.api.v1alpha1.AsyncRequest;
import dev.identitycenter.operator.api.v1alpha1.AsyncRequest.Operation;
import dev.identitycenter.operator.budget.WorkflowSlots;
import dev.identitycenter.operator.budget.WorkflowSlots.Pool;
import dev.identitycenter.operator.directory.AssignmentListings;
import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.identitycenter.RequestStatus.State;
import dev.identitycenter.operator.testing.FakeIdentityCenter;
import dev.identitycenter.operator.testing.ManualBackground;
import dev.identitycenter.operator.testing.MutableClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestTrackerTest {

  private static final String CREATE = "CreateAccountAssignment";
  private static final String LIST_CREATIONS = "ListAccountAssignmentCreationStatus";
  private static final String DESCRIBE_CREATION = "DescribeAccountAssignmentCreationStatus";
  private static final String BY_PRINCIPAL = "ListAccountAssignmentsForPrincipal";

  private static final AssignmentKey ANN_1 = key("set-a", "ann", account(1));
  private static final AssignmentKey ANN_2 = key("set-a", "ann", account(2));
  private static final AssignmentKey ANN_3 = key("set-b", "ann", account(3));
  private static final Subject.OfPermissionSet SET_A = new Subject.OfPermissionSet("set-a");

  private final MutableClock clock = MutableClock.standing();
  private final ManualBackground background = new ManualBackground(clock);
  private final FakeIdentityCenter aws = new FakeIdentityCenter(clock);
  private final WorkflowSlots slots = new WorkflowSlots(15, 3, clock);
  private final RequestTracker tracker =
      new RequestTracker(
          aws,
          slots,
          new AssignmentListings(aws.assignments(), 18, background, clock),
          18,
          background,
          clock);
  private final List<Object> woken = new ArrayList<>();

  @Test
  void tellsThatARequestRuns() {
    // Given
    create(ANN_1);

    // When
    pass(Duration.ofSeconds(20));

    // Then
    assertThat(find(ANN_1).isInProgress()).isTrue();
    assertThat(slots.taken(Pool.ASSIGNMENT)).isEqualTo(1);
    assertThat(woken).isEmpty();
  }

  @Test
  void watchesManyRequestsWithOneCall() {
    // Given
    for (int i = 0; i < 10; i++) {
      create(key("set-a", "group-" + i, account(i)));
    }
    aws.forgetCalls();

    // When
    pass(Duration.ofSeconds(1));

    // Then
    assertThat(aws.calls()).containsOnly(LIST_CREATIONS).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void doesNotLookBeforeOneCanHaveEnded() {
    // Given
    create(ANN_1);
    pass(Duration.ofSeconds(8));
    aws.end(ANN_1);
    pass(Duration.ofSeconds(20));
    aws.forgetCalls();

    // When
    create(ANN_2);
    pass(Duration.ofSeconds(5));

    // Then
    assertThat(aws.calls(LIST_CREATIONS)).isZero();
  }

  /** A thread may stand still between any two steps, and AWS goes on meanwhile. */
  @Test
  void givesThePlaceBackOfARequestThatEndsWhileItIsTakenDown() {
    // Given
    var meanwhile = new AtomicReference<Runnable>(() -> {});
    var interrupted =
        new RequestTracker(
            aws,
            slots,
            new AssignmentListings(aws.assignments(), 18, background, clock),
            18,
            background,
            new InterruptedClock(clock, meanwhile));
    var first = new Subject.OfAssignment(ANN_1);
    interrupted.started(
        first,
        Operation.Create,
        aws.assignments().createAssignment(ANN_1),
        Claims.of(first),
        () -> {});
    var second = new Subject.OfAssignment(ANN_2);
    var status = aws.assignments().createAssignment(ANN_2);
    var reads = new AtomicInteger();
    meanwhile.set(
        () -> {
          // The second time, the request is in flight already.
          if (reads.incrementAndGet() == 2) {
            aws.endAll();
            pass(Duration.ofSeconds(10));
          }
        });

    // When
    interrupted.started(second, Operation.Create, status, Claims.of(second), () -> {});

    // Then
    assertThat(slots.taken(Pool.ASSIGNMENT)).isZero();
  }

  private static final class InterruptedClock extends Clock {
    private final Clock clock;
    private final AtomicReference<Runnable> meanwhile;

    InterruptedClock(Clock clock, AtomicReference<Runnable> meanwhile) {
      this.clock = clock;
      this.meanwhile = meanwhile;
    }

    @Override
    public Instant instant() {
      meanwhile.get().run();
      return clock.instant();
    }

    @Override
    public ZoneId getZone() {
      return clock.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @Test
  void confirmsSeveralOfOnePrincipalWithOneListing() {
    // Given
    create(ANN_1);
    create(ANN_2);
    create(ANN_3);
    pass(Duration.ofSeconds(1));
    aws.endAll();
    aws.forgetCalls();

    // When
    pass(Duration.ofSeconds(5));

    // Then
    assertThat(woken).containsExactlyInAnyOrder(ANN_1, ANN_2, ANN_3);
    assertThat(List.of(find(ANN_1), find(ANN_2), find(ANN_3)))
        .allMatch(request -> request.state() == State.SUCCEEDED);
    assertThat(aws.calls(BY_PRINCIPAL)).isEqualTo(1);
    assertThat(aws.calls(DESCRIBE_CREATION)).isZero();
  }

  /** One listing then confirms both; a slot that is free is not held meanwhile. */
  @Test
  void waitsAMomentForOthersOfThePrincipalButFreesTheSlotAtOnce() {
    // Given
    create(ANN_1);
    create(ANN_2);
    pass(Duration.ofSeconds(3));
    aws.end(ANN_1);

    // When
    pass(Duration.ofMillis(700));

    // Then
    assertThat(slots.taken(Pool.ASSIGNMENT)).isEqualTo(1);
    assertThat(aws.calls(BY_PRINCIPAL)).isZero();
  }

  @Test
  void doesNotWaitForEverForOthersOfThePrincipal() {
    // Given
    create(ANN_1);
    create(ANN_2);
    pass(Duration.ofSeconds(3));
    aws.end(ANN_1);

    // When
    pass(Duration.ofSeconds(10));

    // Then
    assertThat(woken).containsExactly(ANN_1);
    assertThat(find(ANN_2).isInProgress()).isTrue();
  }

  @Test
  void confirmsADeletionByItsAbsence() {
    // Given
    aws.hasAssignment(ANN_1);
    delete(ANN_1);
    pass(Duration.ofSeconds(1));
    aws.endAll();

    // When
    pass(Duration.ofSeconds(5));

    // Then
    assertThat(woken).containsExactly(ANN_1);
    assertThat(find(ANN_1).state()).isEqualTo(State.SUCCEEDED);
    assertThat(find(ANN_1).operation()).isEqualTo(Operation.Delete);
  }

  @Test
  void describesAFailureAndTellsItsReason() {
    // Given
    create(ANN_1);
    pass(Duration.ofSeconds(1));
    aws.failAll("Received a 403 status error: Access denied by IAM.");

    // When
    pass(Duration.ofSeconds(5));

    // Then
    assertThat(woken).containsExactly(ANN_1);
    assertThat(find(ANN_1).isFailed()).isTrue();
    assertThat(find(ANN_1).failureReason())
        .contains("Received a 403 status error: Access denied by IAM.");
    assertThat(slots.taken(Pool.ASSIGNMENT)).isZero();
  }

  @Test
  void keepsAFailureAlthoughItWasAcknowledged() {
    // Given
    create(ANN_1);
    pass(Duration.ofSeconds(1));
    aws.failAll("No.");
    pass(Duration.ofSeconds(5));

    // When
    tracker.acknowledge(new Subject.OfAssignment(ANN_1));

    // Then
    assertThat(find(ANN_1).isFailed()).isTrue();
  }

  @Test
  void forgetsAFailureAfterAWhile() {
    // Given
    create(ANN_1);
    pass(Duration.ofSeconds(1));
    aws.failAll("No.");
    pass(Duration.ofSeconds(5));

    // When
    pass(Duration.ofMinutes(6));

    // Then
    assertThat(tracker.find(new Subject.OfAssignment(ANN_1), () -> {})).isEmpty();
  }

  @Test
  void forgetsAFailureWhenTold() {
    // Given
    provision("set-a");
    pass(Duration.ofSeconds(1));
    aws.failAll("No.");
    pass(Duration.ofSeconds(5));

    // When
    tracker.forgetFailure(SET_A);

    // Then
    assertThat(tracker.find(SET_A, () -> {})).isEmpty();
  }

  @Test
  void forgetsASuccessOnceItIsAcknowledged() {
    // Given
    create(ANN_1);
    pass(Duration.ofSeconds(1));
    aws.endAll();
    pass(Duration.ofSeconds(5));

    // When
    tracker.acknowledge(new Subject.OfAssignment(ANN_1));

    // Then
    assertThat(tracker.find(new Subject.OfAssignment(ANN_1), () -> {})).isEmpty();
  }

  @Test
  void followsAProvisioningToItsEnd() {
    // Given
    aws.hasAssignment(ANN_1);
    provision("set-a");
    pass(Duration.ofSeconds(1));
    aws.endAll();

    // When
    pass(Duration.ofSeconds(5));

    // Then
    assertThat(woken).containsExactly("set-a");
    assertThat(tracker.find(SET_A, () -> {})).map(Request::state).contains(State.SUCCEEDED);
    assertThat(slots.taken(Pool.PROVISIONING)).isZero();
  }

  /** They may have failed because of what the set was. */
  @Test
  void forgetsFailuresOfAssignmentsWhoseSetIsEdited() {
    // Given
    create(ANN_1);
    create(ANN_3);
    pass(Duration.ofSeconds(1));
    aws.failAll("Policy not found.");
    pass(Duration.ofSeconds(20));
    var failed = List.of(find(ANN_1).isFailed(), find(ANN_3).isFailed());

    // When
    tracker.permissionSetEdited(ANN_1.permissionSetArn());

    // Then
    assertThat(failed).containsOnly(true);
    assertThat(tracker.find(new Subject.OfAssignment(ANN_1), () -> {})).isEmpty();
    assertThat(find(ANN_3).isFailed()).isTrue();
  }

  @Test
  void endsARequestAwsDoesNotKnowAnyMore() {
    // Given
    create(ANN_1);
    pass(Duration.ofSeconds(1));
    aws.forgetRequests();

    // When
    pass(Duration.ofSeconds(5));

    // Then
    assertThat(woken).containsExactly(ANN_1);
    assertThat(find(ANN_1).isFailed()).isTrue();
    assertThat(slots.taken(Pool.ASSIGNMENT)).isZero();
  }

  /** What it should have done may be there. */
  @Test
  void doesNotTakeAForgottenRequestForFailedWhileAssignmentsAreNotListed() {
    // Given
    aws.failAlways(BY_PRINCIPAL, FailureKind.UNAVAILABLE);
    create(ANN_1);
    pass(Duration.ofSeconds(1));
    aws.endAll();
    aws.forgetRequests();
    pass(Duration.ofSeconds(20));
    var meanwhile = find(ANN_1).isInProgress();

    // When
    aws.works(BY_PRINCIPAL);
    pass(Duration.ofSeconds(30));

    // Then
    assertThat(meanwhile).isTrue();
    assertThat(find(ANN_1).isSucceeded()).isTrue();
  }

  @Test
  void doesNotTakeANewRequestThatIsNotListedYetForEnded() {
    // Given
    aws.hideRequests(true);
    create(ANN_1);

    // When
    pass(Duration.ofMillis(1500));
    aws.hideRequests(false);
    pass(Duration.ofSeconds(5));

    // Then
    assertThat(find(ANN_1).isInProgress()).isTrue();
    assertThat(slots.taken(Pool.ASSIGNMENT)).isEqualTo(1);
    assertThat(aws.calls(DESCRIBE_CREATION)).isZero();
  }

  @Test
  void goesOnWatchingARequestThatOnlyWentMissingFromTheList() {
    // Given
    create(ANN_1);
    pass(Duration.ofSeconds(1));
    aws.hideRequests(true);
    pass(Duration.ofSeconds(5));
    aws.hideRequests(false);

    // When
    pass(Duration.ofSeconds(5));

    // Then
    assertThat(find(ANN_1).isInProgress()).isTrue();
    assertThat(slots.taken(Pool.ASSIGNMENT)).isEqualTo(1);
  }

  @Test
  void waitsUntilListingsShowTheEffect() {
    // Given
    create(ANN_1);
    pass(Duration.ofSeconds(1));
    aws.endAllUnseen();
    pass(Duration.ofSeconds(10));
    var before = find(ANN_1);
    aws.catchUp();

    // When
    pass(Duration.ofSeconds(5));

    // Then
    assertThat(before.isInProgress()).isTrue();
    assertThat(find(ANN_1).state()).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void doesNotWaitForEverForListings() {
    // Given
    create(ANN_1);
    pass(Duration.ofSeconds(1));
    aws.endAllUnseen();

    // When
    pass(Duration.ofSeconds(40));

    // Then
    assertThat(woken).containsExactly(ANN_1);
    assertThat(find(ANN_1).isInProgress()).isFalse();
  }

  @Test
  void losesNothingWhenAListFails() {
    // Given
    create(ANN_1);
    pass(Duration.ofSeconds(1));
    aws.failAlways(LIST_CREATIONS, FailureKind.UNAVAILABLE);
    aws.endAll();
    pass(Duration.ofSeconds(30));
    var during = find(ANN_1);
    aws.works(LIST_CREATIONS);

    // When
    pass(Duration.ofSeconds(10));

    // Then
    assertThat(during.isInProgress()).isTrue();
    assertThat(find(ANN_1).state()).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void followsDeletionsWhileTheListOfCreationsFails() {
    // Given
    aws.hasAssignment(ANN_2);
    create(ANN_1);
    delete(ANN_2);
    aws.failAlways(LIST_CREATIONS, FailureKind.ACCESS_DENIED);
    pass(Duration.ofSeconds(5));
    aws.end(ANN_2);

    // When
    pass(Duration.ofSeconds(20));

    // Then
    assertThat(woken).containsExactly(ANN_2);
  }

  @Test
  void losesNothingWhenDescribingFails() {
    // Given
    create(ANN_1);
    pass(Duration.ofSeconds(1));
    aws.failNext(DESCRIBE_CREATION, FailureKind.RATE_EXCEEDED);
    aws.failAll("No.");

    // When
    pass(Duration.ofSeconds(20));

    // Then
    assertThat(find(ANN_1).failureReason()).contains("No.");
  }

  @Test
  void confirmsTheOthersWhileOneCannotBeDescribed() {
    // Given
    var keys = IntStream.range(0, 8).mapToObj(i -> key("set-a", "group-" + i, account(i))).toList();
    keys.forEach(this::create);
    pass(Duration.ofSeconds(1));
    aws.failAll("No.");
    aws.cannotDescribe(keys.get(3), FailureKind.UNAVAILABLE);

    // When
    pass(Duration.ofSeconds(20));

    // Then
    var others = new ArrayList<Object>(keys);
    others.remove(keys.get(3));
    assertThat(woken).containsExactlyInAnyOrderElementsOf(others);
    assertThat(find(keys.get(3)).isInProgress()).isTrue();
  }

  @Test
  void doesNotAskAllTheTimeWhatCannotBeDescribed() {
    // Given
    create(ANN_1);
    pass(Duration.ofSeconds(1));
    aws.failAll("No.");
    aws.cannotDescribe(ANN_1, FailureKind.ACCESS_DENIED);

    // When
    pass(Duration.ofMinutes(1));

    // Then
    assertThat(aws.calls(DESCRIBE_CREATION)).isBetween(3L, 7L);
  }

  @Test
  void confirmsByPairWhereAwsDeniesListingByPrincipal() {
    // Given
    aws.failAlways(BY_PRINCIPAL, FailureKind.ACCESS_DENIED);
    create(ANN_1);
    pass(Duration.ofSeconds(1));
    aws.endAll();

    // When
    pass(Duration.ofSeconds(10));

    // Then
    assertThat(find(ANN_1).state()).isEqualTo(State.SUCCEEDED);
    assertThat(aws.calls("ListAccountAssignments")).isPositive();
  }

  @Test
  void asksAwsNothingWhileNothingRuns() {
    // Given
    create(ANN_1);
    pass(Duration.ofSeconds(1));
    aws.endAll();
    pass(Duration.ofSeconds(10));
    aws.forgetCalls();

    // When
    pass(Duration.ofHours(1));

    // Then
    assertThat(aws.calls()).isEmpty();
    assertThat(background.isIdle()).isTrue();
    assertThat(tracker.size()).isZero();
  }

  @Test
  void countsWhatOthersDo() {
    // Given
    for (int i = 0; i < 14; i++) {
      aws.foreignCreation(key("set-z", "zoe", account(100 + i)));
    }
    create(ANN_1);

    // When
    pass(Duration.ofSeconds(1));

    // Then
    var claim = Claims.of(new Subject.OfAssignment(ANN_2));
    assertThat(slots.tryAcquire(claim, () -> {})).isFalse();
  }

  @Test
  void givesPlacesOfOthersToThoseWhoWaitOnceTheOthersAreThrough() {
    // Given
    for (int i = 0; i < 15; i++) {
      aws.foreignCreation(key("set-z", "zoe", account(100 + i)));
    }
    create(ANN_1);
    pass(Duration.ofSeconds(1));
    slots.tryAcquire(Claims.of(new Subject.OfAssignment(ANN_2)), () -> woken.add(ANN_2));
    aws.end(ANN_1);
    pass(Duration.ofMinutes(5));
    assertThat(tracker.size()).isZero();
    assertThat(woken).doesNotContain(ANN_2);

    // When
    aws.endAll();
    pass(Duration.ofSeconds(3));

    // Then
    assertThat(woken).contains(ANN_2);
  }

  @Test
  void givesPlacesOfOthersToWhoeverBeginsToWaitWhenNothingRuns() {
    // Given
    for (int i = 0; i < 15; i++) {
      aws.foreignCreation(key("set-z", "zoe", account(100 + i)));
    }
    create(ANN_1);
    pass(Duration.ofSeconds(1));
    aws.end(ANN_1);
    pass(Duration.ofSeconds(5));
    assertThat(background.isIdle()).isTrue();
    tracker.tryAcquire(Claims.of(new Subject.OfAssignment(ANN_2)), () -> woken.add(ANN_2));

    // When
    aws.endAll();
    pass(Duration.ofSeconds(3));

    // Then
    assertThat(woken).contains(ANN_2);
  }

  /** A provisioning takes minutes where an assignment takes seconds. */
  @Test
  void doesNotLearnFromProvisioningsWhenAssignmentsEnd() {
    // Given
    for (int i = 0; i < 20; i++) {
      provision("set-" + i);
      pass(Duration.ofMinutes(5));
      aws.endAll();
      pass(Duration.ofSeconds(5));
    }
    aws.forgetCalls();

    // When
    create(ANN_1);
    pass(Duration.ofSeconds(2));

    // Then
    assertThat(aws.calls(LIST_CREATIONS)).isPositive();
  }

  @Test
  void noticesThatOthersAreThroughWithAnOperationItDoesNotUseItself() {
    // Given
    for (int i = 0; i < 14; i++) {
      aws.hasAssignment(key("set-z", "zoe", account(100 + i)));
      aws.foreignDeletion(key("set-z", "zoe", account(100 + i)));
    }
    aws.hasAssignment(ANN_1);
    delete(ANN_1);
    pass(Duration.ofSeconds(1));
    aws.end(ANN_1);
    pass(Duration.ofSeconds(3));
    create(ANN_2);

    // When
    for (int i = 0; i < 14; i++) {
      aws.end(key("set-z", "zoe", account(100 + i)));
    }
    pass(Duration.ofSeconds(10));

    // Then
    assertThat(find(ANN_2).isInProgress()).isTrue();
    var claim = Claims.of(new Subject.OfAssignment(ANN_3));
    assertThat(slots.tryAcquire(claim, () -> {})).isTrue();
  }

  // Unclear answers.

  @Test
  void findsARequestWhoseAnswerWasLost() {
    // Given
    aws.failNextAfterEffect(CREATE, FailureKind.UNAVAILABLE);
    createMaybe(ANN_1);

    // When
    pass(Duration.ofSeconds(1));

    // Then
    assertThat(tracker.isUnclear(new Subject.OfAssignment(ANN_1))).isFalse();
    assertThat(find(ANN_1).isInProgress()).isTrue();
    assertThat(slots.taken(Pool.ASSIGNMENT)).isEqualTo(1);
  }

  @Test
  void findsARequestWhoseAnswerWasLostAmongThoseOfOthers() {
    // Given
    aws.foreignCreation(ANN_2);
    aws.failNextAfterEffect(CREATE, FailureKind.UNAVAILABLE);
    createMaybe(ANN_1);
    pass(Duration.ofSeconds(1));
    aws.end(ANN_1);

    // When
    pass(Duration.ofSeconds(10));

    // Then
    assertThat(find(ANN_1).state()).isEqualTo(State.SUCCEEDED);
    assertThat(tracker.find(new Subject.OfAssignment(ANN_2), () -> {})).isEmpty();
  }

  @Test
  void givesThePlaceBackWhenAwsNeverGotTheRequest() {
    // Given
    aws.failNext(CREATE, FailureKind.UNAVAILABLE);
    createMaybe(ANN_1);

    // When
    pass(Duration.ofSeconds(10));

    // Then
    assertThat(tracker.isUnclear(new Subject.OfAssignment(ANN_1))).isFalse();
    assertThat(woken).containsExactly(ANN_1);
    assertThat(slots.taken(Pool.ASSIGNMENT)).isZero();
    assertThat(tracker.find(new Subject.OfAssignment(ANN_1), () -> {})).isEmpty();
  }

  @Test
  void findsARequestWhoseAnswerWasLostAlthoughTheListIsLate() {
    // Given
    aws.hideRequests(true);
    aws.failNextAfterEffect(CREATE, FailureKind.UNAVAILABLE);
    createMaybe(ANN_1);
    pass(Duration.ofMillis(1500));
    aws.hideRequests(false);

    // When
    pass(Duration.ofSeconds(2));

    // Then
    assertThat(find(ANN_1).isInProgress()).isTrue();
  }

  @Test
  void keepsAnUnclearRequestUnclearWhileAwsCannotBeAsked() {
    // Given
    aws.failAlways(LIST_CREATIONS, FailureKind.UNAVAILABLE);
    aws.failNextAfterEffect(CREATE, FailureKind.UNAVAILABLE);
    createMaybe(ANN_1);

    // When
    pass(Duration.ofMinutes(5));

    // Then
    assertThat(tracker.isUnclear(new Subject.OfAssignment(ANN_1))).isTrue();
    assertThat(slots.taken(Pool.ASSIGNMENT)).isEqualTo(1);
  }

  @Test
  void findsAProvisioningWhoseAnswerWasLost() {
    // Given
    aws.foreignProvisioning("set-a");
    var claim = Claims.of(SET_A, Set.of(account(1)));
    tracker.startedMaybe(SET_A, Operation.Provision, claim, () -> woken.add("set-a"));

    // When
    pass(Duration.ofSeconds(1));

    // Then
    assertThat(tracker.find(SET_A, () -> {})).map(Request::isInProgress).contains(true);
  }

  // An earlier process.

  @Test
  void adoptsWhatAnEarlierProcessLeftRunning() {
    // Given
    aws.hasAssignment(ANN_2);
    aws.hasAssignment(key("set-z", "zoe", account(7)));
    aws.foreignCreation(ANN_1);
    aws.foreignDeletion(ANN_2);
    aws.foreignProvisioning("set-z");

    // When
    var before = tracker.isRecovered(() -> woken.add("recovered"));
    pass(Duration.ofSeconds(1));

    // Then
    assertThat(before).isFalse();
    assertThat(woken).containsExactly("recovered");
    assertThat(tracker.isRecovered(() -> {})).isTrue();
    assertThat(find(ANN_1).operation()).isEqualTo(Operation.Create);
    assertThat(find(ANN_2).operation()).isEqualTo(Operation.Delete);
    assertThat(slots.taken(Pool.ASSIGNMENT)).isEqualTo(2);
    assertThat(slots.taken(Pool.PROVISIONING)).isEqualTo(1);
  }

  @Test
  void keepsTheAccountsOfAnAdoptedProvisioningBusy() {
    // Given
    aws.hasAssignment(key("set-z", "zoe", account(1)));
    aws.foreignProvisioning("set-z");
    tracker.isRecovered(() -> {});
    pass(Duration.ofMillis(1));

    // When
    var granted = slots.tryAcquire(Claims.of(new Subject.OfAssignment(ANN_1)), () -> {});

    // Then
    assertThat(granted).isFalse();
  }

  @Test
  void asksAgainWhenItCannotReadWhatRuns() {
    // Given
    aws.failNext(LIST_CREATIONS, FailureKind.UNAVAILABLE);
    aws.foreignCreation(ANN_1);
    tracker.isRecovered(() -> woken.add("recovered"));
    pass(Duration.ofSeconds(1));
    assertThatThrownBy(() -> tracker.isRecovered(() -> woken.add("recovered")))
        .isInstanceOf(IdentityCenterException.class);

    // When
    pass(Duration.ofSeconds(10));

    // Then
    assertThat(woken).contains("recovered");
    assertThat(tracker.isRecovered(() -> {})).isTrue();
    assertThat(find(ANN_1).isInProgress()).isTrue();
  }

  @Test
  void wakesOnceWhoAskedOftenWhileItCouldNotReadWhatRuns() {
    // Given
    aws.failAlways(LIST_CREATIONS, FailureKind.UNAVAILABLE);
    tracker.isRecovered(new Wake(ANN_1, woken));
    for (int i = 0; i < 10; i++) {
      pass(Duration.ofSeconds(10));
      assertThatThrownBy(() -> tracker.isRecovered(new Wake(ANN_1, woken)))
          .isInstanceOf(IdentityCenterException.class);
    }
    woken.clear();
    aws.works(LIST_CREATIONS);

    // When
    pass(Duration.ofSeconds(10));

    // Then
    assertThat(woken).containsExactly(ANN_1);
  }

  /** Equal for the same object, as wakes are. */
  private record Wake(Object object, List<Object> woken) implements Runnable {
    @Override
    public boolean equals(Object other) {
      return other instanceof Wake wake && wake.object.equals(object);
    }

    @Override
    public int hashCode() {
      return object.hashCode();
    }

    @Override
    public void run() {
      woken.add(object);
    }
  }

  @Test
  void asksAgainAfterAMistakeWhileReadingWhatRuns() {
    // Given
    aws.breakNext(LIST_CREATIONS);
    tracker.isRecovered(() -> woken.add("recovered"));

    // When
    pass(Duration.ofSeconds(10));

    // Then
    assertThat(woken).containsExactly("recovered");
  }

  /** It ended while no operator ran, so it is not among those in progress. */
  @Test
  void findsOutHowARequestEndedThatOnlyTheStatusKnows() {
    // Given
    var id = aws.foreignCreation(ANN_1).id();
    aws.failAll("No.");
    var subject = new Subject.OfAssignment(ANN_1);
    var recorded =
        Request.of(
            new AsyncRequest(
                id,
                Operation.Create,
                AsyncRequest.Status.IN_PROGRESS,
                null,
                clock.instant().toString()));
    tracker.resume(subject, recorded, Claims.of(subject), () -> woken.add(ANN_1));

    // When
    pass(Duration.ofSeconds(5));

    // Then
    assertThat(woken).containsExactly(ANN_1);
    assertThat(find(ANN_1).failureReason()).contains("No.");
  }

  private void create(AssignmentKey key) {
    var subject = new Subject.OfAssignment(key);
    var claim = Claims.of(subject);
    assertThat(slots.tryAcquire(claim, () -> {})).isTrue();
    tracker.started(
        subject,
        Operation.Create,
        aws.assignments().createAssignment(key),
        claim,
        () -> woken.add(key));
  }

  private void delete(AssignmentKey key) {
    var subject = new Subject.OfAssignment(key);
    tracker.started(
        subject,
        Operation.Delete,
        aws.assignments().deleteAssignment(key),
        Claims.of(subject),
        () -> woken.add(key));
  }

  private void createMaybe(AssignmentKey key) {
    var subject = new Subject.OfAssignment(key);
    assertThatThrownBy(() -> aws.assignments().createAssignment(key))
        .isInstanceOf(IdentityCenterException.class);
    tracker.startedMaybe(subject, Operation.Create, Claims.of(subject), () -> woken.add(key));
  }

  private void provision(String arn) {
    var subject = new Subject.OfPermissionSet(arn);
    tracker.started(
        subject,
        Operation.Provision,
        aws.permissionSets().provisionEverywhere(arn),
        Claims.of(subject, Set.of(account(1))),
        () -> woken.add(arn));
  }

  private Request find(AssignmentKey key) {
    return tracker.find(new Subject.OfAssignment(key), () -> woken.add(key)).orElseThrow();
  }

  private void pass(Duration duration) {
    background.pass(duration);
  }
}
