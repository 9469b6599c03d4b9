package dev.identitycenter.operator.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.identitycenter.operator.identitycenter.Account;
import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.testing.FakeIdentityCenter;
import dev.identitycenter.operator.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class AccountDirectoryTest {

  private static final String LIST = "ListAccounts";
  private static final String ID = "111122223333";
  private static final String MISSING = "444455556666";
  private static final String ANOTHER = "777788889999";
  private static final Set<Thread.State> WAITING =
      Set.of(Thread.State.WAITING, Thread.State.BLOCKED);

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
  void letsNobodyWaitWhoseAnswerIsKnownWhileItReads() {
    // Given
    aws.hasAccount(ID);
    directory.prepare();
    clock.advance(Duration.ofSeconds(21));
    var meanwhile =
        whileReading(
            () -> List.of(directory.find(ID, Instant.MIN), directory.find(ANOTHER, Instant.MIN)));

    // When
    var unused = directory.find(MISSING, Instant.MIN);

    // Then
    assertThat(aws.calls(LIST)).isEqualTo(2);
    assertThat(meanwhile.get()).first().matches(Optional::isPresent);
    assertThat(meanwhile.get()).last().matches(Optional::isEmpty);
  }

  /** Many requests may fail at once, and each asks whether its account is the reason. */
  @Test
  void letsNobodyWaitForANewerAnswerWhileSomebodyElseReadsIt() {
    // Given
    aws.hasAccount(ID);
    directory.prepare();
    aws.hasAccount(new Account(ID, "data", false));
    clock.advance(Duration.ofSeconds(1));
    var meanwhile = whileReading(() -> directory.find(ID, clock.instant()));

    // When
    var found = directory.find(ID, clock.instant());

    // Then
    assertThat(meanwhile.get()).map(Account::active).contains(true);
    assertThat(found).map(Account::active).contains(false);
    assertThat(aws.calls(LIST)).isEqualTo(2);
  }

  @Test
  void tellsTheManagementAccountWhileItReads() {
    // Given
    var meanwhile =
        whileReading(() -> directory.isManagementAccount(FakeIdentityCenter.MANAGEMENT_ACCOUNT));

    // When
    directory.prepare();

    // Then
    assertThat(meanwhile.get()).isTrue();
  }

  @Test
  void spendsATenthOfTheTimeOnMissingAccountsAtMost() {
    // Given
    readingTakes(Duration.ofSeconds(50));
    for (int i = 0; i < 500; i++) {
      var unused = directory.find(MISSING, Instant.MIN);
      clock.advance(Duration.ofSeconds(1));
    }

    // When
    var before = aws.calls(LIST);
    clock.advance(Duration.ofSeconds(1));
    var unused = directory.find(MISSING, Instant.MIN);

    // Then
    assertThat(before).isEqualTo(1);
    assertThat(aws.calls(LIST)).isEqualTo(2);
  }

  /** Both need an answer newer than the one that is being read. */
  @Test
  void readsOnceForAllWhoWait() throws Exception {
    // Given
    var waiting = new AtomicReference<List<CompletableFuture<Optional<Account>>>>();
    aws.onCall(
        operation -> {
          clock.advance(Duration.ofSeconds(50));
          if (waiting.get() == null) {
            waiting.set(List.of(waiter(), waiter()));
          }
        });

    // When
    directory.prepare();

    // Then
    for (var waiter : waiting.get()) {
      assertThat(waiter.get(1, TimeUnit.MINUTES)).isEmpty();
    }
    assertThat(aws.calls(LIST)).isEqualTo(2);
  }

  /** Somebody who asks on a thread of its own for an answer from now on, and waits for it. */
  private CompletableFuture<Optional<Account>> waiter() {
    var answer = new CompletableFuture<Optional<Account>>();
    var now = clock.instant();
    var thread = new Thread(() -> answer.complete(directory.find(MISSING, now)));
    thread.setDaemon(true);
    thread.start();
    await().until(() -> WAITING.contains(thread.getState()));
    return answer;
  }

  /** What another thread is told while accounts are read; it fails if that has to wait. */
  private <T> AtomicReference<T> whileReading(Supplier<T> question) {
    var answer = new AtomicReference<T>();
    aws.onCall(
        operation -> {
          if (operation.equals(LIST)) {
            answer.set(
                CompletableFuture.supplyAsync(question).orTimeout(10, TimeUnit.SECONDS).join());
          }
        });
    return answer;
  }

  private void readingTakes(Duration duration) {
    aws.onCall(operation -> clock.advance(duration));
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

  /** AWS may answer nobody; then everybody would wait in line for a timeout of their own. */
  @Test
  void remembersForAWhileThatTheManagementAccountIsNotTold() {
    // Given
    aws.failNext("DescribeOrganization", FailureKind.UNAVAILABLE);
    assertThatThrownBy(() -> directory.isManagementAccount(ID))
        .isInstanceOf(IdentityCenterException.class);
    clock.advance(Duration.ofSeconds(4));

    // Then
    assertThatThrownBy(() -> directory.isManagementAccount(ID))
        .isInstanceOf(IdentityCenterException.class);
    assertThat(aws.calls("DescribeOrganization")).isEqualTo(1);
    clock.advance(Duration.ofSeconds(2));
    assertThat(directory.isManagementAccount(ID)).isFalse();
  }
}
