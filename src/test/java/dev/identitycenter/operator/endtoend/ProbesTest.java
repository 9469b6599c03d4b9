package dev.identitycenter.operator.endtoend;

import static dev.identitycenter.operator.endtoend.Scene.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.identitycenter.operator.RunningOperator;
import dev.identitycenter.operator.background.Pulse;
import dev.identitycenter.operator.simulator.Fault;
import dev.identitycenter.operator.simulator.Simulator;
import dev.identitycenter.operator.simulator.SimulatorOptions;
import dev.identitycenter.operator.testing.MutableClock;
import dev.identitycenter.operator.testing.PlatformTeam;
import dev.identitycenter.operator.testing.Walkthrough;
import dev.identitycenter.operator.testing.cluster.ClusterTest;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What Kubernetes hears when it asks the operator how it is. */
@ClusterTest
@Isolated("listens to loggers that all tests share")
class ProbesTest {
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final Simulator simulator = Simulator.start(SimulatorOptions.builder().build());
  private final MutableClock clock = MutableClock.at(Instant.now());
  private final HttpClient http = HttpClient.newHttpClient();
  private final Logger log = (Logger) LoggerFactory.getLogger("dev.identitycenter.operator");
  private final Obstacle obstacle = new Obstacle();
  private final TestCluster cluster;
  private final PlatformTeam team;
  private RunningOperator operator;

  ProbesTest(TestCluster cluster) {
    this.cluster = cluster;
    team = PlatformTeam.with(cluster, "probes");
    obstacle.start();
  }

  @AfterEach
  void stop() {
    obstacle.goAway.countDown();
    log.detachAppender(obstacle);
    log.setLevel(null);
    log.setAdditive(true);
    operator.close();
    team.loseAll();
    simulator.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Found the Identity Center instance", "Created permission set"})
  void isNotAliveWhenAThreadIsStuck(String whereItGetsStuck) throws Exception {
    // Given
    putInTheWay(whereItGetsStuck);
    operator = start();
    team.apply(Walkthrough.set("read-only", "ReadOnly", "ReadOnlyAccess"));
    obstacle.reached.await();
    assertThat(ask("/livez")).isEqualTo(OK);

    // When
    clock.advance(Pulse.LONGEST_STEP.plusSeconds(1));

    // Then
    assertThat(ask("/livez")).isEqualTo(UNAVAILABLE);
    obstacle.goAway.countDown();
    eventually(() -> assertThat(ask("/livez")).isEqualTo(OK));
  }

  @Test
  void isReadyOnceAwsHasAnswered() throws Exception {
    // Given
    simulator.faults().sometimes("ListInstances", 1, Fault.throttled());
    operator = start();
    eventually(() -> assertThat(simulator.journal().count("ListInstances")).isPositive());
    assertThat(ask("/livez")).isEqualTo(OK);
    assertThat(ask("/readyz")).isEqualTo(UNAVAILABLE);

    // When
    simulator.faults().clear();
    // Past the pause after the throttle.
    clock.advance(Pulse.LONGEST_STEP.dividedBy(2));

    // Then
    eventually(() -> assertThat(ask("/readyz")).isEqualTo(OK));
  }

  private RunningOperator start() {
    return RunningOperator.on(cluster, simulator).watching(team.namespace()).at(clock).start();
  }

  /** Whoever logs the message stands still there, at a place where any lock would do the same. */
  private void putInTheWay(String message) {
    obstacle.message = message;
    log.addAppender(obstacle);
    log.setLevel(Level.INFO);
    log.setAdditive(false);
  }

  private int ask(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(operator.http().resolve(path)).build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  /** Without a lock, which others want who log meanwhile. */
  private static final class Obstacle extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch goAway = new CountDownLatch(1);
    private String message;

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getMessage().equals(message)) {
        reached.countDown();
        try {
          goAway.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
