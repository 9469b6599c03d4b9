package dev.identitycenter.operator.demo;

import dev.identitycenter.operator.simulator.Latency;
import dev.identitycenter.operator.simulator.Simulator;
import dev.identitycenter.operator.simulator.SimulatorOptions;
import dev.identitycenter.operator.testing.LocalAws;
import dev.identitycenter.operator.testing.OperatorProcess;
import dev.identitycenter.operator.testing.ReadinessFeed;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Everything that runs during the demo; it ends with {@link #close} and with the JVM. */
final class Stage implements AutoCloseable {
  private static final Path CRDS = Path.of("crds");
  private static final Path OPERATOR_LOG = Path.of("target", "demo", "operator.log");

  /** Long enough to be seen, short enough not to bore. */
  private static final Latency WORKFLOWS =
      Latency.between(Duration.ofSeconds(1), Duration.ofSeconds(3));

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private TestCluster cluster;
  private LocalAws aws;
  private ReadinessFeed feed;

  private Stage() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop demo"));
  }

  /** Starts everything, which takes minutes when programs have to be built first. */
  static Stage open(Narrator narrator) throws InterruptedException {
    var stage = new Stage();
    try {
      stage.start(narrator);
      return stage;
    } catch (RuntimeException | InterruptedException e) {
      stage.close();
      throw e;
    }
  }

  private void start(Narrator narrator) throws InterruptedException {
    narrator.part("Starting");
    cluster = opened(TestCluster.start());
    cluster.installCrds(CRDS);
    narrator.say("Kubernetes: kube-apiserver with etcd, our definitions applied");
    var simulator = opened(Simulator.start(SimulatorOptions.builder().latency(WORKFLOWS).build()));
    aws = opened(new LocalAws(simulator.endpoint()));
    narrator.say("AWS:        simulator of IAM Identity Center at " + simulator.endpoint());
    var operator =
        opened(
            OperatorProcess.start(
                cluster.kubeconfig(), aws.environment(), List.of(), OPERATOR_LOG));
    operator.awaitReady();
    narrator.say("operator:   ready; its log is " + OPERATOR_LOG);
    feed = opened(ReadinessFeed.watch(cluster.admin(), narrator::tell));
  }

  private synchronized <T extends AutoCloseable> T opened(T resource) {
    opened.push(resource);
    return resource;
  }

  TestCluster cluster() {
    return cluster;
  }

  LocalAws aws() {
    return aws;
  }

  ReadinessFeed feed() {
    return feed;
  }

  /** Stops everything, the last started first. */
  @Override
  public synchronized void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        System.err.println("While stopping: " + e.getMessage());
      }
    }
  }
}
