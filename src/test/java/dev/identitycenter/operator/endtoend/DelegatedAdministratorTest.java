package dev.identitycenter.operator.endtoend;

import static dev.identitycenter.operator.endtoend.Scene.eventually;
import static dev.identitycenter.operator.testing.PlatformTeam.Kind.AccountAssignment;
import static dev.identitycenter.operator.testing.PlatformTeam.Kind.PermissionSet;
import static dev.identitycenter.operator.testing.Walkthrough.DEVELOPMENT;
import static dev.identitycenter.operator.testing.Walkthrough.TEST;
import static dev.identitycenter.operator.testing.Walkthrough.assignment;
import static dev.identitycenter.operator.testing.Walkthrough.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.RunningOperator;
import dev.identitycenter.operator.simulator.CallerRole;
import dev.identitycenter.operator.simulator.Latency;
import dev.identitycenter.operator.testing.PlatformTeam;
import dev.identitycenter.operator.testing.Walkthrough;
import dev.identitycenter.operator.testing.cluster.ClusterTest;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator in the member account that administers Identity Center, as recommended. */
@ClusterTest
class DelegatedAdministratorTest {
  private static final String MANAGEMENT = "111111111111";
  private static final String FRANK = "frank@example.com";
  private static final String ALICE = "alice@example.com";
  private static final String REASON = "DelegatedAdministrator";
  private static final String WAY_OUT = "credentials of the management account";
  private static final String SET = set("audit-access", "AuditAccess", "SecurityAudit");

  private final TestCluster cluster;
  private Scene scene;
  private PlatformTeam team;

  DelegatedAdministratorTest(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void start() {
    scene =
        Scene.on(
            cluster,
            "delegate",
            60,
            aws ->
                aws.latency(Latency.between(Duration.ofSeconds(1), Duration.ofSeconds(5)))
                    .caller(RunningOperator.ACCESS_KEY, CallerRole.DELEGATED_ADMINISTRATOR));
    team = scene.team();
    scene.operate(operator -> operator.with("ALLOW_MANAGEMENT_ACCOUNT", "true"));
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void worksInMemberAccounts() {
    team.apply(Walkthrough.MANIFESTS);
    team.awaitAllReady();
    Walkthrough.assertGranted(scene.simulator());

    team.deleteAll();
    team.awaitEmpty();
    Walkthrough.assertNothingLeft(scene.simulator());
  }

  @Test
  void asksForNoAssignmentInTheManagementAccount() {
    team.apply(SET + "---\n" + assignment("in-management", "audit-access", FRANK, MANAGEMENT));
    team.awaitReady(PermissionSet, "audit-access");

    assertThat(team.awaitUnready(AccountAssignment, "in-management", REASON).message())
        .contains(MANAGEMENT, WAY_OUT);

    scene.pass(Duration.ofMinutes(11));
    assertThat(scene.operatorWrites()).doesNotContain("CreateAccountAssignment");
    team.deleteAll();
    team.awaitEmpty();
  }

  @Test
  void assignsASetElsewhereOnceTheManagementAccountDoesNotUseItAnyMore() {
    team.apply(SET);
    team.awaitReady(PermissionSet, "audit-access");
    useInManagementAccount();

    team.apply(assignment("in-dev", "audit-access", FRANK, DEVELOPMENT));

    assertThat(team.awaitUnready(AccountAssignment, "in-dev", REASON).message())
        .contains(MANAGEMENT, WAY_OUT);
    scene.pass(Duration.ofMinutes(6));
    assertThat(scene.operatorWrites()).doesNotContain("CreateAccountAssignment");

    stopUsingInManagementAccount();
    team.awaitReady(AccountAssignment, "in-dev");
  }

  @Test
  void changesASetOnceTheManagementAccountDoesNotUseItAnyMore() {
    team.apply(SET + "---\n" + assignment("in-test", "audit-access", ALICE, TEST));
    team.awaitAllReady();
    useInManagementAccount();
    scene.simulator().journal().clear();

    team.apply(set("audit-access", "AuditAccess", "ReadOnlyAccess"));

    assertThat(team.awaitUnready(PermissionSet, "audit-access", REASON).message())
        .contains(MANAGEMENT, WAY_OUT);
    scene.pass(Duration.ofMinutes(6));
    assertThat(scene.operatorWrites()).isEmpty();

    stopUsingInManagementAccount();
    team.awaitReady(PermissionSet, "audit-access");
    assertThat(scene.administrator().policiesOf("AuditAccess")).containsExactly("ReadOnlyAccess");
  }

  @Test
  void deletesASetOnceTheManagementAccountDoesNotUseItAnyMore() {
    team.apply(SET);
    team.awaitReady(PermissionSet, "audit-access");
    useInManagementAccount();
    scene.simulator().journal().clear();

    team.delete(PermissionSet, "audit-access");

    assertThat(team.awaitUnready(PermissionSet, "audit-access", REASON).message())
        .contains(MANAGEMENT, "Retain");
    assertThat(scene.operatorWrites()).isEmpty();

    stopUsingInManagementAccount();
    team.awaitEmpty();
    Walkthrough.assertNothingLeft(scene.simulator());
  }

  private void useInManagementAccount() {
    scene.administrator().assign("AuditAccess", FRANK, MANAGEMENT);
    eventually(
        () -> assertThat(scene.administrator().accountsOf("AuditAccess")).contains(MANAGEMENT));
  }

  private void stopUsingInManagementAccount() {
    scene.administrator().unassign("AuditAccess", FRANK, MANAGEMENT);
    eventually(
        () ->
            assertThat(scene.administrator().accountsOf("AuditAccess")).doesNotContain(MANAGEMENT));
  }
}
