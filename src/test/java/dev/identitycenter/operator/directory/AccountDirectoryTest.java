package dev.identitycenter.operator.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.identitycenter.Account;
import dev.identitycenter.operator.testing.FakeIdentityCenter;
import dev.identitycenter.operator.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AccountDirectoryTest {

  private static final String LIST = "ListAccounts";
  private static final String ID = "111122223333";

  private final MutableClock clock = MutableClock.standing();
  private final FakeIdentityCenter aws = new FakeIdentityCenter(clock);
  private final AccountDirectory directory =
      new AccountDirectory(aws.accounts(), Duration.ofMinutes(10), clock);

  @Test
  void readsAllAccountsOnce() {
    // Given
    aws.hasAccount(ID);
    aws.hasAccount("444455556666");
    var first = directory.find(ID, Instant.MIN);

    // When
    var second = directory.find("444455556666", Instant.MIN);

    // Then
    assertThat(first).map(Account::id).contains(ID);
    assertThat(second).isPresent();
    assertThat(aws.calls(LIST)).isEqualTo(1);
  }

  @Test
  void noticesANewAccountSoon() {
    // Given
    var before = directory.find(ID, Instant.MIN);
    aws.hasAccount(ID);
    clock.advance(Duration.ofSeconds(21));

    // When
    var found = directory.find(ID, Instant.MIN);

    // Then
    assertThat(before).isEmpty();
    assertThat(found).isPresent();
  }

  @Test
  void doesNotReadAgainAtOnceForAMissingAccount() {
    // Given
    var before = directory.find(ID, Instant.MIN);
    clock.advance(Duration.ofSeconds(19));

    // When
    var again = directory.find(ID, Instant.MIN);

    // Then
    assertThat(before).isEqualTo(again).isEmpty();
    assertThat(aws.calls(LIST)).isEqualTo(1);
  }

  @Test
  void noticesSoonThatASuspendedAccountIsActiveAgain() {
    // Given
    aws.hasAccount(new Account(ID, "data", false));
    var before = directory.find(ID, Instant.MIN);
    aws.hasAccount(ID);
    clock.advance(Duration.ofSeconds(21));

    // When
    var found = directory.find(ID, Instant.MIN);

    // Then
    assertThat(before).map(Account::active).contains(false);
    assertThat(found).map(Account::active).contains(true);
  }

  @Test
  void noticesInTheEndThatAnAccountWasSuspended() {
    // Given
    aws.hasAccount(ID);
    var before = directory.find(ID, Instant.MIN);
    aws.hasAccount(new Account(ID, "data", false));
    clock.advance(Duration.ofMinutes(11));

    // When
    var found = directory.find(ID, Instant.MIN);

    // Then
    assertThat(before).map(Account::active).contains(true);
    assertThat(found).map(Account::active).contains(false);
  }

  @Test
  void readsAgainForWhoNeedsANewerAnswer() {
    // Given
    aws.hasAccount(ID);
    directory.prepare();
    aws.hasAccount(new Account(ID, "data", false));
    clock.advance(Duration.ofSeconds(1));

    // When
    var found = directory.find(ID, clock.instant());

    // Then
    assertThat(found).map(Account::active).contains(false);
    assertThat(aws.calls(LIST)).isEqualTo(2);
  }

  @Test
  void asksOnceForTheManagementAccount() {
    // When
    var answers =
        new boolean[] {
          directory.isManagementAccount(FakeIdentityCenter.MANAGEMENT_ACCOUNT),
          directory.isManagementAccount(ID)
        };

    // Then
    assertThat(answers).containsExactly(true, false);
    assertThat(aws.calls()).containsExactly("DescribeOrganization");
  }
}
