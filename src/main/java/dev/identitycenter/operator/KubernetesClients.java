package dev.identitycenter.operator;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** The way to the cluster that the surroundings name. */
final class KubernetesClients {

  /** The client's own limit is five, and the API server is one host. */
  private static final int CONCURRENT_REQUESTS = 64;

  private KubernetesClients() {}

  /** A client for objects without managed fields, which would take most of the memory. */
  static KubernetesClient create() {
    var mapper = new ObjectMapper();
    mapper.addMixIn(ObjectMeta.class, WithoutManagedFields.class);
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder().withMaxConcurrentRequestsPerHost(CONCURRENT_REQUESTS).build())
        .withKubernetesSerialization(new KubernetesSerialization(mapper, true))
        .build();
  }

  @JsonIgnoreProperties("managedFields")
  private interface WithoutManagedFields {}
}
