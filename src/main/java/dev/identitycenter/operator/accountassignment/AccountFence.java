package dev.identitycenter.operator.accountassignment;

import java.util.Set;

/**
 * Accounts the operator's configuration admits; no manifest can widen it.
 *
 * @param allowed empty admits all
 * @param denied wins over allowed
 */
public record AccountFence(Set<String> allowed, Set<String> denied, boolean managementAccount) {

  boolean admits(String accountId) {
    return !denied.contains(accountId) && (allowed.isEmpty() || allowed.contains(accountId));
  }
}
