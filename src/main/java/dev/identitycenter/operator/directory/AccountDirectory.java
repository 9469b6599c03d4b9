package dev.identitycenter.operator.directory;

import dev.identitycenter.operator.identitycenter.Account;
import dev.identitycenter.operator.identitycenter.Accounts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The accounts of the organization, read as a whole and remembered for a while. */
public final class AccountDirectory {

  /** A missing account makes us read again, but not more often than this. */
  private static final Duration SHORTEST_AGE = Duration.ofSeconds(20);

  private final Accounts accounts;
  private final Duration longestAge;
  private final Clock clock;
  private Map<String, Account> byId = Map.of();
  private Instant readAt = Instant.MIN;
  private String managementAccountId;

  public AccountDirectory(Accounts accounts, Duration longestAge, Clock clock) {
    this.accounts = accounts;
    this.longestAge = longestAge;
    this.clock = clock;
  }

  /** Reads them before anybody asks, so that nobody has to wait then. */
  public synchronized void prepare() {
    if (readAt.equals(Instant.MIN)) {
      read();
    }
  }

  /** The account of that id as of a moment not before the given one, if the organization has it. */
  public synchronized Optional<Account> find(String id, Instant notBefore) {
    var known = Optional.ofNullable(byId.get(id)).filter(Account::active);
    if (isOlderThan(known.isPresent() ? longestAge : SHORTEST_AGE) || readAt.isBefore(notBefore)) {
      read();
    }
    return Optional.ofNullable(byId.get(id));
  }

  private void read() {
    var now = clock.instant();
    byId =
        accounts.listAccounts().stream()
            .collect(Collectors.toMap(Account::id, Function.identity(), (a, b) -> b));
    readAt = now;
  }

  public boolean isManagementAccount(String id) {
    return managementAccountId().equals(id);
  }

  /** Id of the account that manages the organization; asked once, because that never changes. */
  synchronized String managementAccountId() {
    if (managementAccountId == null) {
      managementAccountId = accounts.managementAccountId();
    }
    return managementAccountId;
  }

  private boolean isOlderThan(Duration age) {
    return readAt.equals(Instant.MIN) || readAt.plus(age).isBefore(clock.instant());
  }
}
