package dev.identitycenter.operator.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What exists at the start: an organization with its Identity Center instance. Ids that are absent
 * are derived from names, so the same seed always gives the same ids. As YAML:
 *
 * <pre>{@code
 * organizationalUnits: [{path: Workloads}]
 * accounts:
 * - {id: "111111111111", name: Management}
 * - {id: "222222222222", name: Shop, unit: Workloads, tags: {stage: prod}}
 * users: [{userName: alice@example.com, email: alice@example.com}]
 * groups: [{displayName: developers, members: [alice@example.com]}]
 * permissionSets:
 * - {name: ReadOnly, managedPolicies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"]}
 * assignments: [{permissionSet: ReadOnly, group: developers, accountId: "222222222222"}]
 * }</pre>
 *
 * @param managementAccountId one of the accounts; the first when absent
 * @param delegatedAdministratorId account that administers Identity Center besides, or absent
 * @param instanceId the 16 characters after {@code ssoins-}
 * @param identityStoreId {@code d-} and 10 hexadecimal digits
 */
public record Seed(
    String managementAccountId,
    String delegatedAdministratorId,
    String instanceId,
    String identityStoreId,
    List<Unit> organizationalUnits,
    List<Account> accounts,
    List<User> users,
    List<Group> groups,
    List<SeededSet> permissionSets,
    List<Grant> assignments) {
  private static final ObjectMapper YAML = new YAMLMapper();

  /**
   * An organizational unit.
   *
   * @param path names from the root down, such as {@code Workloads/Production}; parents come first
   */
  public record Unit(String path, Map<String, String> tags) {}

  /**
   * An account.
   *
   * @param id twelve digits
   * @param unit path of its organizational unit; the root when absent
   * @param state ACTIVE when absent
   * @param customerManagedPolicies qualified names such as {@code /teams/boundary} that exist in
   *     the account; when absent every policy one may refer to exists
   */
  public record Account(
      String id,
      String name,
      String email,
      String unit,
      AccountState state,
      Map<String, String> tags,
      Set<String> customerManagedPolicies) {
    /** An active account at the root, with an invented mail address. */
    public static Account of(String id, String name) {
      return new Account(id, name, null, null, null, null, null);
    }

    String emailOrDefault() {
      return email == null ? name.toLowerCase(Locale.ROOT) + "@example.com" : email;
    }
  }

  /** The id an outside directory knows a principal by. */
  public record ExternalId(String issuer, String id) {}

  /** A user; everything but the user name may be absent. */
  public record User(
      String id,
      String userName,
      String givenName,
      String familyName,
      String displayName,
      String email,
      Boolean disabled,
      List<ExternalId> externalIds) {
    /** A user whose mail address is the user name. */
    public static User of(String userName, String givenName, String familyName) {
      return new User(null, userName, givenName, familyName, null, userName, null, null);
    }
  }

  /** A group with the user names of its members. */
  public record Group(
      String id,
      String displayName,
      String description,
      List<String> members,
      List<ExternalId> externalIds) {
    public static Group of(String displayName, List<String> members) {
      return new Group(null, displayName, null, members, null);
    }
  }

  /**
   * A permission set that is there from the start.
   *
   * @param inlinePolicy the policy as an object, or as the text of one
   */
  public record SeededSet(
      String name,
      String description,
      String sessionDuration,
      String relayState,
      List<String> managedPolicies,
      List<CustomerPolicy> customerManagedPolicies,
      JsonNode inlinePolicy,
      Boundary permissionsBoundary,
      Map<String, String> tags) {}

  /**
   * An assignment that is there from the start.
   *
   * @param permissionSet its name
   * @param user user name, or absent where {@code group} is given
   * @param group display name
   * @param accountId twelve digits
   */
  public record Grant(String permissionSet, String user, String group, String accountId) {}

  public Seed {
    organizationalUnits = orEmpty(organizationalUnits);
    accounts = orEmpty(accounts);
    users = orEmpty(users);
    groups = orEmpty(groups);
    permissionSets = orEmpty(permissionSets);
    assignments = orEmpty(assignments);
    if (accounts.isEmpty()) {
      throw new IllegalArgumentException("a seed needs at least one account");
    }
    managementAccountId = managementAccountId == null ? accounts.get(0).id() : managementAccountId;
    instanceId =
        instanceId == null ? Identifiers.hexOf("instance/" + managementAccountId, 16) : instanceId;
    identityStoreId =
        identityStoreId == null
            ? "d-" + Identifiers.hexOf("store/" + managementAccountId, 10)
            : identityStoreId;
  }

  /** An organization with these accounts, the first being the management account. */
  public static Seed of(List<Account> accounts, List<User> users, List<Group> groups) {
    return new Seed(null, null, null, null, null, accounts, users, groups, null, null);
  }

  /**
   * Example.com of the AWS Security Blog's "Use new account assignment APIs for AWS SSO to automate
   * multi-account access": three accounts, Alice the developer and Frank the security lead.
   */
  public static Seed article() {
    return of(
        List.of(
            Account.of("111111111111", "ExampleOrgManagement"),
            Account.of("222222222222", "ExampleOrgDev"),
            Account.of("333333333333", "ExampleOrgTest")),
        List.of(
            User.of("alice@example.com", "Alice", "Developer"),
            User.of("frank@example.com", "Frank", "Infosec")),
        List.of(Group.of("developers", List.of("alice@example.com"))));
  }

  /**
   * A large organization: accounts {@code account-00001…} (ids from 100000000001) spread over
   * organizational units of up to 50 accounts, users {@code user-00001@example.com…}, and groups
   * {@code group-00001…} with ten members each.
   */
  public static Seed generated(int accounts, int users, int groups) {
    var units = new ArrayList<Unit>();
    for (int i = 0; i * 50 < accounts; i++) {
      units.add(new Unit("unit-%03d".formatted(i), null));
    }
    var allAccounts = new ArrayList<Account>();
    for (int i = 1; i <= accounts; i++) {
      // the management account sits at the root, as AWS creates it
      var unit = i == 1 ? null : units.get((i - 1) / 50).path();
      allAccounts.add(
          new Account(
              Long.toString(100_000_000_000L + i),
              "account-%05d".formatted(i),
              null,
              unit,
              null,
              null,
              null));
    }
    var allUsers = new ArrayList<User>();
    for (int i = 1; i <= users; i++) {
      allUsers.add(User.of("user-%05d@example.com".formatted(i), "User", "%05d".formatted(i)));
    }
    var allGroups = new ArrayList<Group>();
    for (int i = 1; i <= groups; i++) {
      var members = new ArrayList<String>();
      for (int member = 0; member < Math.min(10, users); member++) {
        members.add(allUsers.get((i * 10 + member) % users).userName());
      }
      allGroups.add(Group.of("group-%05d".formatted(i), members));
    }
    return new Seed(null, null, null, null, units, allAccounts, allUsers, allGroups, null, null);
  }

  /** Reads YAML or JSON, which is YAML too. */
  public static Seed parse(String text) {
    try {
      return YAML.readValue(text, Seed.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("seed: " + e.getMessage(), e);
    }
  }

  static <T> List<T> orEmpty(List<T> values) {
    return values == null ? List.of() : List.copyOf(values);
  }
}
