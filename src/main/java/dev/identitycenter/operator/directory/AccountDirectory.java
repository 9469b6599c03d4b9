package dev.identitycenter.operator.directory;

import dev.identitycenter.operator.identitycenter.Account;
import dev.identitycenter.operator.identitycenter.Accounts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The accounts of the organization, read as a whole and remembered for a while. Reading thousands
 * takes a minute, so one at a time reads, and the others are told what is known.
 */
public final class AccountDirectory {

  /** A missing account makes us read again, but not more often than this. */
  private static final Duration SHORTEST_AGE = Duration.ofSeconds(20);

  /** Reading takes a tenth of the time at most, however many accounts there are. */
  private static final int SHARE = 10;

  private final Accounts accounts;
  private final Duration longestAge;
  private final Clock clock;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile Optional<Reading> last = Optional.empty();
  private final RecentFailure notRead;
  private final RecentFailure notTold;
  private String managementAccountId;

  private record Reading(Map<String, Account> byId, Instant began, Instant ended) {
    Optional<Account> find(String id) {
      return Optional.ofNullable(byId.get(id));
    }

    Duration lasts(Duration shortest) {
      var spared = Duration.between(began, ended).multipliedBy(SHARE);
      return spared.compareTo(shortest) > 0 ? spared : shortest;
    }
  }

  public AccountDirectory(Accounts accounts, Duration longestAge, Clock clock) {
    this.accounts = accounts;
    this.longestAge = longestAge;
    this.clock = clock;
    this.notRead = new RecentFailure(clock);
    this.notTold = new RecentFailure(clock);
  }

  /** Reads them before anybody asks, so that nobody has to wait then. */
  public void prepare() {
    reading.lock();
    try {
      if (last.isEmpty()) {
        read();
      }
    } finally {
      reading.unlock();
    }
  }

  /**
   * The account of that id, if the organization has it: as of a moment not before the given one,
   * unless somebody else is reading just now.
   */
  public Optional<Account> find(String id, Instant notBefore) {
    var now = clock.instant();
    // Nobody can tell more than what is read from now on.
    var wanted = notBefore.isAfter(now) ? now : notBefore;
    return known(wanted)
        .filter(known -> isYoung(known, id))
        .orElseGet(() -> renewed(id, wanted))
        .find(id);
  }

  private Reading renewed(String id, Instant wanted) {
    var known = last;
    if (known.isEmpty()) {
      reading.lock();
    } else if (!reading.tryLock()) {
      return known.get();
    }
    try {
      return known(wanted)
          .filter(meanwhile -> isYoung(meanwhile, id))
          .orElseGet(() -> notRead.unlessFailed(this::read));
    } finally {
      reading.unlock();
    }
  }

  private Optional<Reading> known(Instant notBefore) {
    return last.filter(known -> !known.began().isBefore(notBefore));
  }

  private boolean isYoung(Reading known, String id) {
    var shortest = known.find(id).filter(Account::active).isPresent() ? longestAge : SHORTEST_AGE;
    return !known.ended().plus(known.lasts(shortest)).isBefore(clock.instant());
  }

  private Reading read() {
    var began = clock.instant();
    var byId =
        accounts.listAccounts().stream()
            .collect(Collectors.toMap(Account::id, Function.identity(), (a, b) -> b));
    var read = new Reading(byId, began, clock.instant());
    last = Optional.of(read);
    return read;
  }

  public boolean isManagementAccount(String id) {
    return managementAccountId().equals(id);
  }

  /** Id of the account that manages the organization; asked once, because that never changes. */
  synchronized String managementAccountId() {
    if (managementAccountId == null) {
      managementAccountId = notTold.unlessFailed(accounts::managementAccountId);
    }
    return managementAccountId;
  }
}
