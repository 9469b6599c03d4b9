package dev.identitycenter.operator.bench;

import dev.identitycenter.operator.simulator.Assignment.PrincipalType;
import dev.identitycenter.operator.simulator.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Access to be granted in an organization that has none yet.
 *
 * @param organization what exists at the start
 * @param sets permission sets to create
 * @param grants assignments to create, each of one of the sets
 */
record Workload(Seed organization, List<WantedSet> sets, List<Grant> grants) {
  private static final String POLICY_PREFIX = "arn:aws:iam::aws:policy/";

  /** A permission set with AWS managed policies, by their ARNs. */
  record WantedSet(String name, List<String> policies) {
    static WantedSet of(String name, String... policies) {
      return new WantedSet(name, Stream.of(policies).map(POLICY_PREFIX::concat).toList());
    }
  }

  /** An assignment; the principal is a user name or the display name of a group. */
  record Grant(String set, PrincipalType type, String principal, String accountId) {}

  Workload {
    sets = List.copyOf(sets);
    grants = List.copyOf(grants);
  }

  /** The walk-through of the article: 3 permission sets with 4 policies, 3 assignments. */
  static Workload article() {
    var development = "222222222222";
    return new Workload(
        Seed.article(),
        List.of(
            WantedSet.of("EC2-S3-FullAccess", "AmazonEC2FullAccess", "AmazonS3FullAccess"),
            WantedSet.of("AuditAccess", "SecurityAudit"),
            WantedSet.of("PowerUserAccess", "PowerUserAccess")),
        List.of(
            new Grant("EC2-S3-FullAccess", PrincipalType.USER, "alice@example.com", development),
            new Grant("AuditAccess", PrincipalType.USER, "frank@example.com", development),
            new Grant("PowerUserAccess", PrincipalType.USER, "frank@example.com", "333333333333")));
  }

  /**
   * A company: as many permission sets as groups, each assigned to its group in all accounts but
   * the last two, where single users have it instead.
   *
   * @param accounts member accounts
   */
  static Workload company(int accounts, int groups) {
    var organization = Seed.generated(accounts + 1, groups * 2, groups);
    var members = organization.accounts().subList(1, accounts + 1);
    var sets = new ArrayList<WantedSet>();
    var grants = new ArrayList<Grant>();
    for (int i = 0; i < groups; i++) {
      var set = WantedSet.of("Access%02d".formatted(i + 1), "ReadOnlyAccess");
      sets.add(set);
      var group = organization.groups().get(i).displayName();
      var user = organization.users().get(i).userName();
      for (int a = 0; a < accounts; a++) {
        var byGroup = a < accounts - 2;
        grants.add(
            new Grant(
                set.name(),
                byGroup ? PrincipalType.GROUP : PrincipalType.USER,
                byGroup ? group : user,
                members.get(a).id()));
      }
    }
    return new Workload(organization, sets, grants);
  }

  /**
   * A large organization: each permission set is assigned once in each account, to groups that have
   * one permission set each.
   *
   * @param accounts member accounts
   * @param groups a multiple of {@code sets}
   */
  static Workload organization(int accounts, int sets, int groups) {
    var organization = Seed.generated(accounts + 1, 1, groups);
    var members = organization.accounts().subList(1, accounts + 1);
    var wanted = new ArrayList<WantedSet>();
    var grants = new ArrayList<Grant>();
    var groupsOfSet = groups / sets;
    for (int s = 0; s < sets; s++) {
      var set = WantedSet.of("Access%02d".formatted(s + 1), "ReadOnlyAccess");
      wanted.add(set);
      for (int a = 0; a < accounts; a++) {
        var group = organization.groups().get(s * groupsOfSet + a % groupsOfSet);
        grants.add(
            new Grant(set.name(), PrincipalType.GROUP, group.displayName(), members.get(a).id()));
      }
    }
    return new Workload(organization, wanted, grants);
  }

  /** The first so many assignments with the permission sets they need. */
  Workload first(int count) {
    var some = grants.subList(0, Math.min(count, grants.size()));
    var needed = some.stream().map(Grant::set).collect(Collectors.toSet());
    return new Workload(
        organization, sets.stream().filter(set -> needed.contains(set.name())).toList(), some);
  }

  /** The same as objects for the operator, permission sets first. */
  List<String> manifests(String namespace) {
    var documents = new ArrayList<String>();
    sets.forEach(set -> documents.add(manifest(set, namespace)));
    IntStream.range(0, grants.size())
        .forEach(i -> documents.add(manifest(grants.get(i), i, namespace)));
    return documents;
  }

  private static String manifest(WantedSet set, String namespace) {
    var policies = set.policies().stream().map(arn -> "  - " + arn + "\n");
    return """
        apiVersion: identitycenter.dev/v1alpha1
        kind: PermissionSet
        metadata: {name: %s, namespace: %s}
        spec:
          name: %s
          managedPolicies:
        %s"""
        .formatted(
            objectName(set.name()), namespace, set.name(), policies.collect(Collectors.joining()));
  }

  private static String manifest(Grant grant, int number, String namespace) {
    var principal =
        grant.type() == PrincipalType.USER
            ? "user: {userName: \"" + grant.principal() + "\"}"
            : "group: {displayName: \"" + grant.principal() + "\"}";
    return """
        apiVersion: identitycenter.dev/v1alpha1
        kind: AccountAssignment
        metadata: {name: grant-%05d, namespace: %s}
        spec:
          permissionSetRef: {name: %s}
          principal:
            %s
          accountId: "%s"
        """
        .formatted(number, namespace, objectName(grant.set()), principal, grant.accountId());
  }

  private static String objectName(String set) {
    return set.toLowerCase(Locale.ROOT);
  }
}
