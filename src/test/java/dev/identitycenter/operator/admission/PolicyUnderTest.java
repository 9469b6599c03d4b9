package dev.identitycenter.operator.admission;

import static org.awaitility.Awaitility.await;

import dev.identitycenter.operator.testing.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchResourcesBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A file of {@code config/policy} in force for the namespaces of one test only, because the cluster
 * is shared.
 */
final class PolicyUnderTest implements AutoCloseable {
  private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

  /** The API server takes up a policy within a second, when it is not busy. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final TestCluster cluster;
  private final List<HasMetadata> applied = new ArrayList<>();

  private PolicyUnderTest(TestCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Applies a file and waits until the API server enforces it.
   *
   * @param namespaces where it is in force
   * @param change what the administrator changed in the manifest
   * @param forbidden an object that it refuses
   */
  static PolicyUnderTest of(
      TestCluster cluster,
      String file,
      List<String> namespaces,
      UnaryOperator<String> change,
      HasMetadata forbidden) {
    var policy = new PolicyUnderTest(cluster);
    var parameters = cluster.newNamespace("identity-center");
    var manifests =
        change
            .apply(read(Path.of("config/policy", file)))
            .replace("namespace: identity-center", "namespace: " + parameters);
    for (var manifest : manifests.split("(?m)^---$", -1)) {
      for (var object : load(cluster, manifest)) {
        if (object instanceof ValidatingAdmissionPolicyBinding binding) {
          restrict(binding, namespaces);
        }
        policy.applied.add(object);
        cluster.admin().resource(object).forceConflicts().serverSideApply();
      }
    }
    await().atMost(PATIENCE).until(() -> policy.refuses(forbidden));
    return policy;
  }

  private static List<HasMetadata> load(TestCluster cluster, String manifest) {
    return cluster
        .admin()
        .load(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8)))
        .items();
  }

  private static void restrict(ValidatingAdmissionPolicyBinding binding, List<String> namespaces) {
    var spec = binding.getSpec();
    var resources =
        spec.getMatchResources() == null
            ? new MatchResourcesBuilder()
            : new MatchResourcesBuilder(spec.getMatchResources());
    var selector = resources.buildNamespaceSelector();
    var expressions = new ArrayList<LabelSelectorRequirement>();
    if (selector != null) {
      expressions.addAll(selector.getMatchExpressions());
    }
    expressions.add(new LabelSelectorRequirement(NAMESPACE_NAME, "In", namespaces));
    spec.setMatchResources(
        resources
            .withNamespaceSelector(
                new LabelSelector(
                    expressions, selector == null ? Map.of() : selector.getMatchLabels()))
            .build());
  }

  private boolean refuses(HasMetadata object) {
    try {
      cluster.admin().resource(object).dryRun().create();
      return false;
    } catch (KubernetesClientException e) {
      // A ConfigMap is seen later than the binding that names it.
      return e.getMessage().contains("ValidatingAdmissionPolicy")
          && !e.getMessage().contains("failed to configure binding");
    }
  }

  /** The names of the policies in the file. */
  List<String> names() {
    return applied.stream()
        .filter(ValidatingAdmissionPolicy.class::isInstance)
        .map(policy -> policy.getMetadata().getName())
        .toList();
  }

  /** As if somebody deleted the ConfigMap. */
  void deleteParameters() {
    applied.stream()
        .filter(ConfigMap.class::isInstance)
        .forEach(object -> cluster.admin().resource(object).delete());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    applied.forEach(object -> cluster.admin().resource(object).delete());
  }
}
