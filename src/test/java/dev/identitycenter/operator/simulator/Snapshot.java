package dev.identitycenter.operator.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What AWS looked like at one moment.
 *
 * @param provisioned the roles, one per permission set and account
 * @param inFlight asynchronous requests that have not ended
 */
public record Snapshot(
    Instant at,
    Instance instance,
    List<PermissionSet> permissionSets,
    List<ProvisionedRole> provisioned,
    List<Assignment> assignments,
    List<User> users,
    List<Group> groups,
    List<Account> accounts,
    List<InFlight> inFlight) {

  /** The Identity Center instance. */
  public record Instance(
      String arn, String identityStoreId, String ownerAccountId, String name, String region) {}

  /**
   * A role in an account.
   *
   * @param suffix 16 hexadecimal digits at the end of the name
   * @param outdated whether the permission set has changed since
   */
  public record ProvisionedRole(
      String accountId,
      String permissionSetArn,
      String roleName,
      String suffix,
      boolean outdated) {}

  /** A user of the identity store. */
  public record User(String id, String userName, String displayName, boolean enabled) {}

  /** A group of the identity store with the ids of its members. */
  public record Group(String id, String displayName, List<String> memberIds) {}

  /** An account of the organization. */
  public record Account(String id, String name, AccountState state, String parentId) {}

  /** A request under way; the account is null for all provisioned ones. */
  public record InFlight(
      String requestId, WorkflowKind kind, String permissionSetArn, String accountId) {}

  /** The permission set of that name. */
  public Optional<PermissionSet> permissionSet(String name) {
    return permissionSets.stream().filter(set -> set.name().equals(name)).findFirst();
  }

  /** The role that a permission set, by name, has in an account. */
  public Optional<ProvisionedRole> role(String permissionSetName, String accountId) {
    return permissionSet(permissionSetName)
        .flatMap(
            set ->
                provisioned.stream()
                    .filter(role -> role.permissionSetArn().equals(set.arn()))
                    .filter(role -> role.accountId().equals(accountId))
                    .findFirst());
  }

  /** The assignments of a permission set, by name, in an account. */
  public List<Assignment> assignments(String permissionSetName, String accountId) {
    return permissionSet(permissionSetName).stream()
        .flatMap(
            set ->
                assignments.stream()
                    .filter(assignment -> assignment.permissionSetArn().equals(set.arn()))
                    .filter(assignment -> assignment.accountId().equals(accountId)))
        .toList();
  }
}
