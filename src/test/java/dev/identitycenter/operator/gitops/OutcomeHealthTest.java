package dev.identitycenter.operator.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.identitycenter.operator.api.v1alpha1.ConditionType;
import dev.identitycenter.operator.api.v1alpha1.Reason;
import dev.identitycenter.operator.status.Conditions;
import dev.identitycenter.operator.status.Outcome;
import dev.identitycenter.operator.testing.MutableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Argo CD and Flux understand every status the operator can write, and agree about it. */
class OutcomeHealthTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LATER = Duration.ofMinutes(1);
  private static final long GENERATION = 3;

  private static final Map<String, List<String>> PARTS =
      Map.of(
          "PermissionSet", List.of(ConditionType.SYNCED, ConditionType.PROVISIONED),
          "AccountAssignment", List.of(ConditionType.RESOLVED_REFS, ConditionType.SYNCED));

  private static GitOps gitOps;

  private final Conditions conditions = new Conditions(MutableClock.standing());

  @BeforeAll
  static void start() {
    gitOps = GitOps.assessing();
  }

  @AfterAll
  static void stop() {
    gitOps.close();
  }

  static Stream<Outcome> outcomes() {
    var outcomes = new ArrayList<Outcome>();
    outcomes.add(Outcome.settled("AWS agrees.", LATER));
    outcomes.add(Outcome.suspended());
    outcomes.add(Outcome.starting());
    outcomes.add(Outcome.bug(new IllegalStateException()));
    for (var reason : EnumSet.complementOf(EnumSet.of(Reason.Suspended))) {
      outcomes.add(Outcome.progressing(reason, "It goes on."));
      outcomes.add(Outcome.waiting(reason, "Something else comes first.", LATER));
      outcomes.add(Outcome.stalled(reason, "Somebody has to act."));
    }
    return outcomes.stream();
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void isUnderstoodForTheCurrentSpec(Outcome outcome) {
    for (var kind : PARTS.keySet()) {
      var assessment = gitOps.assess(object(kind, outcome, GENERATION, false));

      assertThat(assessment.health()).isEqualTo(expectedHealth(outcome));
      assertThat(assessment.healthMessage()).isEqualTo(outcome.message());
      assertThat(assessment.kstatus()).isEqualTo(expectedKstatus(outcome));
      assertThat(assessment.kstatusMessage())
          .isEqualTo(
              outcome.state() == Outcome.State.SETTLED ? "Resource is Ready" : outcome.message());
      assertThat(assessment.check()).isEqualTo(expectedKstatus(outcome));
    }
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void saysNothingAboutANewerSpec(Outcome outcome) {
    for (var kind : PARTS.keySet()) {
      var assessment = gitOps.assess(object(kind, outcome, GENERATION - 1, false));

      assertThat(assessment.health()).isEqualTo("Progressing");
      assertThat(assessment.kstatus()).isEqualTo("InProgress");
      assertThat(assessment.check()).isEqualTo("InProgress");
    }
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void isNeverHealthyWhileBeingDeleted(Outcome outcome) {
    for (var kind : PARTS.keySet()) {
      var assessment = gitOps.assess(object(kind, outcome, GENERATION, true));

      assertThat(assessment.health())
          .isEqualTo(outcome.state() == Outcome.State.STALLED ? "Degraded" : "Progressing");
      assertThat(assessment.healthMessage()).isEqualTo("Deleting. " + outcome.message());
      assertThat(assessment.kstatus()).isEqualTo("Terminating");
    }
  }

  /** kstatus alone would let Flux go on before the operator has looked, as docs/flux.md says. */
  @ParameterizedTest
  @ValueSource(strings = {"PermissionSet", "AccountAssignment"})
  void isNotDoneBeforeTheFirstLook(String kind) {
    var object = object(kind, Outcome.starting(), GENERATION, false);
    object.remove("status");

    var assessment = gitOps.assess(object);

    assertThat(assessment.health()).isEqualTo("Progressing");
    assertThat(assessment.kstatus()).isEqualTo("Current");
    assertThat(assessment.check()).isNotEqualTo("Current");
  }

  private static String expectedHealth(Outcome outcome) {
    return switch (outcome.state()) {
      case SETTLED -> "Healthy";
      case SUSPENDED -> "Suspended";
      case STALLED -> "Degraded";
      case PROGRESSING, WAITING -> "Progressing";
    };
  }

  private static String expectedKstatus(Outcome outcome) {
    return switch (outcome.state()) {
      case SETTLED -> "Current";
      case STALLED -> "Failed";
      // kstatus knows no suspension; what waits for a suspended object waits too.
      case PROGRESSING, WAITING, SUSPENDED -> "InProgress";
    };
  }

  private ObjectNode object(String kind, Outcome outcome, long observed, boolean deleting) {
    var object =
        JSON.createObjectNode().put("apiVersion", "identitycenter.dev/v1alpha1").put("kind", kind);
    var metadata = object.putObject("metadata").put("name", "it").put("generation", GENERATION);
    if (deleting) {
      metadata.put("deletionTimestamp", "2026-03-01T10:00:00Z");
    }
    var status = object.putObject("status").put("observedGeneration", observed);
    status.set(
        "conditions",
        JSON.valueToTree(conditions.after(outcome, PARTS.get(kind), observed, List.of())));
    return object;
  }
}
