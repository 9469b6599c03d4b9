package dev.identitycenter.operator;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.api.v1alpha1.PermissionSet;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.ResourceNotFoundException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the operator needs of the cluster, checked before it starts to work. */
final class ClusterChecks {

  /** The cluster lacks something; the message lists all of it. */
  static final class UnusableClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableClusterException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private ClusterChecks() {}

  /** Fails when a custom resource definition or the right to read its objects is missing. */
  static void checkKinds(KubernetesClient client, Set<String> namespaces) {
    var complaints = new ArrayList<String>();
    for (var kind : List.of(PermissionSet.class, AccountAssignment.class)) {
      for (var namespace : namespaces.isEmpty() ? List.of("") : List.copyOf(namespaces)) {
        complaint(client, kind, namespace).ifPresent(complaints::add);
      }
    }
    if (!complaints.isEmpty()) {
      throw new UnusableClusterException(String.join("\n", complaints), null);
    }
  }

  private static Optional<String> complaint(
      KubernetesClient client, Class<? extends HasMetadata> kind, String namespace) {
    var crd = HasMetadata.getFullResourceName(kind);
    var options = new ListOptionsBuilder().withLimit(1L).build();
    try {
      var resources = client.resources(kind);
      var unused =
          namespace.isEmpty()
              ? resources.inAnyNamespace().list(options)
              : resources.inNamespace(namespace).list(options);
      return Optional.empty();
    } catch (KubernetesClientException failure) {
      var place = namespace.isEmpty() ? "the cluster" : "namespace " + namespace;
      return Optional.of(
          switch (failure.getCode()) {
            case HttpURLConnection.HTTP_NOT_FOUND ->
                "CustomResourceDefinition %s is missing; run kubectl apply --server-side -f crds/"
                    .formatted(crd);
            case HttpURLConnection.HTTP_FORBIDDEN ->
                "The operator's service account may not list %s in %s; grant it the rules of the Helm chart."
                    .formatted(crd, place);
            default -> "Cannot list %s in %s: %s".formatted(crd, place, failure.getMessage());
          });
    }
  }

  /** The uid of {@code kube-system}, which stands for the cluster unless configured. */
  static String clusterId(KubernetesClient client) {
    try {
      return client.namespaces().withName("kube-system").require().getMetadata().getUid();
    } catch (KubernetesClientException | ResourceNotFoundException failure) {
      throw new UnusableClusterException(
          "Cannot read namespace kube-system, whose uid names this cluster in ownership tags; set CLUSTER_ID.",
          failure);
    }
  }
}
