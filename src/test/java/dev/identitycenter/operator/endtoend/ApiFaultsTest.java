package dev.identitycenter.operator.endtoend;

import static dev.identitycenter.operator.testing.PlatformTeam.Kind.AccountAssignment;
import static dev.identitycenter.operator.testing.PlatformTeam.Kind.PermissionSet;
import static dev.identitycenter.operator.testing.Walkthrough.set;
import static dev.identitycenter.operator.testing.scripted.ApiFault.expired;
import static dev.identitycenter.operator.testing.scripted.ApiFault.refused;
import static dev.identitycenter.operator.testing.scripted.ApiFault.refusedAfterEffect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.identitycenter.operator.RunningOperator;
import dev.identitycenter.operator.simulator.Latency;
import dev.identitycenter.operator.simulator.Simulator;
import dev.identitycenter.operator.simulator.SimulatorOptions;
import dev.identitycenter.operator.testing.FastClock;
import dev.identitycenter.operator.testing.PlatformTeam;
import dev.identitycenter.operator.testing.Walkthrough;
import dev.identitycenter.operator.testing.scripted.ApiCall;
import dev.identitycenter.operator.testing.scripted.ApiFault;
import dev.identitycenter.operator.testing.scripted.ScriptedApiServer;
import io.fabric8.kubernetes.client.Config;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Single calls to the API server fail in ways that a real one does not on demand. Nothing is asked
 * of AWS twice, nothing is forgotten there, and the objects get ready.
 */
@Execution(ExecutionMode.CONCURRENT)
class ApiFaultsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What the framework repeats within seconds. */
  private static final int TIMES = 2;

  private final FastClock clock = FastClock.times(10);
  private final Simulator simulator =
      Simulator.start(
          SimulatorOptions.builder()
              .clock(clock)
              .latency(Latency.between(Duration.ofSeconds(5), Duration.ofSeconds(15)))
              .build());
  private final ScriptedApiServer server = ScriptedApiServer.start();
  private final PlatformTeam team = PlatformTeam.in(server.people(), ScriptedApiServer.NAMESPACE);
  private RunningOperator operator;

  ApiFaultsTest() {
    team.waitAtMost(PATIENCE);
  }

  @AfterEach
  void stop() {
    if (operator != null) {
      operator.close();
    }
    server.close();
    simulator.close();
  }

  /** A write that fails, and how. */
  record Write(String name, Predicate<ApiCall> calls, String how) {
    ApiFault fault(ScriptedApiServer server) {
      return switch (how) {
        case "conflict" -> refused(409);
        case "server error" -> refused(500);
        case "too many requests" -> refused(429);
        case "server error after effect" -> refusedAfterEffect(500);
        case "lost answer" -> server.lostAnswer();
        default -> throw new IllegalArgumentException(how);
      };
    }

    @Override
    public String toString() {
      return name + ": " + how;
    }
  }

  static Stream<Write> writes() {
    return Stream.of(
            "conflict",
            "server error",
            "too many requests",
            "server error after effect",
            "lost answer")
        .flatMap(
            how ->
                Stream.of(
                    new Write("status", ApiCall::isStatusWrite, how),
                    new Write("status with a request", ApiCall::isRequestWrite, how),
                    new Write("finalizer", ApiCall::isFinalizerWrite, how)));
  }

  @ParameterizedTest
  @MethodSource("writes")
  void repeatsNothingInAwsWhenAWriteFails(Write write) {
    operate(server.operator());
    server.next(TIMES, write.calls(), write.fault(server));

    team.apply(Walkthrough.MANIFESTS);

    assertGrantedOnce();
    assertThat(server.failures()).isEqualTo(TIMES);
  }

  @ParameterizedTest
  @MethodSource("writes")
  void forgetsNothingInAwsWhenAWriteFailsDuringDeletion(Write write) {
    operate(server.operator());
    team.apply(Walkthrough.MANIFESTS);
    team.awaitAllReady();
    server.next(TIMES, write.calls(), write.fault(server));

    team.deleteAll();

    assertTakenBackOnce();
    assertThat(server.failures()).isEqualTo(TIMES);
  }

  /** A watch tells it as an event, whose cause is that the server forgot the version. */
  @Test
  void readsEverythingAnewWhileNoWatchCanGoOn() {
    operate(server.operator());
    team.apply(Walkthrough.MANIFESTS);
    team.awaitAllReady();
    server.always(ApiCall::isWatch, expired());
    server.hangUp();

    team.apply(set("audit-access", "AuditAccess", "SecurityAudit", "ReadOnlyAccess"));
    team.awaitReady(PermissionSet, "audit-access");

    assertThat(server.failures()).isPositive();
    Walkthrough.assertGranted(simulator, "SecurityAudit", "ReadOnlyAccess");
    assertCreatedOnce();
    server.recover();
    team.deleteAll();
    assertTakenBackOnce();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void missesNothingWhileItsWatchesAreRefused(int code) {
    operate(server.operator());
    server.next(2 * TIMES, ApiCall::isWatch, refused(code));
    server.hangUp();

    team.apply(Walkthrough.MANIFESTS);

    assertGrantedOnce();
    assertThat(server.failures()).isEqualTo(2 * TIMES);
  }

  @Test
  void missesNothingWhenItsWatchesAreLostAgainAndAgain() {
    operate(server.operator());
    for (var manifest : Walkthrough.MANIFESTS.split("(?m)^---$", -1)) {
      server.hangUp();
      team.apply(manifest);
    }
    assertGrantedOnce();

    for (var name : Walkthrough.ASSIGNMENTS) {
      team.delete(AccountAssignment, name);
      server.hangUp();
    }
    for (var name : Walkthrough.SETS) {
      team.delete(PermissionSet, name);
      server.hangUp();
    }
    assertTakenBackOnce();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void startsAsSoonAsListsAreAnswered(int code) {
    team.apply(Walkthrough.MANIFESTS);
    server.next(TIMES, ApiCall::isList, refused(code));

    operate(server.patientOperator());

    assertGrantedOnce();
    assertThat(server.failures()).isEqualTo(TIMES);
  }

  @Test
  void knowsAfterARestartWhatItCouldNotWriteDown() {
    operate(server.operator());
    server.always(ApiCall::isRequestWrite, refused(500));
    team.apply(Walkthrough.MANIFESTS);
    await().atMost(PATIENCE).until(() -> simulator.journal().count("CreateAccountAssignment") == 3);

    operator.crash();
    operator.close();
    server.recover();
    operate(server.operator());

    assertGrantedOnce();
  }

  private void operate(Config kubernetes) {
    operator =
        RunningOperator.on(kubernetes, simulator)
            .watching(ScriptedApiServer.NAMESPACE)
            .at(clock)
            .start();
  }

  private void assertGrantedOnce() {
    team.awaitAllReady();
    Walkthrough.assertGranted(simulator);
    assertCreatedOnce();
  }

  private void assertCreatedOnce() {
    assertThat(simulator.journal().count("CreatePermissionSet")).isEqualTo(3);
    assertThat(simulator.journal().count("CreateAccountAssignment")).isEqualTo(3);
  }

  private void assertTakenBackOnce() {
    team.awaitEmpty();
    Walkthrough.assertNothingLeft(simulator);
    assertCreatedOnce();
    assertThat(simulator.journal().count("DeletePermissionSet")).isEqualTo(3);
    assertThat(simulator.journal().count("DeleteAccountAssignment")).isEqualTo(3);
  }
}
