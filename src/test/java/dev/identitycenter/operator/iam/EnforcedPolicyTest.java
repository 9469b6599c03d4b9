package dev.identitycenter.operator.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.identitycenter.PermissionSetSettings;
import dev.identitycenter.operator.identitycenter.aws.AwsIdentityCenter;
import dev.identitycenter.operator.simulator.Call;
import dev.identitycenter.operator.simulator.CallerRole;
import dev.identitycenter.operator.simulator.Latency;
import dev.identitycenter.operator.simulator.Simulator;
import dev.identitycenter.operator.simulator.SimulatorOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * With exactly the shipped policy, every call of the adapter goes through. Alone, because keys are
 * system properties, which an operator of another test would read too.
 */
@Isolated
class EnforcedPolicyTest {
  private static final String MANAGEMENT = "111111111111";
  private static final String DEV = "222222222222";

  private Simulator simulator;
  private AwsIdentityCenter identityCenter;

  @AfterEach
  void stop() {
    identityCenter.close();
    simulator.close();
    List.of("aws.region", "aws.accessKeyId", "aws.secretAccessKey").forEach(System::clearProperty);
  }

  @Test
  void theDelegatedAdministratorsPolicyIsEnough() {
    connect("DELEGATE", "delegated-administrator.json", CallerRole.DELEGATED_ADMINISTRATOR);

    var denied = new EveryCall(identityCenter, simulator).run(DEV);

    assertThat(calledBy("DELEGATE")).isEqualTo(AdapterActions.all());
    // AWS documents it for the management account only, whatever the policy says.
    assertThat(denied).containsExactly("ListAccountAssignmentsForPrincipal");
  }

  @Test
  void theManagementAccountsPolicyIsEnoughForThatAccountToo() {
    connect("MANAGEMENT", "management-account.json", CallerRole.MANAGEMENT);

    var denied = new EveryCall(identityCenter, simulator).run(MANAGEMENT);

    assertThat(calledBy("MANAGEMENT")).isEqualTo(AdapterActions.all());
    assertThat(denied).isEmpty();
  }

  @Test
  void anAuditReadsButChangesNothing() {
    connect("AUDIT", "read-only-audit.json", CallerRole.DELEGATED_ADMINISTRATOR);

    assertThatCode(() -> identityCenter.permissionSets().listPermissionSets())
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () ->
                identityCenter
                    .permissionSets()
                    .createPermissionSet(
                        new PermissionSetSettings("A", null, Duration.ofHours(1), null), Map.of()))
        .isInstanceOfSatisfying(
            IdentityCenterException.class,
            e -> assertThat(e.kind()).isEqualTo(FailureKind.ACCESS_DENIED));
  }

  private void connect(String accessKey, String policy, CallerRole role) {
    simulator =
        Simulator.start(
            SimulatorOptions.builder()
                .withoutRates()
                .latency(Latency.fixed(Duration.ZERO))
                .caller(accessKey, role)
                .allow(accessKey, Policy.of(policy).allowed())
                .build());
    identityCenter = EveryCall.connect(simulator, accessKey);
  }

  private Set<String> calledBy(String accessKey) {
    var actions = new TreeSet<String>();
    simulator.journal().entries().stream()
        .filter(call -> call.accessKey().equals(accessKey))
        .map(EnforcedPolicyTest::action)
        .forEach(actions::add);
    return actions;
  }

  private static String action(Call call) {
    return switch (call.service()) {
          case SSO_ADMIN -> "sso:";
          case IDENTITY_STORE -> "identitystore:";
          case ORGANIZATIONS -> "organizations:";
          case STS -> "sts:";
        }
        + call.operation();
  }
}
