package dev.identitycenter.operator.directory;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** In which accounts the role of a permission set is older than the set, as AWS listed it last. */
public final class OutdatedRoles {

  private final Map<String, Set<String>> accountsByArn = new ConcurrentHashMap<>();

  /** All accounts where the role of that set is older. */
  public void listed(String arn, Set<String> accounts) {
    accountsByArn.put(arn, Set.copyOf(accounts));
  }

  /** The set is another now. */
  public void forget(String arn) {
    accountsByArn.remove(arn);
  }

  /** Whether the role in that account is older; in doubt it is. */
  public boolean mayBeIn(String accountId, String arn) {
    var accounts = accountsByArn.get(arn);
    return accounts == null || accounts.contains(accountId);
  }
}
