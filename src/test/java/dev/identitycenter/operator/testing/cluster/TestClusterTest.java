package dev.identitycenter.operator.testing.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@ClusterTest
@Isolated("stops servers that all tests share")
class TestClusterTest {
  private final TestCluster cluster;

  TestClusterTest(TestCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void servesTheKubernetesApi() {
    // Not the pinned release: KUBEBUILDER_ASSETS may bring another.
    assertThat(cluster.admin().getKubernetesVersion().getGitVersion()).startsWith("v1.");
  }

  @Test
  void givesEachCallANamespaceOfItsOwn() {
    var first = cluster.newNamespace("access");
    var second = cluster.newNamespace("access");

    assertThat(first).startsWith("access-").isNotEqualTo(second);
    assertThat(cluster.admin().namespaces().withName(first).get()).isNotNull();
  }

  @Test
  void refusesAUserWhomNoBindingMentions() {
    var namespace = cluster.newNamespace("rbac");

    assertThatThrownBy(() -> cluster.as("stranger").configMaps().inNamespace(namespace).list())
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(403))
        .hasMessageContaining("User \"stranger\" cannot list");
  }

  @Test
  void letsAUserDoWhatABindingAllows() {
    var namespace = cluster.newNamespace("rbac");
    letUserEdit(namespace, "operator");

    var operator = cluster.as("operator");
    await()
        .untilAsserted(
            () ->
                operator
                    .configMaps()
                    .inNamespace(namespace)
                    .resource(configMap("allowed"))
                    .create());

    assertThat(configMap(namespace, "allowed")).isNotNull();
  }

  @Test
  void letsAServiceAccountConnectWithATokenOfItsOwn() {
    var namespace = newServiceAccount("operator");

    var config = cluster.configForServiceAccount(namespace, "operator");

    try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
      assertThatThrownBy(() -> client.configMaps().inNamespace(namespace).list())
          .hasMessageContaining("system:serviceaccount:" + namespace + ":operator");
    }
  }

  @Test
  void writesAKubeconfigForAServiceAccount() {
    var namespace = newServiceAccount("operator");

    var kubeconfig = cluster.kubeconfigForServiceAccount(namespace, "operator");

    assertThat(cluster.runKubectl("auth", "whoami", "--kubeconfig", kubeconfig.toString()))
        .contains("system:serviceaccount:" + namespace + ":operator");
  }

  @Test
  void keepsDataWhileTheApiServerRestarts() {
    var namespace = cluster.newNamespace("restart");
    cluster.admin().configMaps().inNamespace(namespace).resource(configMap("kept")).create();

    cluster.stopApiServer();
    cluster.startApiServer();

    assertThat(configMap(namespace, "kept")).isNotNull();
  }

  @Test
  void answersOnlyWhenEtcdGoesOn() throws Exception {
    var namespace = cluster.newNamespace("paused");
    cluster.pauseEtcd();
    CompletableFuture<ConfigMap> answer;
    try {
      answer =
          CompletableFuture.supplyAsync(
              () ->
                  cluster
                      .admin()
                      .configMaps()
                      .inNamespace(namespace)
                      .resource(configMap("late"))
                      .create());

      await().during(Duration.ofSeconds(1)).until(() -> !answer.isDone());
    } finally {
      cluster.resumeEtcd();
    }

    assertThat(answer.get().getMetadata().getName()).isEqualTo("late");
  }

  @Test
  void servesDefinitionsOnceTheyAreInstalled(@TempDir Path directory) throws IOException {
    Files.writeString(
        directory.resolve("widgets.yaml"),
        """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: widgets.harness.identitycenter.dev}
        spec:
          group: harness.identitycenter.dev
          names: {kind: Widget, plural: widgets}
          scope: Namespaced
          versions:
          - name: v1
            served: true
            storage: true
            schema: {openAPIV3Schema: {type: object}}
        """);
    var namespace = cluster.newNamespace("definitions");

    cluster.installCrds(directory);
    cluster.installCrds(directory);

    var widget =
        new GenericKubernetesResourceBuilder()
            .withApiVersion("harness.identitycenter.dev/v1")
            .withKind("Widget")
            .withNewMetadata()
            .withName("first")
            .withNamespace(namespace)
            .endMetadata()
            .build();
    cluster.admin().resource(widget).create();
    assertThat(cluster.runKubectl("get", "widgets", "-n", namespace, "-o", "name"))
        .isEqualTo("widget.harness.identitycenter.dev/first\n");
  }

  @Test
  void passesOnWhatKubectlComplainsAbout() {
    assertThatThrownBy(() -> cluster.runKubectl("get", "unicorns"))
        .hasMessageContaining("the server doesn't have a resource type \"unicorns\"");
  }

  private String newServiceAccount(String name) {
    var namespace = cluster.newNamespace("rbac");
    var account =
        new ServiceAccountBuilder().withNewMetadata().withName(name).endMetadata().build();
    cluster.admin().serviceAccounts().inNamespace(namespace).resource(account).create();
    return namespace;
  }

  private void letUserEdit(String namespace, String user) {
    // Not "edit" itself, which only the controller manager would fill.
    var binding =
        new RoleBindingBuilder()
            .withNewMetadata()
            .withName("edit")
            .endMetadata()
            .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "system:aggregate-to-edit")
            .addNewSubject("rbac.authorization.k8s.io", "User", user, null)
            .build();
    cluster.admin().rbac().roleBindings().inNamespace(namespace).resource(binding).create();
  }

  private ConfigMap configMap(String namespace, String name) {
    return cluster.admin().configMaps().inNamespace(namespace).withName(name).get();
  }

  private static ConfigMap configMap(String name) {
    return new ConfigMapBuilder().withNewMetadata().withName(name).endMetadata().build();
  }
}
