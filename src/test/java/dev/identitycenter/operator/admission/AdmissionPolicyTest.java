package dev.identitycenter.operator.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.identitycenter.operator.testing.Installation;
import dev.identitycenter.operator.testing.cluster.ClusterTest;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each policy lets through what it should, and refuses the rest with a way out. */
@ClusterTest
class AdmissionPolicyTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final String ADMINISTRATOR_ACCESS =
      "managedPolicies: [\"arn:aws:iam::aws:policy/AdministratorAccess\"]";
  private static final String RETAIN = "deletionPolicy: Retain";

  private final TestCluster cluster;
  private final Installation installation;
  private final String team;
  private final String other;
  private PolicyUnderTest policy;

  AdmissionPolicyTest(TestCluster cluster) {
    this.cluster = cluster;
    installation = Installation.on(cluster);
    team = cluster.newNamespace("policy-team");
    other = cluster.newNamespace("policy-other");
  }

  @AfterEach
  void remove() {
    if (policy != null) {
      policy.close();
    }
  }

  @Test
  void aNamespaceOpensOnlyTheAccountsOfItsAnnotation() {
    annotate(team, "222222222222, 333333333333");

    enforce("allowed-accounts.yaml", assignment(team, "444444444444", ""));

    admitted(assignment(team, "222222222222", ""));
    admitted(assignment(team, "333333333333", ""));
    refused(
        assignment(team, "444444444444", ""),
        "namespace "
            + team
            + " may not open account 444444444444 (allowed: 222222222222, 333333333333)",
        "ask a cluster administrator to add the account to the annotation");
    refused(assignment(other, "222222222222", ""), "(allowed: none)");
  }

  @Test
  void anAsteriskOpensEveryAccount() {
    annotate(team, "*");

    enforce("allowed-accounts.yaml", assignment(other, "222222222222", ""));

    admitted(assignment(team, "444444444444", ""));
  }

  @Test
  void aNamespaceOpensOnlyTheAccountsOfTheConfigMap() {
    enforce(
        "allowed-accounts-configmap.yaml",
        manifest -> manifest.replace("team-a:", team + ":"),
        assignment(other, "222222222222", ""));

    admitted(assignment(team, "333333333333", ""));
    refused(
        assignment(team, "444444444444", ""),
        "may not open account 444444444444 (allowed: 222222222222,333333333333)",
        "ask for the account to be added to ConfigMap");
    refused(assignment(other, "222222222222", ""), "(allowed: none)");
  }

  @Test
  void administratorAccessStaysInTheListedNamespaces() {
    enforceAdministratorAccess();

    admitted(set(team, ADMINISTRATOR_ACCESS));
    admitted(set(other, "managedPolicies: [\"arn:aws:iam::aws:policy/PowerUserAccess\"]"));
    admitted(set(other, "description: Nothing yet"));
    refused(
        set(other, ADMINISTRATOR_ACCESS),
        "namespace "
            + other
            + " may not attach arn:aws:iam::aws:policy/AdministratorAccess; attach what the work needs",
        "(allowed in: " + team);
    refused(
        set(other, "managedPolicies: [\"arn:aws-us-gov:iam::aws:policy/IAMFullAccess\"]"),
        "may not attach arn:aws-us-gov:iam::aws:policy/IAMFullAccess");
  }

  @Test
  void anInlinePolicyIsNoWayAroundIt() {
    enforceAdministratorAccess();

    var everything = "inlinePolicy: {Version: \"2012-10-17\", Statement: %s}";
    admitted(set(team, everything.formatted("[{Effect: Allow, Action: \"*\", Resource: \"*\"}]")));
    for (var statement :
        List.of(
            "[{Effect: Allow, Action: \"*\", Resource: \"*\"}]",
            "{Effect: Allow, Action: \"*\", Resource: \"*\"}",
            "[{Effect: Allow, Action: [\"s3:*\", \"IAM:*\"], Resource: \"*\"}]",
            "[{Effect: Allow, NotAction: \"s3:*\", Resource: \"*\"}]")) {
      refused(
          set(other, everything.formatted(statement)),
          "may not have an inline policy that allows every action",
          "name the actions the work needs");
    }
    for (var statement :
        List.of(
            "[{Effect: Deny, Action: \"*\", Resource: \"*\"}]",
            "[{Effect: Allow, Action: \"s3:*\", Resource: \"*\"}]",
            "[]")) {
      admitted(set(other, everything.formatted(statement)));
    }
  }

  @Test
  void aSetThatNobodyManagesIsNoWayAroundIt() {
    enforceAdministratorAccess();

    var administrator = "permissionSetName: AWSAdministratorAccess";
    admitted(assignment(team, "222222222222", administrator));
    admitted(assignment(other, "222222222222", "permissionSetName: AWSReadOnlyAccess"));
    admitted(assignment(other, "222222222222", ""));
    refused(
        assignment(other, "222222222222", administrator),
        "may not assign AWSAdministratorAccess; assign a PermissionSet with fewer rights");
  }

  @Test
  void productionRetainsWhatIsInAws() {
    label(team, "identitycenter.dev/environment", "production");

    enforce("retain-in-production.yaml", set(team, "description: Not retained"));

    admitted(set(team, RETAIN));
    admitted(assignment(team, "222222222222", RETAIN));
    admitted(set(other, "deletionPolicy: Delete"));
    refused(
        set(team, "deletionPolicy: Delete"),
        "in production, PermissionSet",
        "needs spec.deletionPolicy: Retain",
        "ask a member of identity-center:administrators");
    refused(assignment(team, "222222222222", ""), "in production, AccountAssignment");
  }

  @Test
  void anAdministratorTakesAccessAwayInProduction() {
    label(team, "identitycenter.dev/environment", "production");
    enforce("retain-in-production.yaml", set(team, "description: Not retained"));
    var retained = cluster.admin().resource(set(team, RETAIN)).create();

    var change = "{\"spec\": {\"deletionPolicy\": \"Delete\"}}";
    assertThatThrownBy(() -> patch(cluster.admin(), retained, change))
        .hasMessageContaining("needs spec.deletionPolicy: Retain");
    var administrator = cluster.as("admin", "system:masters", "identity-center:administrators");
    assertThatCode(() -> patch(administrator, retained, change)).doesNotThrowAnyException();
  }

  @Test
  void accessGoesToGroups() {
    var user = "principal: {user: {userName: alice@example.com}}";
    label(other, "identitycenter.dev/user-assignments", "allowed");

    enforce("groups-only.yaml", assignment(team, "222222222222", user));

    admitted(assignment(team, "222222222222", ""));
    admitted(assignment(other, "222222222222", user));
    refused(
        assignment(team, "222222222222", user),
        "names a user; put the user into a group of the directory and name it in spec.principal.group");
  }

  /** A policy must not keep an object from being deleted, nor from being reported on. */
  @Test
  void theOperatorGoesOnWithWhatWasThereBefore() {
    label(team, "identitycenter.dev/environment", "production");
    var before =
        List.of(
            cluster
                .admin()
                .resource(
                    assignment(
                        team, "222222222222", "principal: {user: {userName: alice@example.com}}"))
                .create(),
            cluster
                .admin()
                .resource(
                    assignment(team, "222222222222", "permissionSetName: AWSAdministratorAccess"))
                .create(),
            cluster.admin().resource(set(team, ADMINISTRATOR_ACCESS)).create());

    try (var operator = new KubernetesClientBuilder().withConfig(installation.operator()).build()) {
      for (var file :
          Map.of(
                  "allowed-accounts.yaml", assignment(team, "444444444444", ""),
                  "allowed-accounts-configmap.yaml", assignment(team, "444444444444", ""),
                  "administrator-access.yaml", set(team, ADMINISTRATOR_ACCESS),
                  "retain-in-production.yaml", set(team, "description: Not retained"),
                  "groups-only.yaml",
                      assignment(
                          team, "222222222222", "principal: {user: {userName: a@example.com}}"))
              .entrySet()) {
        try (var enforced =
            PolicyUnderTest.of(
                cluster, file.getKey(), List.of(team), UnaryOperator.identity(), file.getValue())) {
          assertThat(enforced.names()).hasSize(1);
          for (var object : before) {
            patch(
                operator,
                object,
                "{\"metadata\": {\"finalizers\": [\"identitycenter.dev/finalizer\"]}}");
            patch(operator, object, "{\"metadata\": {\"finalizers\": null}}");
          }
        }
      }
    }
  }

  @Test
  void aLostListOpensNothingAndHoldsNothingBack() {
    var before = cluster.admin().resource(assignment(team, "222222222222", "")).create();
    enforce("allowed-accounts-configmap.yaml", assignment(team, "444444444444", ""));

    policy.deleteParameters();

    await()
        .atMost(PolicyUnderTest.PATIENCE)
        .untilAsserted(() -> refused(assignment(team, "222222222222", ""), "no params found"));
    patch(
        cluster.admin(),
        before,
        "{\"metadata\": {\"finalizers\": [\"identitycenter.dev/finalizer\"]}}");
    patch(cluster.admin(), before, "{\"metadata\": {\"finalizers\": null}}");
  }

  private void enforceAdministratorAccess() {
    enforce(
        "administrator-access.yaml",
        manifest -> manifest.replace("'access', 'break-glass'", "'" + team + "'"),
        set(other, ADMINISTRATOR_ACCESS));
  }

  private void enforce(String file, GenericKubernetesResource forbidden) {
    enforce(file, UnaryOperator.identity(), forbidden);
  }

  private void enforce(
      String file, UnaryOperator<String> change, GenericKubernetesResource forbidden) {
    policy = PolicyUnderTest.of(cluster, file, List.of(team, other), change, forbidden);
  }

  private void admitted(GenericKubernetesResource object) {
    assertThatCode(() -> cluster.admin().resource(object).create()).doesNotThrowAnyException();
  }

  private void refused(GenericKubernetesResource object, String... said) {
    assertThatThrownBy(() -> cluster.admin().resource(object).create())
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isIn(403, 422))
        .hasMessageContainingAll(said);
  }

  private static void patch(
      KubernetesClient client, GenericKubernetesResource object, String change) {
    var unused = client.resource(object).patch(PatchContext.of(PatchType.JSON_MERGE), change);
  }

  private void annotate(String namespace, String accounts) {
    var unused =
        cluster
            .admin()
            .namespaces()
            .withName(namespace)
            .edit(
                n ->
                    new NamespaceBuilder(n)
                        .editMetadata()
                        .addToAnnotations("identitycenter.dev/allowed-accounts", accounts)
                        .endMetadata()
                        .build());
  }

  private void label(String namespace, String key, String value) {
    var unused =
        cluster
            .admin()
            .namespaces()
            .withName(namespace)
            .edit(
                n ->
                    new NamespaceBuilder(n)
                        .editMetadata()
                        .addToLabels(key, value)
                        .endMetadata()
                        .build());
  }

  /** An assignment to a group of a set of its namespace, unless the lines say otherwise. */
  private static GenericKubernetesResource assignment(
      String namespace, String account, String lines) {
    var principal =
        lines.contains("principal:") ? "" : "principal: {group: {displayName: developers}}\n";
    var set = lines.contains("permissionSetName:") ? "" : "permissionSetRef: {name: readers}\n";
    return object(
        "AccountAssignment",
        namespace,
        "accountId: \"" + account + "\"\n" + principal + set + lines);
  }

  private static GenericKubernetesResource set(String namespace, String lines) {
    return object("PermissionSet", namespace, lines);
  }

  private static GenericKubernetesResource object(String kind, String namespace, String spec) {
    return YAML.unmarshal(
        """
        apiVersion: identitycenter.dev/v1alpha1
        kind: %s
        metadata: {generateName: under-test-, namespace: %s}
        spec:
        """
                .formatted(kind, namespace)
            + spec.indent(2),
        GenericKubernetesResource.class);
  }
}
