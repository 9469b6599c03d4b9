package dev.identitycenter.operator.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.identitycenter.operator.simulator.Assignment;
import dev.identitycenter.operator.simulator.PermissionSet;
import dev.identitycenter.operator.simulator.Simulator;
import dev.identitycenter.operator.simulator.Snapshot;
import dev.identitycenter.operator.testing.PlatformTeam.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The walk-through of the AWS Security Blog's "Use new account assignment APIs for AWS SSO to
 * automate multi-account access" as manifests: three permission sets, three assignments.
 */
public final class Walkthrough {
  public static final String DEVELOPMENT = "222222222222";
  public static final String TEST = "333333333333";

  /** Names of the permission sets' objects. */
  public static final List<String> SETS =
      List.of("power-user-access", "audit-access", "ec2-s3-full-access");

  /** Names of the assignments' objects. */
  public static final List<String> ASSIGNMENTS =
      List.of("frank-power-user-test", "frank-audit-dev", "alice-ec2-s3-dev");

  public static final String MANIFESTS =
      String.join(
          "---\n",
          set("power-user-access", "PowerUserAccess", "PowerUserAccess"),
          set("audit-access", "AuditAccess", "SecurityAudit"),
          set(
              "ec2-s3-full-access",
              "EC2-S3-FullAccess",
              "AmazonEC2FullAccess",
              "AmazonS3FullAccess"),
          assignment("frank-power-user-test", "power-user-access", "frank@example.com", TEST),
          assignment("frank-audit-dev", "audit-access", "frank@example.com", DEVELOPMENT),
          assignment("alice-ec2-s3-dev", "ec2-s3-full-access", "alice@example.com", DEVELOPMENT));

  /**
   * What AWS holds, by names instead of ids that differ from run to run.
   *
   * @param policies managed policies of each permission set
   * @param assignments permission set, user and account
   * @param roles permission set and account, with a remark where the role is outdated
   */
  public record Access(
      SortedMap<String, SortedSet<String>> policies,
      SortedSet<String> assignments,
      SortedSet<String> roles) {
    /** What it is now. */
    public static Access in(Simulator simulator) {
      var snapshot = simulator.snapshot();
      var policies = new TreeMap<String, SortedSet<String>>();
      snapshot
          .permissionSets()
          .forEach(set -> policies.merge(set.name(), policiesOf(set), Access::twice));
      var assignments = new TreeSet<String>();
      snapshot.assignments().forEach(a -> assignments.add(told(snapshot, a)));
      var roles = new TreeSet<String>();
      snapshot
          .provisioned()
          .forEach(
              role ->
                  roles.add(
                      nameOf(snapshot, role.permissionSetArn())
                          + " in "
                          + role.accountId()
                          + (role.outdated() ? " (outdated)" : "")));
      return new Access(policies, assignments, roles);
    }

    private static SortedSet<String> policiesOf(PermissionSet set) {
      return new TreeSet<>(set.content().managedPolicies());
    }

    private static SortedSet<String> twice(SortedSet<String> one, SortedSet<String> other) {
      throw new AssertionError("two permission sets have one name");
    }

    private static String told(Snapshot snapshot, Assignment assignment) {
      return nameOf(snapshot, assignment.permissionSetArn())
          + " for "
          + snapshot.users().stream()
              .filter(user -> user.id().equals(assignment.principalId()))
              .map(Snapshot.User::userName)
              .findFirst()
              .orElseThrow()
          + " in "
          + assignment.accountId();
    }

    private static String nameOf(Snapshot snapshot, String arn) {
      return snapshot.permissionSets().stream()
          .filter(set -> set.arn().equals(arn))
          .map(PermissionSet::name)
          .findFirst()
          .orElseThrow();
    }
  }

  private Walkthrough() {}

  /** Applies the manifests and returns when nothing is left to do about them. */
  public static void settle(PlatformTeam team) {
    team.apply(MANIFESTS);
    team.awaitAllReady();
    awaitCounted(team);
  }

  /** Waits until each set has counted its role, which follows its readiness. */
  public static void awaitCounted(PlatformTeam team) {
    for (var name : SETS) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  team.status(Kind.PermissionSet, name)
                          .path("provisionedAccounts")
                          .path("current")
                          .asInt()
                      == 1);
    }
  }

  /** Fails unless AWS holds exactly what {@link #MANIFESTS} say. */
  public static void assertGranted(Simulator simulator) {
    assertGranted(simulator, "SecurityAudit");
  }

  /** The same where AuditAccess was changed to have these policies. */
  public static void assertGranted(Simulator simulator, String... auditPolicies) {
    var access = Access.in(simulator);
    assertThat(access.policies())
        .containsOnlyKeys("PowerUserAccess", "AuditAccess", "EC2-S3-FullAccess");
    assertThat(access.policies().get("PowerUserAccess")).containsExactly(arn("PowerUserAccess"));
    assertThat(access.policies().get("AuditAccess"))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(auditPolicies).map(Walkthrough::arn).toList());
    assertThat(access.policies().get("EC2-S3-FullAccess"))
        .containsExactlyInAnyOrder(arn("AmazonEC2FullAccess"), arn("AmazonS3FullAccess"));
    assertThat(access.assignments())
        .containsExactlyInAnyOrder(
            "PowerUserAccess for frank@example.com in " + TEST,
            "AuditAccess for frank@example.com in " + DEVELOPMENT,
            "EC2-S3-FullAccess for alice@example.com in " + DEVELOPMENT);
    assertThat(access.roles())
        .containsExactlyInAnyOrder(
            "PowerUserAccess in " + TEST,
            "AuditAccess in " + DEVELOPMENT,
            "EC2-S3-FullAccess in " + DEVELOPMENT);
  }

  /** Fails unless AWS holds nothing. */
  public static void assertNothingLeft(Simulator simulator) {
    assertThat(Access.in(simulator))
        .isEqualTo(new Access(new TreeMap<>(), new TreeSet<>(), new TreeSet<>()));
  }

  /** A permission set with AWS managed policies. */
  public static String set(String name, String awsName, String... policies) {
    var lines = new StringBuilder();
    for (var policy : policies) {
      lines.append("  - ").append(arn(policy)).append('\n');
    }
    return """
        apiVersion: identitycenter.dev/v1alpha1
        kind: PermissionSet
        metadata: {name: %s}
        spec:
          name: %s
          managedPolicies:
        %s"""
        .formatted(name, awsName, lines);
  }

  /** Access of a user to an account. */
  public static String assignment(String name, String set, String user, String account) {
    return """
        apiVersion: identitycenter.dev/v1alpha1
        kind: AccountAssignment
        metadata: {name: %s}
        spec:
          permissionSetRef: {name: %s}
          principal:
            user: {userName: %s}
          accountId: "%s"
        """
        .formatted(name, set, user, account);
  }

  /** The ARN of an AWS managed policy. */
  public static String arn(String policy) {
    return "arn:aws:iam::aws:policy/" + policy;
  }
}
