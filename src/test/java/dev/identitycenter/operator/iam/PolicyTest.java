package dev.identitycenter.operator.iam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each policy allows what the operator calls, and nothing else. */
class PolicyTest {
  /** The most characters IAM takes of a managed policy, white space aside. */
  private static final int LONGEST = 6144;

  @Test
  void theDelegatedAdministratorMayDoExactlyWhatTheOperatorCalls() {
    assertThat(Policy.of("delegated-administrator.json").allowed())
        .isEqualTo(AdapterActions.needingPermission());
  }

  @Test
  void theManagementAccountMayAlsoWriteItsOwnRoles() {
    var more = new HashSet<>(Policy.of("management-account.json").allowed());

    more.removeAll(Policy.of("delegated-administrator.json").allowed());

    assertThat(more)
        .allSatisfy(action -> assertThat(action).startsWith("iam:"))
        .contains("iam:CreateRole", "iam:PutRolePolicy", "iam:GetSAMLProvider");
  }

  @Test
  void anAuditMayReadWhatTheOperatorReads() {
    assertThat(Policy.of("read-only-audit.json").allowed()).isEqualTo(AdapterActions.reading());
  }

  @Test
  void setsWithoutAnOwnerAreLeftAloneByAllThatEditsOne() {
    var edits = new HashSet<>(AdapterActions.needingPermission());
    edits.removeAll(AdapterActions.reading());
    edits.removeAll(
        Set.of(
            // There is no set yet.
            "sso:CreatePermissionSet",
            // They change who has a set, not the set.
            "sso:CreateAccountAssignment",
            "sso:DeleteAccountAssignment"));

    assertThat(Policy.of("owned-permission-sets-only.json").denied()).isEqualTo(edits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delegated-administrator.json",
        "management-account.json",
        "read-only-audit.json",
        "owned-permission-sets-only.json",
        "trust-policy-irsa.json",
        "trust-policy-pod-identity.json"
      })
  void iamTakesTheFile(String file) {
    var policy = Policy.of(file);

    assertThat(policy.document().path("Version").asText()).isEqualTo("2012-10-17");
    assertThat(policy.text().replaceAll("\\s", "")).hasSizeLessThanOrEqualTo(LONGEST);
    assertThat(policy.statements().map(statement -> statement.path("Sid").asText()))
        .doesNotHaveDuplicates()
        .allSatisfy(sid -> assertThat(sid).matches("[A-Za-z0-9]+"));
    assertThat(policy.statements())
        .allSatisfy(
            statement ->
                assertThat(statement.has("Resource")).isNotEqualTo(file.startsWith("trust")))
        .allSatisfy(
            statement -> assertThat(statement.path("Action").toString()).doesNotContain("*"));
  }
}
