package dev.identitycenter.operator.testing;

import static org.awaitility.Awaitility.await;

import dev.identitycenter.operator.testing.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * What an administrator puts into the cluster before the operator starts: the definitions, and a
 * service account with exactly the rules of {@code config/rbac}.
 *
 * @param namespace the operator's own
 * @param operator how the operator connects
 * @param kubeconfig the same, for an operator that is a program of its own
 */
public record Installation(String namespace, Config operator, Path kubeconfig) {
  private static final Path CRDS = Path.of("crds");

  /** Of the service account and of what binds it. */
  public static final String NAME = "identity-center-operator";

  private static final String RBAC = "rbac.authorization.k8s.io";
  private static final Map<TestCluster, Installation> INSTALLATIONS = new WeakHashMap<>();

  /** Installs what is missing; one installation serves all tests of a cluster. */
  public static synchronized Installation on(TestCluster cluster) {
    return INSTALLATIONS.computeIfAbsent(cluster, Installation::install);
  }

  private static Installation install(TestCluster cluster) {
    cluster.installCrds(CRDS);
    var namespace = cluster.newNamespace("identity-center");
    var client = cluster.admin();
    client
        .serviceAccounts()
        .inNamespace(namespace)
        .resource(
            new ServiceAccountBuilder().withNewMetadata().withName(NAME).endMetadata().build())
        .create();
    applyRoles(cluster, namespace);
    client.resource(clusterRoleBinding(namespace)).serverSideApply();
    client.resource(roleBinding(namespace)).serverSideApply();
    var config = cluster.configForServiceAccount(namespace, NAME);
    awaitRights(config);
    return new Installation(
        namespace, config, cluster.kubeconfigForServiceAccount(namespace, NAME));
  }

  /**
   * Starts the operator as a program of its own, with what an administrator gave it.
   *
   * @param aws where AWS answers
   * @param watched the one namespace it works in
   * @param settings further variables of its environment
   * @param log where its output goes
   */
  public OperatorProcess start(URI aws, String watched, Map<String, String> settings, Path log) {
    var environment = new HashMap<>(LocalAws.environment(aws));
    environment.put("WATCH_NAMESPACES", watched);
    // Where the lease is; a pod knows it from its service account.
    environment.put("KUBERNETES_NAMESPACE", namespace);
    environment.putAll(settings);
    return OperatorProcess.startUnpackaged(kubeconfig, environment, log);
  }

  /** Takes the right to write any status away, or gives it back; returns when that is in force. */
  public static void permitStatusWrites(TestCluster cluster, boolean permitted) {
    var installation = on(cluster);
    applyRoles(cluster, installation.namespace());
    if (!permitted) {
      var unused =
          cluster
              .admin()
              .rbac()
              .clusterRoles()
              .withName(NAME)
              .edit(
                  role -> {
                    role.getRules()
                        .removeIf(rule -> rule.getResources().contains("permissionsets/status"));
                    return role;
                  });
    }
    await().until(() -> mayWriteStatus(cluster, installation.namespace()) == permitted);
  }

  private static boolean mayWriteStatus(TestCluster cluster, String namespace) {
    var review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser("system:serviceaccount:" + namespace + ":" + NAME)
            .withNewResourceAttributes()
            .withGroup("identitycenter.dev")
            .withResource("accountassignments")
            .withSubresource("status")
            .withVerb("patch")
            .endResourceAttributes()
            .endSpec()
            .build();
    return cluster
        .admin()
        .authorization()
        .v1()
        .subjectAccessReview()
        .create(review)
        .getStatus()
        .getAllowed();
  }

  private static void applyRoles(TestCluster cluster, String namespace) {
    try (var roles = Files.newInputStream(Path.of("config/rbac/role.yaml"))) {
      for (var role : cluster.admin().load(roles).items()) {
        if (role.getKind().equals("Role")) {
          role.getMetadata().setNamespace(namespace);
        }
        cluster.admin().resource(role).forceConflicts().serverSideApply();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HasMetadata clusterRoleBinding(String namespace) {
    return new ClusterRoleBindingBuilder()
        .withNewMetadata()
        .withName(NAME)
        .endMetadata()
        .withNewRoleRef(RBAC, "ClusterRole", NAME)
        .addNewSubject(null, "ServiceAccount", NAME, namespace)
        .build();
  }

  private static HasMetadata roleBinding(String namespace) {
    return new RoleBindingBuilder()
        .withNewMetadata()
        .withName(NAME)
        .withNamespace(namespace)
        .endMetadata()
        .withNewRoleRef(RBAC, "Role", NAME)
        .addNewSubject(null, "ServiceAccount", NAME, namespace)
        .build();
  }

  /** The API server takes up new bindings a moment after it stored them. */
  private static void awaitRights(Config config) {
    try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
      await()
          .ignoreException(KubernetesClientException.class)
          .until(() -> client.namespaces().withName("kube-system").get() != null);
    }
  }
}
