package dev.identitycenter.operator.directory;

import static dev.identitycenter.operator.testing.Fixtures.account;
import static dev.identitycenter.operator.testing.Fixtures.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.directory.AssignmentListings.Answer;
import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.testing.FakeIdentityCenter;
import dev.identitycenter.operator.testing.ManualBackground;
import dev.identitycenter.operator.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AssignmentListingsTest {

  private static final String BY_PRINCIPAL = "ListAccountAssignmentsForPrincipal";
  private static final String BY_PAIR = "ListAccountAssignments";
  private static final Duration SOON = Duration.ofSeconds(1);

  private static final AssignmentKey ANN_1 = key("set-a", "ann", account(1));
  private static final AssignmentKey ANN_2 = key("set-a", "ann", account(2));
  private static final AssignmentKey BOB_1 = key("set-a", "bob", account(1));

  private final MutableClock clock = MutableClock.standing();
  private final ManualBackground background = new ManualBackground(clock);
  private final FakeIdentityCenter aws = new FakeIdentityCenter(clock);
  private final AssignmentListings listings =
      new AssignmentListings(aws.assignments(), 18, background, clock);
  private final List<AssignmentKey> woken = new ArrayList<>();
  private Instant start;

  @BeforeEach
  void start() {
    start = clock.instant();
  }

  @Test
  void asksAwsInTheBackgroundAndWakesWhoAsked() {
    // Given
    aws.hasAssignment(ANN_1);

    // When
    var first = ask(ANN_1, start);
    background.pass(SOON);

    // Then
    assertThat(first).isInstanceOf(Answer.Asking.class);
    assertThat(woken).containsExactly(ANN_1);
    assertThat(isListed(ANN_1, start)).isTrue();
  }

  @Test
  void wakesOnceWhoAskedTwice() {
    // Given
    Runnable wake = () -> woken.add(ANN_1);
    var first = listings.ask(ANN_1, start, wake);
    var second = listings.ask(ANN_1, start, wake);

    // When
    background.pass(SOON);

    // Then
    assertThat(List.of(first, second)).hasOnlyElementsOfType(Answer.Asking.class);
    assertThat(woken).containsExactly(ANN_1);
  }

  @Test
  void answersForWhatAwsDoesNotList() {
    // When
    ask(ANN_1, start);
    background.pass(SOON);

    // Then
    assertThat(isListed(ANN_1, start)).isFalse();
  }

  @Test
  void knowsThatASetCreatedJustNowIsAssignedNowhere() {
    // When
    listings.permissionSetCreated(ANN_1.permissionSetArn());

    // Then
    assertThat(isListed(ANN_1, start)).isFalse();
    assertThat(aws.calls()).isEmpty();
  }

  @Test
  void asksAboutANewSetOnceWorkOnTheAssignmentStarted() {
    // Given
    listings.permissionSetCreated(ANN_1.permissionSetArn());
    clock.advance(SOON);
    listings.changed(ANN_1, clock.instant());

    // When
    var answer = ask(ANN_1, start);

    // Then
    assertThat(answer).isInstanceOf(Answer.Asking.class);
  }

  @Test
  void comparesLessOftenWhereEachPairTakesACall() {
    // Given
    aws.failAlways(BY_PRINCIPAL, FailureKind.ACCESS_DENIED);
    for (int i = 0; i < 900; i++) {
      ask(key("set-a", "group-" + i, account(i)), start);
    }

    // When
    background.pass(SOON.multipliedBy(100));
    ask(ANN_1, clock.instant());
    background.pass(SOON);

    // Then
    assertThat(listings.affordable(Duration.ofMinutes(10))).isEqualTo(Duration.ofMinutes(10));
    assertThat(listings.affordable(Duration.ofMinutes(1)))
        .isBetween(Duration.ofSeconds(200), Duration.ofSeconds(202));
  }

  /** A confirmation must not wait for a comparison of the whole organization. */
  @Test
  void answersTheNewestDemandFirst() {
    // Given
    for (int i = 0; i < 100; i++) {
      ask(key("set-a", "group-" + i, account(i)), start);
    }
    clock.advance(SOON);
    ask(ANN_1, clock.instant());
    aws.onCall(operation -> clock.advance(SOON));

    // When
    background.pass(SOON);

    // Then
    assertThat(woken).contains(ANN_1).hasSizeLessThan(30);
  }

  @Test
  void answersEverybodyInTheEnd() {
    // Given
    for (int i = 0; i < 100; i++) {
      ask(key("set-a", "group-" + i, account(i)), start);
    }

    // When
    background.pass(SOON);

    // Then
    assertThat(woken).hasSize(100);
    assertThat(aws.calls(BY_PRINCIPAL)).isEqualTo(100);
  }

  @Test
  void answersForManyAssignmentsOfAPrincipalWithOneListing() {
    // Given
    for (int i = 0; i < 50; i++) {
      ask(key("set-" + i, "ann", account(i)), start);
    }

    // When
    background.pass(SOON);

    // Then
    assertThat(aws.calls()).containsExactly(BY_PRINCIPAL);
    assertThat(woken).hasSize(50);
  }

  @Test
  void answersForManyPrincipalsOfAPairWithOneListing() {
    // Given
    for (int i = 0; i < 50; i++) {
      ask(key("set-a", "group-" + i, account(1)), start);
    }

    // When
    background.pass(SOON);

    // Then
    assertThat(aws.calls()).containsExactly(BY_PAIR);
  }

  @Test
  void listsByPrincipalWhereThatTakesNoMoreCalls() {
    // Given
    ask(ANN_1, start);
    ask(ANN_2, start);
    ask(BOB_1, start);

    // When
    background.pass(SOON);

    // Then
    assertThat(aws.calls()).containsExactly(BY_PRINCIPAL, BY_PRINCIPAL);
  }

  @Test
  void answersALaterQuestionFromTheSameListing() {
    // Given
    aws.hasAssignment(ANN_2);
    ask(ANN_1, start);
    background.pass(SOON);

    // When
    var listed = isListed(ANN_2, start);

    // Then
    assertThat(listed).isTrue();
    assertThat(aws.calls()).hasSize(1);
  }

  @Test
  void doesNotUseAnAnswerThatIsTooOld() {
    // Given
    ask(ANN_1, start);
    background.pass(SOON);
    aws.hasAssignment(ANN_1);

    // When
    var answer = ask(ANN_1, clock.instant());
    background.pass(SOON);

    // Then
    assertThat(answer).isInstanceOf(Answer.Asking.class);
    assertThat(isListed(ANN_1, start.plus(SOON))).isTrue();
  }

  @Test
  void doesNotUseAnAnswerFromBeforeAChange() {
    // Given
    ask(ANN_1, start);
    background.pass(SOON);
    listings.changed(ANN_1, clock.instant());

    // When
    var answer = ask(ANN_1, start);

    // Then
    assertThat(answer).isInstanceOf(Answer.Asking.class);
  }

  @Test
  void usesAnAnswerFromBeforeTheChangeOfAnother() {
    // Given
    ask(ANN_1, start);
    background.pass(SOON);
    listings.changed(ANN_2, clock.instant());

    // When
    var answer = ask(ANN_1, start);

    // Then
    assertThat(answer).isInstanceOf(Answer.Known.class);
  }

  @Test
  void usesTheNewerOfTwoListings() {
    // Given
    ask(ANN_1, start);
    background.pass(SOON);
    aws.hasAssignment(ANN_1);
    for (int i = 0; i < 3; i++) {
      ask(key("set-a", "group-" + i, account(1)), clock.instant());
    }
    background.pass(SOON);

    // When
    var listed = isListed(ANN_1, start);

    // Then
    assertThat(aws.calls()).containsExactly(BY_PRINCIPAL, BY_PAIR);
    assertThat(listed).isTrue();
  }

  @Test
  void listsByPairWhereAwsDeniesListingByPrincipal() {
    // Given
    aws.failAlways(BY_PRINCIPAL, FailureKind.ACCESS_DENIED);
    aws.hasAssignment(ANN_1);

    // When
    askUntilAnswered(ANN_1);

    // Then
    assertThat(isListed(ANN_1, start)).isTrue();
    assertThat(aws.calls()).containsExactly(BY_PRINCIPAL, BY_PAIR);
  }

  @Test
  void remembersForAWhileThatAwsDeniesListingByPrincipal() {
    // Given
    aws.failAlways(BY_PRINCIPAL, FailureKind.ACCESS_DENIED);
    askUntilAnswered(ANN_1);
    aws.forgetCalls();

    // When
    askUntilAnswered(BOB_1);
    askUntilAnswered(ANN_2);

    // Then
    assertThat(aws.calls()).containsOnly(BY_PAIR);
  }

  @Test
  void triesListingByPrincipalAgainInTheEnd() {
    // Given
    aws.failNext(BY_PRINCIPAL, FailureKind.ACCESS_DENIED);
    askUntilAnswered(ANN_1);
    background.pass(Duration.ofMinutes(11));
    aws.forgetCalls();

    // When
    ask(ANN_1, clock.instant());
    background.pass(SOON);

    // Then
    assertThat(aws.calls()).containsExactly(BY_PRINCIPAL);
  }

  /** Its assignments are still there, and deleting them must be possible. */
  @Test
  void listsByPairWhereThePrincipalIsGone() {
    // Given
    aws.failAlways(BY_PRINCIPAL, FailureKind.NOT_FOUND);
    aws.hasAssignment(ANN_1);

    // When
    askUntilAnswered(ANN_1);

    // Then
    assertThat(isListed(ANN_1, start)).isTrue();
  }

  /** Otherwise it would be asked again and again without anybody hearing of it. */
  @Test
  void tellsThatAwsFailedHoweverLongThatTook() {
    // Given
    aws.onCall(operation -> clock.advance(Duration.ofSeconds(20)));
    aws.failAlways(BY_PRINCIPAL, FailureKind.UNAVAILABLE);
    ask(ANN_1, start);

    // When
    background.pass(Duration.ofSeconds(1));

    // Then
    assertThat(woken).contains(ANN_1);
    assertThat(ask(ANN_1, start)).isInstanceOf(Answer.Failed.class);
  }

  @Test
  void tellsThatAwsFailed() {
    // Given
    aws.failNext(BY_PRINCIPAL, FailureKind.UNAVAILABLE);

    // When
    ask(ANN_1, start);
    background.pass(SOON);

    // Then
    assertThat(woken).containsExactly(ANN_1);
    assertThat(ask(ANN_1, start))
        .isInstanceOfSatisfying(
            Answer.Failed.class,
            failed -> assertThat(failed.failure().kind()).isEqualTo(FailureKind.UNAVAILABLE));
  }

  @Test
  void asksAgainSomeTimeAfterAFailure() {
    // Given
    aws.failNext(BY_PRINCIPAL, FailureKind.UNAVAILABLE);
    aws.hasAssignment(ANN_1);
    ask(ANN_1, start);
    background.pass(Duration.ofSeconds(6));

    // When
    ask(ANN_1, start);
    background.pass(SOON);

    // Then
    assertThat(isListed(ANN_1, start)).isTrue();
  }

  @Test
  void doesNotAskAgainRightAfterAFailure() {
    // Given
    aws.failNext(BY_PRINCIPAL, FailureKind.UNAVAILABLE);
    ask(ANN_1, start);
    background.pass(SOON);

    // When
    var again = ask(ANN_2, start);

    // Then
    assertThat(again).isInstanceOf(Answer.Failed.class);
    assertThat(aws.calls()).hasSize(1);
  }

  @Test
  void wakesEverybodyWhoAskedTheSame() {
    // Given
    ask(ANN_1, start);
    ask(ANN_1, start);

    // When
    background.pass(SOON);

    // Then
    assertThat(woken).containsExactly(ANN_1, ANN_1);
    assertThat(aws.calls()).hasSize(1);
  }

  @Test
  void forgetsOldListings() {
    // Given
    ask(BOB_1, start);
    background.pass(SOON);

    // When
    clock.advance(Duration.ofHours(3));
    ask(ANN_1, clock.instant());
    background.pass(SOON);

    // Then
    assertThat(listings.size()).isEqualTo(1);
  }

  private Answer ask(AssignmentKey key, Instant notBefore) {
    return listings.ask(key, notBefore, () -> woken.add(key));
  }

  private void askUntilAnswered(AssignmentKey key) {
    for (int i = 0; i < 3 && ask(key, start) instanceof Answer.Asking; i++) {
      background.pass(SOON);
    }
    assertThat(ask(key, start)).isInstanceOf(Answer.Known.class);
  }

  private boolean isListed(AssignmentKey key, Instant notBefore) {
    return ((Answer.Known) ask(key, notBefore)).listed();
  }
}
