package dev.identitycenter.operator.bench;

import dev.identitycenter.operator.simulator.Simulator;
import dev.identitycenter.operator.testing.LocalAws;
import dev.identitycenter.operator.testing.OperatorProcess;
import dev.identitycenter.operator.testing.ReadinessFeed;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The packaged operator as a process of its own, with its defaults, in a cluster of its own. It
 * runs before the clock starts; what is measured begins with {@code kubectl apply}.
 */
final class OperatorContestant implements Contestant {
  /** As the image runs it within the 512 MiB that the chart allows. */
  static final List<String> JAVA_OPTIONS =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m");

  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** After the last assignment is ready the operator counts accounts; those calls belong to it. */
  static final Duration COMES_TO_REST = Duration.ofSeconds(6);

  private static final String FIRST = "first-visit";

  @Override
  public String name() {
    return "operator";
  }

  @Override
  public Run grant(Workload workload, Simulator simulator) throws InterruptedException {
    try (var aws = new LocalAws(simulator.endpoint());
        var cluster = TestCluster.start()) {
      cluster.installCrds(Path.of("crds"));
      var namespace = cluster.newNamespace("bench");
      applyAll(cluster, objectThatCostsNothing(namespace));
      var times = new ReadyTimes();
      try (var feed = ReadinessFeed.watch(cluster.admin(), times);
          var operator =
              OperatorProcess.start(
                  cluster.kubeconfig(),
                  aws.environment(),
                  JAVA_OPTIONS,
                  Path.of("target", "bench", "operator.log"))) {
        var firstVisit = times.awaitFirstVisit(FIRST, LIMIT);
        operator.awaitReady();
        var before = ApiServerWrites.soFar(cluster.admin());
        var start = Instant.now();
        applyAll(cluster, String.join("---\n", workload.manifests(namespace)));
        var expected = workload.sets().size() + workload.grants().size();
        var end = times.awaitReady(expected, LIMIT, operator::requireAlive);
        Thread.sleep(COMES_TO_REST.toMillis());
        return new Run(
            Duration.between(start, end),
            AwsUse.of(simulator.journal()),
            Optional.of(
                new Run.Inside(
                    times.timesToReady("AccountAssignment"),
                    operator.peakResidentBytes(),
                    operator.cpuTime(),
                    Duration.between(operator.startedAt(), firstVisit),
                    ApiServerWrites.soFar(cluster.admin()).minus(before))));
      }
    }
  }

  /** A suspended object: the operator writes its status, and asks nothing of AWS. */
  private static String objectThatCostsNothing(String namespace) {
    return """
        apiVersion: identitycenter.dev/v1alpha1
        kind: PermissionSet
        metadata: {name: %s, namespace: %s}
        spec: {suspend: true}
        """
        .formatted(FIRST, namespace);
  }

  private static void applyAll(TestCluster cluster, String manifests) {
    try {
      var file = Files.createTempFile("bench-", ".yaml");
      try {
        Files.writeString(file, manifests);
        cluster.runKubectl("apply", "-f", file.toString());
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Writing manifests", e);
    }
  }
}
