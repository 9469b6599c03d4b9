package dev.identitycenter.operator.simulator;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The organization: one root, organizational units below it, and accounts anywhere. */
final class Organization {
  /**
   * An account.
   *
   * @param customerPolicies customer managed policies by qualified name, null for all one may name
   */
  record Account(
      String id,
      String name,
      String email,
      AccountState state,
      String parentId,
      Map<String, String> tags,
      Set<String> customerPolicies,
      Instant joined) {
    Account in(AccountState newState) {
      return new Account(id, name, email, newState, parentId, tags, customerPolicies, joined);
    }

    Account withCustomerPolicies(Set<String> names) {
      return new Account(id, name, email, state, parentId, tags, Set.copyOf(names), joined);
    }

    boolean has(CustomerPolicy policy) {
      return customerPolicies == null || customerPolicies.contains(policy.qualifiedName());
    }
  }

  /** An organizational unit. */
  record Unit(String id, String name, String parentId, Map<String, String> tags) {}

  private final String id;
  private final String rootId;
  private final String managementAccountId;
  private final String delegatedAdministratorId;
  private final Map<String, Unit> units = new LinkedHashMap<>();
  private final Map<String, Account> accounts = new LinkedHashMap<>();

  Organization(
      String id, String rootId, String managementAccountId, String delegatedAdministratorId) {
    this.id = id;
    this.rootId = rootId;
    this.managementAccountId = managementAccountId;
    this.delegatedAdministratorId = delegatedAdministratorId;
  }

  String id() {
    return id;
  }

  String rootId() {
    return rootId;
  }

  String managementAccountId() {
    return managementAccountId;
  }

  boolean isManagement(String accountId) {
    return managementAccountId.equals(accountId);
  }

  Optional<Account> delegatedAdministrator() {
    return Optional.ofNullable(delegatedAdministratorId).map(accounts::get);
  }

  /** An account that calls which come from a member are said to come from. */
  String memberAccountId() {
    return delegatedAdministrator()
        .map(Account::id)
        .or(() -> accounts.keySet().stream().filter(other -> !isManagement(other)).findFirst())
        .orElse(managementAccountId);
  }

  Map<String, Account> accounts() {
    return accounts;
  }

  Map<String, Unit> units() {
    return units;
  }

  boolean hasParent(String parentId) {
    return rootId.equals(parentId) || units.containsKey(parentId);
  }

  List<Account> accountsIn(String parentId) {
    return accounts.values().stream()
        .filter(account -> account.parentId().equals(parentId))
        .toList();
  }

  List<Unit> unitsIn(String parentId) {
    return units.values().stream().filter(unit -> unit.parentId().equals(parentId)).toList();
  }

  /** The path of the unit, or of the root: {@code o-…/r-…/ou-…/}. */
  String path(String parentId) {
    var unit = units.get(parentId);
    return unit == null ? id + "/" + rootId + "/" : path(unit.parentId()) + unit.id() + "/";
  }

  /** The ARN of something in this organization. */
  String arn(String kind, String resourceId) {
    return "arn:aws:organizations::"
        + managementAccountId
        + ":"
        + kind
        + "/"
        + id
        + "/"
        + resourceId;
  }
}
