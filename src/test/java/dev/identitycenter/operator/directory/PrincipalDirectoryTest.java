package dev.identitycenter.operator.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.identitycenter.PrincipalId;
import dev.identitycenter.operator.identitycenter.PrincipalQuery;
import dev.identitycenter.operator.identitycenter.PrincipalQuery.Attribute;
import dev.identitycenter.operator.testing.FakeIdentityCenter;
import dev.identitycenter.operator.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrincipalDirectoryTest {

  private static final PrincipalQuery READERS =
      new PrincipalQuery.ByAttribute(PrincipalId.Type.GROUP, Attribute.DISPLAY_NAME, "readers");
  private static final PrincipalId ID = new PrincipalId(PrincipalId.Type.GROUP, "g-1");
  private static final PrincipalId NEW_ID = new PrincipalId(PrincipalId.Type.GROUP, "g-2");

  private final MutableClock clock = MutableClock.standing();
  private final FakeIdentityCenter aws = new FakeIdentityCenter(clock);
  private final PrincipalDirectory directory =
      new PrincipalDirectory(aws.principals(), Duration.ofMinutes(10), clock);

  @Test
  void asksOnceForEachName() {
    // Given
    aws.hasPrincipal(READERS, ID);
    var first = directory.find(READERS);
    clock.advance(Duration.ofSeconds(59));

    // When
    var again = directory.find(READERS);

    // Then
    assertThat(first).isEqualTo(again).contains(ID);
    assertThat(aws.calls()).containsExactly("GetGroupId");
  }

  @Test
  void noticesInTheEndThatAPrincipalWasCreatedAnew() {
    // Given
    aws.hasPrincipal(READERS, ID);
    var before = directory.find(READERS);
    aws.hasPrincipal(READERS, NEW_ID);
    clock.advance(Duration.ofMinutes(12));

    // When
    var found = directory.find(READERS);

    // Then
    assertThat(before).contains(ID);
    assertThat(found).contains(NEW_ID);
  }

  @Test
  void isNotKeptFromNoticingThatByManyQuestions() {
    // Given
    aws.hasPrincipal(READERS, ID);
    var before = directory.find(READERS);
    aws.hasPrincipal(READERS, NEW_ID);

    // When
    var found = before;
    for (var minute = 0; minute < 12; minute++) {
      clock.advance(Duration.ofMinutes(1));
      found = directory.find(READERS, Instant.MIN);
    }

    // Then
    assertThat(before).contains(ID);
    assertThat(found).contains(NEW_ID);
  }

  @Test
  void asksAgainWhereARememberedAnswerIsTooOld() {
    // Given
    aws.hasPrincipal(READERS, ID);
    var before = directory.find(READERS);
    clock.advance(Duration.ofSeconds(1));
    var now = clock.instant();
    aws.hasPrincipal(READERS, NEW_ID);

    // When
    var found = List.of(directory.find(READERS, now), directory.find(READERS, now));

    // Then
    assertThat(before).contains(ID);
    assertThat(found).containsOnly(Optional.of(NEW_ID));
    assertThat(directory.find(READERS)).contains(NEW_ID);
    assertThat(aws.calls()).hasSize(2);
  }

  @Test
  void noticesSoonThatAMissingPrincipalWasCreated() {
    // Given
    var before = directory.find(READERS);
    aws.hasPrincipal(READERS, ID);
    clock.advance(Duration.ofSeconds(21));

    // When
    var found = directory.find(READERS);

    // Then
    assertThat(before).isEmpty();
    assertThat(found).contains(ID);
  }

  @Test
  void doesNotAskAgainAtOnceForAMissingPrincipal() {
    // Given
    var before = directory.find(READERS);
    clock.advance(Duration.ofSeconds(19));

    // When
    var again = directory.find(READERS);

    // Then
    assertThat(before).isEqualTo(again).isEmpty();
    assertThat(aws.calls()).hasSize(1);
  }

  @Test
  void asksLessAndLessForAPrincipalThatStaysAway() {
    // When
    for (int second = 0; second < 3600; second += 10) {
      var unused = directory.find(READERS);
      clock.advance(Duration.ofSeconds(10));
    }

    // Then
    assertThat(aws.calls()).hasSizeBetween(12, 20);
  }

  /** All assignments of a principal ask together, and each would wait for a timeout of its own. */
  @Test
  void doesNotAskAgainAtOnceWhatAwsJustFailedToTell() {
    // Given
    aws.failAlways("GetGroupId", FailureKind.UNAVAILABLE);
    assertThatThrownBy(() -> directory.find(READERS)).isInstanceOf(IdentityCenterException.class);

    // When
    assertThatThrownBy(() -> directory.find(READERS)).isInstanceOf(IdentityCenterException.class);
    var calls = aws.calls("GetGroupId");
    clock.advance(Duration.ofSeconds(6));
    aws.works("GetGroupId");
    aws.hasPrincipal(READERS, ID);

    // Then
    assertThat(calls).isEqualTo(1);
    assertThat(directory.find(READERS)).contains(ID);
  }
}
