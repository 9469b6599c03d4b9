package dev.identitycenter.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SimulatorSeedTest {
  private static final String SEED =
      """
      instanceId: abcdef0123456789
      identityStoreId: d-0123456789
      accounts:
      - {id: "111111111111", name: Management}
      users:
      - {userName: frank@example.com}
      permissionSets:
      - name: AuditAccess
        managedPolicies: [arn:aws:iam::aws:policy/SecurityAudit]
        customerManagedPolicies: [{name: extra, path: /teams/}]
        inlinePolicy: {Version: "2012-10-17", Statement: []}
        permissionsBoundary: {customerPolicy: {name: boundary}}
        tags: {team: security}
      assignments:
      - {permissionSet: AuditAccess, user: frank@example.com, accountId: "111111111111"}
      """;

  @Test
  void placesEverythingAtOnce() {
    try (var simulator =
        Simulator.start(SimulatorOptions.builder().seed(Seed.parse(SEED)).build())) {
      var snapshot = simulator.snapshot();

      var content = snapshot.permissionSet("AuditAccess").orElseThrow().content();
      assertThat(snapshot.instance().arn())
          .isEqualTo("arn:aws:sso:::instance/ssoins-abcdef0123456789");
      assertThat(content.neededPolicies())
          .extracting(CustomerPolicy::qualifiedName)
          .containsExactly("/teams/extra", "/boundary");
      assertThat(content.inlinePolicy()).isEqualTo("{\"Version\":\"2012-10-17\",\"Statement\":[]}");
      assertThat(snapshot.assignments("AuditAccess", "111111111111")).hasSize(1);
      assertThat(snapshot.role("AuditAccess", "111111111111").orElseThrow().outdated()).isFalse();
    }
  }

  @Test
  void theSameSeedHasTheSameIds() {
    var first = StateFactory.create(Seed.article(), Instant.EPOCH, new Identifiers(1));
    var second = StateFactory.create(Seed.article(), Instant.EPOCH, new Identifiers(2));

    assertThat(first.directory().users().keySet()).isEqualTo(second.directory().users().keySet());
    assertThat(first.instanceArn()).isEqualTo(second.instanceArn());
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> Seed.parse(SEED + "accountz: []\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("accountz");
    assertThatThrownBy(
            () ->
                StateFactory.create(
                    Seed.parse(SEED.replace("user: frank", "user: grace")),
                    Instant.EPOCH,
                    new Identifiers(1)))
        .hasMessageContaining("there is no user grace@example.com");
  }
}
