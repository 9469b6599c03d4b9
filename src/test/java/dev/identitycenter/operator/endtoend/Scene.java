package dev.identitycenter.operator.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.identitycenter.operator.RunningOperator;
import dev.identitycenter.operator.simulator.Call;
import dev.identitycenter.operator.simulator.Simulator;
import dev.identitycenter.operator.simulator.SimulatorOptions;
import dev.identitycenter.operator.testing.AwsAdministrator;
import dev.identitycenter.operator.testing.FastClock;
import dev.identitycenter.operator.testing.PlatformTeam;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;

/**
 * Everybody who has a part in most of these tests: AWS, somebody who changes it by hand, a team
 * with a namespace, and one operator at a time.
 */
final class Scene implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final TestCluster cluster;
  private final FastClock clock;
  private final Simulator simulator;
  private final AwsAdministrator administrator;
  private final PlatformTeam team;
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private RunningOperator operator;

  private Scene(
      TestCluster cluster, String namespace, FastClock clock, SimulatorOptions.Builder aws) {
    this.cluster = cluster;
    this.clock = clock;
    // Calls that wait at the gate must leave room for those of the administrator.
    simulator = Simulator.start(aws.clock(clock).threads(64).build());
    administrator = AwsAdministrator.of(simulator);
    team = PlatformTeam.with(cluster, namespace);
    team.waitAtMost(PATIENCE);
    simulator.faults().onCall(this::waitAtGate);
  }

  /** Without an operator yet, on a clock a number of times faster than real. */
  static Scene on(
      TestCluster cluster,
      String namespace,
      int tempo,
      UnaryOperator<SimulatorOptions.Builder> aws) {
    return new Scene(
        cluster, namespace, FastClock.times(tempo), aws.apply(SimulatorOptions.builder()));
  }

  FastClock clock() {
    return clock;
  }

  Simulator simulator() {
    return simulator;
  }

  AwsAdministrator administrator() {
    return administrator;
  }

  PlatformTeam team() {
    return team;
  }

  /** Starts an operator in place of the one that ran, if any. */
  void operate(UnaryOperator<RunningOperator.Builder> configuration) {
    stopOperator();
    operator =
        configuration
            .apply(RunningOperator.on(cluster, simulator).watching(team.namespace()).at(clock))
            .start();
  }

  /** Stops the operator, if one runs, in an orderly way. */
  void stopOperator() {
    if (operator != null) {
      operator.close();
      operator = null;
    }
  }

  /** Does something in AWS that the operator sees only as a whole: its calls wait meanwhile. */
  void behindItsBack(Runnable work) {
    gate = new CountDownLatch(1);
    try {
      work.run();
    } finally {
      gate.countDown();
    }
  }

  private void waitAtGate(Call call) {
    if (call.accessKey().equals(RunningOperator.ACCESS_KEY)) {
      try {
        gate.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /** Everything the operator asked of AWS since the journal was cleared. */
  List<Call> operatorCalls() {
    return simulator.journal().entries().stream()
        .filter(call -> call.accessKey().equals(RunningOperator.ACCESS_KEY))
        .toList();
  }

  /** The operations among them that change something, refused ones included. */
  List<String> operatorWrites() {
    return operatorCalls().stream()
        .map(Call::operation)
        .filter(operation -> !operation.matches("(List|Get|Describe).*"))
        .toList();
  }

  /** The value of a meter, with its labels as Prometheus writes them; 0 while it has none. */
  double metric(String nameAndLabels) {
    return metrics(nameAndLabels + " ");
  }

  /** The sum of all meters that Prometheus writes with this beginning; 0 while there is none. */
  double metrics(String beginning) {
    try (var body = operator.http().resolve("/metrics").toURL().openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith(beginning))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Objects of that kind found to differ from AWS. */
  double drifted(PlatformTeam.Kind kind) {
    return metric("identitycenter_operator_drift_detected_total{kind=\"" + kind + "\"}");
  }

  /** Lets that much time pass on the scene's clock. */
  void pass(Duration duration) {
    var until = clock.instant().plus(duration);
    await().atMost(clock.real(duration).plus(PATIENCE)).until(() -> clock.instant().isAfter(until));
  }

  /** Waits, longer than usual because builds share machines, until an assertion holds. */
  static void eventually(ThrowingRunnable assertion) {
    await().atMost(PATIENCE).untilAsserted(assertion);
  }

  /** Runs something while whose course neither AWS nor an object changes. */
  void assertRests(Runnable course) {
    // They are published after the status that they tell of.
    var events = settled(PATIENCE, team::eventCount);
    var versions = team.versions();
    simulator.journal().clear();
    course.run();
    assertThat(operatorWrites()).describedAs("changes asked of AWS").isEmpty();
    // Both lists whole would be more than anybody reads.
    assertThat(changed(versions, team.versions())).describedAs("objects written").isEmpty();
    assertThat(team.eventCount()).describedAs("events").isEqualTo(events);
  }

  /** A count, once it did not change for half a second. */
  static int settled(Duration patience, IntSupplier count) {
    var last = new AtomicInteger(-1);
    await()
        .atMost(patience)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              var now = count.getAsInt();
              return last.getAndSet(now) == now;
            });
    return last.get();
  }

  private static List<String> changed(List<String> before, List<String> now) {
    return Stream.concat(
            before.stream().filter(version -> !now.contains(version)),
            now.stream().filter(version -> !before.contains(version)))
        .toList();
  }

  @Override
  public void close() {
    stopOperator();
    team.loseAll();
    administrator.close();
    simulator.close();
  }
}
