package dev.identitycenter.operator.docs;

import dev.identitycenter.operator.testing.OperatorProcess;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatusBuilder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Does what the deployment controller and a node would do for the operator's chart: runs the
 * operator with the configuration and the service account of its deployment, and says so in the
 * deployment's status. Whatever else is deployed is said to run.
 */
final class NodeStandIn implements AutoCloseable {
  private static final long LOOK_AGAIN_MILLIS = 100;
  private static final String OPERATOR = "operator";

  private final TestCluster cluster;
  private final Map<String, String> aws;
  private final Path log;
  private final Map<String, Long> running = new HashMap<>();
  private final Map<String, OperatorProcess> processes = new HashMap<>();
  private final Thread thread = new Thread(this::work, "node stand-in");
  private volatile boolean closed;
  private volatile RuntimeException failure;

  private NodeStandIn(TestCluster cluster, Map<String, String> aws, Path log) {
    this.cluster = cluster;
    this.aws = aws;
    this.log = log;
  }

  /**
   * Starts working.
   *
   * @param aws environment by which the operator finds its AWS, whatever its deployment says
   */
  static NodeStandIn start(TestCluster cluster, Map<String, String> aws, Path log) {
    var node = new NodeStandIn(cluster, aws, log);
    node.thread.start();
    return node;
  }

  /** Throws what kept it from working, if anything did. */
  void requireWell() {
    if (failure != null) {
      throw failure;
    }
    processes.values().forEach(OperatorProcess::requireAlive);
  }

  private void work() {
    try {
      while (!closed) {
        look();
        Thread.sleep(LOOK_AGAIN_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void look() throws InterruptedException {
    var deployments =
        cluster.admin().apps().deployments().inAnyNamespace().list().getItems().stream()
            .collect(Collectors.toMap(d -> d.getMetadata().getUid(), d -> d));
    for (var gone : running.keySet().stream().filter(id -> !deployments.containsKey(id)).toList()) {
      stop(gone);
    }
    for (var deployment : deployments.entrySet()) {
      var generation = deployment.getValue().getMetadata().getGeneration();
      if (!generation.equals(running.get(deployment.getKey()))) {
        stop(deployment.getKey());
        run(deployment.getKey(), deployment.getValue());
        running.put(deployment.getKey(), generation);
      }
    }
  }

  private void stop(String id) {
    running.remove(id);
    var process = processes.remove(id);
    if (process != null) {
      process.close();
    }
  }

  private void run(String id, Deployment deployment) throws InterruptedException {
    var pod = deployment.getSpec().getTemplate().getSpec();
    var container = pod.getContainers().get(0);
    if (container.getName().equals(OPERATOR)) {
      var namespace = deployment.getMetadata().getNamespace();
      var environment = new HashMap<>(aws);
      for (var source : container.getEnvFrom()) {
        environment.putAll(
            cluster
                .admin()
                .configMaps()
                .inNamespace(namespace)
                .withName(source.getConfigMapRef().getName())
                .require()
                .getData());
      }
      // After the deployment's own, so that nothing reaches another AWS.
      environment.putAll(aws);
      var process =
          OperatorProcess.startUnpackaged(
              cluster.kubeconfigForServiceAccount(namespace, pod.getServiceAccountName()),
              environment,
              log);
      processes.put(id, process);
      process.awaitReady();
    }
    tell(deployment);
  }

  /** What Helm and {@code kubectl rollout status} wait for. */
  private void tell(Deployment deployment) {
    var metadata = deployment.getMetadata();
    var replicas = deployment.getSpec().getReplicas();
    var replicaSet =
        new ReplicaSetBuilder()
            .withNewMetadata()
            .withName(metadata.getName() + "-" + metadata.getGeneration())
            .withNamespace(metadata.getNamespace())
            .withLabels(deployment.getSpec().getTemplate().getMetadata().getLabels())
            .withOwnerReferences(
                new OwnerReferenceBuilder()
                    .withApiVersion("apps/v1")
                    .withKind("Deployment")
                    .withName(metadata.getName())
                    .withUid(metadata.getUid())
                    .withController(true)
                    .build())
            .endMetadata()
            .withNewSpec()
            .withReplicas(replicas)
            .withSelector(deployment.getSpec().getSelector())
            .withTemplate(deployment.getSpec().getTemplate())
            .endSpec()
            .build();
    var created = cluster.admin().resource(replicaSet).create();
    created.setStatus(
        new ReplicaSetStatusBuilder()
            .withObservedGeneration(created.getMetadata().getGeneration())
            .withReplicas(replicas)
            .withReadyReplicas(replicas)
            .withAvailableReplicas(replicas)
            .build());
    cluster.admin().resource(created).updateStatus();
    // As it is now: it may have been changed since, and is looked at again then.
    cluster
        .admin()
        .apps()
        .deployments()
        .inNamespace(metadata.getNamespace())
        .withName(metadata.getName())
        .editStatus(
            current -> {
              current.setStatus(
                  new DeploymentStatusBuilder()
                      .withObservedGeneration(metadata.getGeneration())
                      .withReplicas(replicas)
                      .withUpdatedReplicas(replicas)
                      .withReadyReplicas(replicas)
                      .withAvailableReplicas(replicas)
                      .build());
              return current;
            });
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.join();
    processes.values().forEach(OperatorProcess::close);
  }
}
