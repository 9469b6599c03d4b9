package dev.identitycenter.operator.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.testing.FakeIdentityCenter;
import dev.identitycenter.operator.testing.MutableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PermissionSetDirectoryTest {

  private static final String LIST = "ListPermissionSets";
  private static final String DESCRIBE = "DescribePermissionSet";

  private final MutableClock clock = MutableClock.standing();
  private final FakeIdentityCenter aws = new FakeIdentityCenter(clock);
  private final PermissionSetDirectory directory =
      new PermissionSetDirectory(aws.permissionSets(), clock);

  @Test
  void findsASetByItsName() {
    // Given
    aws.hasPermissionSet("Admin");
    var arn = aws.hasPermissionSet("ReadOnly");

    // When
    var found = directory.find("ReadOnly");

    // Then
    assertThat(found).contains(arn);
  }

  @Test
  void tellsNamesApartByCase() {
    // Given
    aws.hasPermissionSet("ReadOnly");

    // When
    var found = directory.find("readonly");

    // Then
    assertThat(found).isEmpty();
  }

  @Test
  void remembersWhatItFound() {
    // Given
    aws.hasPermissionSet("ReadOnly");
    var first = directory.find("ReadOnly");
    clock.advance(Duration.ofHours(1));

    // When
    var again = directory.find("ReadOnly");

    // Then
    assertThat(again).isEqualTo(first);
    assertThat(aws.calls()).containsExactly(LIST, DESCRIBE);
  }

  @Test
  void doesNotAskAgainAtOnceForAMissingName() {
    // Given
    var first = directory.find("Missing");
    clock.advance(Duration.ofSeconds(10));

    // When
    var again = directory.find("Other");

    // Then
    assertThat(first).isEqualTo(again).isEmpty();
    assertThat(aws.calls(LIST)).isEqualTo(1);
  }

  @Test
  void describesOnlyNewSetsWhenItLooksAgain() {
    // Given
    aws.hasPermissionSet("Admin");
    var before = directory.find("ReadOnly");
    var arn = aws.hasPermissionSet("ReadOnly");
    clock.advance(Duration.ofSeconds(11));

    // When
    var found = directory.find("ReadOnly");

    // Then
    assertThat(before).isEmpty();
    assertThat(found).contains(arn);
    assertThat(aws.calls(DESCRIBE)).isEqualTo(2);
  }

  @Test
  void asksAtOnceWhenToldTo() {
    // Given
    var before = directory.find("ReadOnly");
    var arn = aws.hasPermissionSet("ReadOnly");

    // When
    var found = directory.findAfresh("ReadOnly");

    // Then
    assertThat(before).isEmpty();
    assertThat(found).contains(arn);
  }

  @Test
  void forgetsWhatAwsDoesNotListAnyMore() {
    // Given
    var arn = aws.hasPermissionSet("ReadOnly");
    var before = directory.find("ReadOnly");
    aws.lostPermissionSet(arn);

    // When
    var found = directory.findAfresh("ReadOnly");

    // Then
    assertThat(before).contains(arn);
    assertThat(found).isEmpty();
  }

  @Test
  void findsTheNewSetOfThatNameOnceTheOldOneIsInDoubt() {
    // Given
    var old = aws.hasPermissionSet("ReadOnly");
    var before = directory.find("ReadOnly");
    aws.lostPermissionSet(old);
    var arn = aws.hasPermissionSet("ReadOnly");
    clock.advance(Duration.ofMinutes(2));

    // When
    directory.doubt(old);

    // Then
    assertThat(before).contains(old);
    assertThat(directory.find("ReadOnly")).contains(arn);
  }

  /** What AWS does not know may as well be a principal, and there may be many of them. */
  @Test
  void listsOnceAMinuteHoweverOftenASetIsInDoubt() {
    // Given
    var arn = aws.hasPermissionSet("ReadOnly");
    var first = directory.find("ReadOnly");

    // When
    for (int i = 0; i < 600; i++) {
      clock.advance(Duration.ofSeconds(1));
      directory.doubt(arn);
      assertThat(directory.find("ReadOnly")).isEqualTo(first);
    }

    // Then
    assertThat(aws.calls(LIST)).isBetween(5L, 11L);
    assertThat(aws.calls(DESCRIBE)).isEqualTo(1);
  }

  @Test
  void listsAgainForNobodyAfterADoubtIsSettled() {
    // Given
    var arn = aws.hasPermissionSet("ReadOnly");
    var first = directory.find("ReadOnly");
    directory.doubt(arn);
    clock.advance(Duration.ofMinutes(2));
    var settled = directory.find("ReadOnly");
    clock.advance(Duration.ofMinutes(2));

    // When
    var again = directory.find("ReadOnly");

    // Then
    assertThat(again).isEqualTo(settled).isEqualTo(first);
    assertThat(aws.calls(LIST)).isEqualTo(2);
  }

  @Test
  void learnsFromTheOperatorWhatItCreatedAndDeleted() {
    // When
    directory.created("arn-1", "ReadOnly");
    directory.created("arn-2", "Admin");
    directory.deleted("arn-1");

    // Then
    assertThat(directory.find("Admin")).contains("arn-2");
    assertThat(aws.calls()).isEmpty();
    assertThat(directory.find("ReadOnly")).isEmpty();
  }

  @Test
  void keepsANameThatWasGivenToANewSet() {
    // Given
    directory.created("arn-1", "ReadOnly");
    directory.created("arn-2", "ReadOnly");

    // When
    directory.deleted("arn-1");

    // Then
    assertThat(directory.find("ReadOnly")).contains("arn-2");
  }

  @Test
  void leavesOutASetThatIsDeletedMeanwhile() {
    // Given
    aws.hasPermissionSet("Deleted");
    aws.failNext(DESCRIBE, FailureKind.NOT_FOUND);

    // When
    var found = directory.find("Deleted");

    // Then
    assertThat(found).isEmpty();
  }

  @Test
  void goesOnWhereItFailed() {
    // Given
    aws.hasPermissionSet("Admin");
    var arn = aws.hasPermissionSet("ReadOnly");
    aws.failNext(DESCRIBE, FailureKind.RATE_EXCEEDED);

    // When
    assertThatThrownBy(() -> directory.find("ReadOnly"))
        .isInstanceOf(IdentityCenterException.class);

    // Then
    assertThat(directory.find("ReadOnly")).contains(arn);
  }
}
