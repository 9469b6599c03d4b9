package dev.identitycenter.operator.endtoend;

import static dev.identitycenter.operator.testing.PlatformTeam.Kind.AccountAssignment;
import static dev.identitycenter.operator.testing.PlatformTeam.Kind.PermissionSet;
import static dev.identitycenter.operator.testing.Walkthrough.DEVELOPMENT;
import static dev.identitycenter.operator.testing.Walkthrough.TEST;
import static dev.identitycenter.operator.testing.Walkthrough.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.identitycenter.operator.RunningOperator;
import dev.identitycenter.operator.simulator.Latency;
import dev.identitycenter.operator.simulator.Simulator;
import dev.identitycenter.operator.simulator.SimulatorOptions;
import dev.identitycenter.operator.testing.AwsAdministrator;
import dev.identitycenter.operator.testing.FastClock;
import dev.identitycenter.operator.testing.PlatformTeam;
import dev.identitycenter.operator.testing.Walkthrough;
import dev.identitycenter.operator.testing.cluster.ClusterTest;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the article does by hand, and what comes after it, by manifests. */
@ClusterTest
class JourneyTest {
  private static final Duration RESYNC = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final FastClock clock = FastClock.times(10);
  private final TestCluster cluster;
  private final PlatformTeam team;
  private Simulator simulator;
  private AwsAdministrator administrator;
  private RunningOperator operator;

  JourneyTest(TestCluster cluster) {
    this.cluster = cluster;
    team = PlatformTeam.with(cluster, "journey");
  }

  @BeforeEach
  void start() {
    simulator =
        Simulator.start(
            SimulatorOptions.builder()
                .clock(clock)
                .latency(Latency.between(Duration.ofSeconds(2), Duration.ofSeconds(10)))
                .build());
    administrator = AwsAdministrator.of(simulator);
    operator =
        RunningOperator.on(cluster, simulator)
            .watching(team.namespace())
            .resyncInterval(RESYNC)
            .at(clock)
            .start();
  }

  @AfterEach
  void stop() {
    team.deleteAll();
    team.awaitEmpty();
    operator.close();
    administrator.close();
    simulator.close();
  }

  @Test
  void grantsTheAccessOfTheWalkThrough() {
    team.apply(Walkthrough.MANIFESTS);

    waitWithKubectl();
    Walkthrough.assertGranted(simulator);
    assertThat(administrator.policiesOf("EC2-S3-FullAccess"))
        .containsExactlyInAnyOrder("AmazonEC2FullAccess", "AmazonS3FullAccess");
    assertThat(administrator.accountsOf("AuditAccess")).containsExactly(DEVELOPMENT);
    assertThat(administrator.assigneesOf("PowerUserAccess", TEST))
        .containsExactly(simulator.userId("frank@example.com"));
    assertThat(simulator.journal().count("CreateAccountAssignment")).isEqualTo(3);
    assertThat(simulator.journal().count("ProvisionPermissionSet")).isZero();
  }

  @Test
  void bringsAnUpdateToTheRolesWithOneProvisioning() {
    team.apply(Walkthrough.MANIFESTS);
    team.awaitAllReady();

    team.apply(set("audit-access", "AuditAccess", "SecurityAudit", "ReadOnlyAccess"));

    team.awaitReady(PermissionSet, "audit-access");
    Walkthrough.assertGranted(simulator, "SecurityAudit", "ReadOnlyAccess");
    assertThat(simulator.journal().count("ProvisionPermissionSet")).isEqualTo(1);
  }

  @Test
  void deletesInAnyOrder() {
    team.apply(Walkthrough.MANIFESTS);
    team.awaitAllReady();

    team.delete(PermissionSet, "audit-access");

    var blocked = team.awaitUnready(PermissionSet, "audit-access", "DeletionBlocked");
    assertThat(blocked.message()).contains(team.namespace() + "/frank-audit-dev");
    team.deleteAll();
    team.awaitEmpty();
    Walkthrough.assertNothingLeft(simulator);
  }

  @Test
  void leavesASetThatSomebodyElseStillUses() {
    team.apply(Walkthrough.MANIFESTS);
    team.awaitAllReady();
    administrator.assign("AuditAccess", "alice@example.com", TEST);
    await().until(() -> administrator.assigneesOf("AuditAccess", TEST).size() == 1);

    team.deleteAll();

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(team.awaitUnready(PermissionSet, "audit-access", "DeletionBlocked"))
                    .satisfies(
                        blocked ->
                            assertThat(blocked.message())
                                .contains("no object here manages")
                                .contains(TEST)
                                .doesNotContain(DEVELOPMENT)));
    administrator.unassign("AuditAccess", "alice@example.com", TEST);
    team.awaitEmpty();
    Walkthrough.assertNothingLeft(simulator);
  }

  @Test
  void forgetsWithoutAskingAwsWhatWasNeverCreated() {
    administrator.createPermissionSet("AuditAccess");
    team.apply(Walkthrough.set("audit-access", "AuditAccess", "SecurityAudit"));
    team.apply(Walkthrough.assignment("frank", "audit-access", "frank@example.com", DEVELOPMENT));
    team.awaitUnready(PermissionSet, "audit-access", "NameTaken");
    team.awaitUnready(AccountAssignment, "frank", "PermissionSetNotReady");
    // What every operator asks once after its start.
    await().until(() -> simulator.journal().count("DescribeOrganization") > 0);
    simulator.journal().clear();

    team.deleteAll();

    team.awaitEmpty();
    assertThat(simulator.journal().entries()).isEmpty();
  }

  @Test
  void restsOnceEverythingIsSettled() {
    team.apply(Walkthrough.MANIFESTS);
    team.awaitAllReady();
    // Counting the roles of new assignments follows their readiness.
    Walkthrough.awaitCounted(team);
    var versions = team.versions();
    var events = team.eventCount();
    simulator.journal().clear();

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(simulator.journal().count("DescribePermissionSet"))
                    .describedAs("comparisons of three permission sets")
                    .isGreaterThanOrEqualTo(12));

    assertThat(team.versions()).isEqualTo(versions);
    assertThat(team.eventCount()).isEqualTo(events);
  }

  @Test
  void correctsWhatSomebodyElseChanged() {
    team.apply(Walkthrough.MANIFESTS);
    team.awaitAllReady();

    administrator.attach("AuditAccess", Walkthrough.arn("AdministratorAccess"));
    administrator.unassign("EC2-S3-FullAccess", "alice@example.com", DEVELOPMENT);

    await().atMost(PATIENCE).untilAsserted(() -> Walkthrough.assertGranted(simulator));
    team.awaitAllReady();
  }

  private void waitWithKubectl() {
    for (var kind : PlatformTeam.Kind.values()) {
      var unused =
          cluster.runKubectl(
              "wait",
              "--for=condition=Ready",
              "--timeout=30s",
              "--all",
              "-n",
              team.namespace(),
              kind.plural() + ".identitycenter.dev");
    }
  }
}
