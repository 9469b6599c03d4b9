package dev.identitycenter.operator.endtoend;

import static dev.identitycenter.operator.endtoend.Scene.eventually;
import static dev.identitycenter.operator.testing.PlatformTeam.Kind.AccountAssignment;
import static dev.identitycenter.operator.testing.PlatformTeam.Kind.PermissionSet;
import static dev.identitycenter.operator.testing.Walkthrough.DEVELOPMENT;
import static dev.identitycenter.operator.testing.Walkthrough.arn;
import static dev.identitycenter.operator.testing.Walkthrough.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.simulator.Latency;
import dev.identitycenter.operator.simulator.PermissionSet;
import dev.identitycenter.operator.testing.AwsAdministrator;
import dev.identitycenter.operator.testing.PlatformTeam;
import dev.identitycenter.operator.testing.Walkthrough;
import dev.identitycenter.operator.testing.cluster.ClusterTest;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Who may take over a permission set that AWS has already. */
@ClusterTest
@Execution(ExecutionMode.CONCURRENT)
class AdoptionTest {
  private static final String OWNER = "identitycenter.dev/owner";
  private static final String AUDIT = set("audit-access", "AuditAccess", "SecurityAudit");
  private static final String ADOPTING = AUDIT + "  adoptionPolicy: Adopt\n";
  private static final Duration RESYNC = Duration.ofMinutes(1);

  private final TestCluster cluster;
  private Scene scene;
  private PlatformTeam team;
  private AwsAdministrator administrator;

  AdoptionTest(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void start() {
    scene =
        Scene.on(
            cluster,
            "adoption",
            30,
            aws -> aws.latency(Latency.between(Duration.ofSeconds(2), Duration.ofSeconds(10))));
    team = scene.team();
    administrator = scene.administrator();
    operateAs("here");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void leavesAForeignSetAloneAndSaysWhatToDo() {
    var foreign = createForeignSet();

    team.apply(AUDIT + "  adoptionPolicy: Never\n");

    assertThat(team.awaitUnready(PermissionSet, "audit-access", "NameTaken").message())
        .contains(foreign)
        .contains("set spec.adoptionPolicy to Adopt");
    scene.assertRests(() -> scene.pass(Duration.ofMinutes(11)));
    assertThat(audit().content().managedPolicies()).containsExactly(arn("AdministratorAccess"));
    assertThat(audit().tags()).isEmpty();
  }

  @Test
  void takesAForeignSetOverWhenAsked() {
    var foreign = createForeignSet();
    administrator.assign("AuditAccess", "alice@example.com", DEVELOPMENT);
    eventually(() -> assertThat(administrator.accountsOf("AuditAccess")).containsOnly(DEVELOPMENT));
    team.apply(AUDIT);
    team.awaitUnready(PermissionSet, "audit-access", "NameTaken");

    team.apply(ADOPTING);

    team.awaitReady(PermissionSet, "audit-access");
    assertThat(audit().arn()).isEqualTo(foreign);
    assertThat(audit().content().managedPolicies()).containsExactly(arn("SecurityAudit"));
    assertThat(audit().tags()).containsOnlyKeys(OWNER);
    assertThat(audit().tags().get(OWNER)).isEqualTo("here/" + team.namespace() + "/audit-access");
    assertThat(scene.simulator().snapshot().role("AuditAccess", DEVELOPMENT))
        .hasValueSatisfying(role -> assertThat(role.outdated()).isFalse());
    assertThat(scene.operatorWrites())
        .doesNotContain("DeletePermissionSet", "CreatePermissionSet", "DeleteAccountAssignment");
    assertThat(team.eventMessages("audit-access", "Adopting"))
        .singleElement()
        .asString()
        .contains(foreign, arn("SecurityAudit"), arn("AdministratorAccess"));
  }

  @Test
  void changesNothingWhenAskedToTakeOverAgain() {
    createForeignSet();
    team.apply(ADOPTING);
    team.awaitReady(PermissionSet, "audit-access");
    scene.simulator().journal().clear();

    team.apply(AUDIT);
    team.awaitReady(PermissionSet, "audit-access");
    team.apply(ADOPTING);
    team.awaitReady(PermissionSet, "audit-access");
    operateAs("here");
    scene.pass(RESYNC.multipliedBy(2));

    assertThat(scene.operatorWrites()).isEmpty();
    assertThat(team.eventReasons("audit-access").stream().filter("Adopting"::equals)).hasSize(1);
  }

  /** Only Git and AWS are left; the tags in AWS and the tuples of assignments say whose it is. */
  @Test
  void findsEverythingAgainAfterTheClusterWasLost() {
    Walkthrough.settle(team);
    scene.stopOperator();
    team.loseAll();
    var before = Walkthrough.Access.in(scene.simulator());
    scene.simulator().journal().clear();

    operateAs("here");
    team.apply(Walkthrough.MANIFESTS);

    team.awaitAllReady();
    Walkthrough.awaitCounted(team);
    assertThat(scene.operatorWrites()).isEmpty();
    assertThat(Walkthrough.Access.in(scene.simulator())).isEqualTo(before);
  }

  /** The manifests may also be there before the operator is. */
  @Test
  void findsEverythingAgainWhenTheManifestsComeFirst() {
    Walkthrough.settle(team);
    scene.stopOperator();
    team.loseAll();
    scene.simulator().journal().clear();

    team.apply(Walkthrough.MANIFESTS);
    operateAs("here");

    team.awaitAllReady();
    Walkthrough.awaitCounted(team);
    assertThat(scene.operatorWrites()).isEmpty();
    Walkthrough.assertGranted(scene.simulator());
  }

  @Test
  void refusesASetOfAnotherClusterEvenWhenAskedToTakeItOver() {
    team.apply(AUDIT);
    team.awaitReady(PermissionSet, "audit-access");
    scene.stopOperator();
    team.loseAll();
    scene.simulator().journal().clear();
    operateAs("elsewhere");

    team.apply(AUDIT);
    assertHeldByThisCluster();
    team.apply(ADOPTING);
    assertHeldByThisCluster();

    team.delete(PermissionSet, "audit-access");
    team.awaitEmpty();
    assertThat(scene.operatorWrites()).isEmpty();
    assertThat(audit().tags().get(OWNER)).startsWith("here/");
  }

  /** As the README tells under "Moving a set to another cluster". */
  @Test
  void movesToAnotherClusterWithoutInterruptingAccess() {
    Walkthrough.settle(team);
    var before = Walkthrough.Access.in(scene.simulator());
    var role = scene.simulator().snapshot().role("AuditAccess", DEVELOPMENT).orElseThrow();
    scene.simulator().journal().clear();

    team.apply(retaining());
    team.awaitAllReady();
    team.deleteAll();
    team.awaitEmpty();
    for (var set : scene.simulator().snapshot().permissionSets()) {
      administrator.tag(set.name(), OWNER, set.tags().get(OWNER).replace("here/", "elsewhere/"));
    }
    operateAs("elsewhere");
    team.apply(Walkthrough.MANIFESTS);

    team.awaitAllReady();
    Walkthrough.awaitCounted(team);
    assertThat(scene.operatorWrites()).isEmpty();
    assertThat(Walkthrough.Access.in(scene.simulator())).isEqualTo(before);
    assertThat(scene.simulator().snapshot().role("AuditAccess", DEVELOPMENT)).contains(role);
    assertThat(team.names(AccountAssignment)).hasSize(3);
  }

  private void operateAs(String clusterId) {
    scene.operate(operator -> operator.resyncInterval(RESYNC).with("CLUSTER_ID", clusterId));
  }

  private String createForeignSet() {
    var arn = administrator.createPermissionSet("AuditAccess");
    administrator.attach("AuditAccess", arn("AdministratorAccess"));
    return arn;
  }

  private void assertHeldByThisCluster() {
    assertThat(team.awaitUnready(PermissionSet, "audit-access", "AlreadyManaged").message())
        .contains("belongs to here/" + team.namespace() + "/audit-access")
        .contains(audit().arn())
        .contains(OWNER);
  }

  private PermissionSet audit() {
    return scene.simulator().snapshot().permissionSet("AuditAccess").orElseThrow();
  }

  private static String retaining() {
    return Walkthrough.MANIFESTS.replace("spec:\n", "spec:\n  deletionPolicy: Retain\n");
  }
}
