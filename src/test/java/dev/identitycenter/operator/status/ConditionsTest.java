package dev.identitycenter.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.api.v1alpha1.Condition;
import dev.identitycenter.operator.api.v1alpha1.ConditionType;
import dev.identitycenter.operator.api.v1alpha1.Reason;
import dev.identitycenter.operator.testing.MutableClock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConditionsTest {

  private static final List<String> PARTS =
      List.of(ConditionType.RESOLVED_REFS, ConditionType.SYNCED, ConditionType.PROVISIONED);
  private static final Duration SOON = Duration.ofSeconds(10);

  private final MutableClock clock = MutableClock.standing();
  private final Conditions conditions = new Conditions(clock);

  @ParameterizedTest(name = "{0}")
  @MethodSource("situations")
  void sumsUpASituation(String situation, Outcome outcome, List<String> expected) {
    // When
    var after = conditions.after(outcome, PARTS, 1, List.of());

    // Then
    assertThat(after)
        .extracting(c -> c.type() + "=" + c.status() + " " + c.reason())
        .containsExactlyElementsOf(expected);
  }

  static Stream<Arguments> situations() {
    return Stream.of(
        Arguments.of(
            "the operator has just started",
            Outcome.starting(),
            List.of(
                "Ready=False Pending",
                "ResolvedRefs=Unknown Pending",
                "Synced=Unknown Pending",
                "Provisioned=Unknown Pending",
                "Reconciling=True Pending")),
        Arguments.of(
            "AWS refuses to tell what a reference stands for",
            Outcome.stalled(Reason.AccessDenied, "Allow GetUserId.")
                .without(Reason.Part.REFERENCES),
            List.of(
                "Ready=False AccessDenied",
                "ResolvedRefs=Unknown AccessDenied",
                "Synced=Unknown AccessDenied",
                "Provisioned=Unknown AccessDenied",
                "Stalled=True AccessDenied")),
        Arguments.of(
            "AWS refuses to tell whether it has the assignment",
            Outcome.stalled(Reason.AccessDenied, "Allow ListAccountAssignments.")
                .without(Reason.Part.SYNC),
            List.of(
                "Ready=False AccessDenied",
                "ResolvedRefs=True Resolved",
                "Synced=Unknown AccessDenied",
                "Provisioned=Unknown AccessDenied",
                "Stalled=True AccessDenied")),
        Arguments.of(
            "AWS refuses to update roles that are behind",
            Outcome.stalled(Reason.AccessDenied, "Allow ProvisionPermissionSet.")
                .in(Reason.Part.PROVISION),
            List.of(
                "Ready=False AccessDenied",
                "ResolvedRefs=True Resolved",
                "Synced=True Synced",
                "Provisioned=False AccessDenied",
                "Stalled=True AccessDenied")),
        Arguments.of(
            "settled",
            Outcome.settled("AWS agrees.", SOON),
            List.of(
                "Ready=True Ready",
                "ResolvedRefs=True Resolved",
                "Synced=True Synced",
                "Provisioned=True Provisioned")),
        Arguments.of(
            "a reference is missing",
            Outcome.waiting(Reason.PrincipalNotFound, "No such group.", SOON),
            List.of(
                "Ready=False PrincipalNotFound",
                "ResolvedRefs=False PrincipalNotFound",
                "Synced=Unknown PrincipalNotFound",
                "Provisioned=Unknown PrincipalNotFound",
                "Reconciling=True PrincipalNotFound")),
        Arguments.of(
            "AWS works on it",
            Outcome.progressing(Reason.Creating, "AWS is creating it."),
            List.of(
                "Ready=False Creating",
                "ResolvedRefs=True Resolved",
                "Synced=False Creating",
                "Provisioned=Unknown Creating",
                "Reconciling=True Creating")),
        Arguments.of(
            "accounts are updated",
            Outcome.progressing(Reason.Provisioning, "Updating the role in 2 accounts."),
            List.of(
                "Ready=False Provisioning",
                "ResolvedRefs=True Resolved",
                "Synced=True Synced",
                "Provisioned=False Provisioning",
                "Reconciling=True Provisioning")),
        Arguments.of(
            "somebody has to act",
            Outcome.stalled(Reason.AccessDenied, "Not allowed."),
            List.of(
                "Ready=False AccessDenied",
                "ResolvedRefs=True Resolved",
                "Synced=False AccessDenied",
                "Provisioned=Unknown AccessDenied",
                "Stalled=True AccessDenied")),
        Arguments.of(
            "AWS differs and cannot be corrected yet",
            Outcome.waiting(Reason.Throttled, "AWS asks to slow down.", SOON)
                .asDiffering(Reason.Part.SYNC, "A policy is missing."),
            List.of(
                "Ready=False Throttled",
                "ResolvedRefs=True Resolved",
                "Synced=False Drifted",
                "Provisioned=Unknown Throttled",
                "Reconciling=True Throttled")),
        Arguments.of(
            "roles are behind and cannot be updated yet",
            Outcome.waiting(Reason.Throttled, "AWS asks to slow down.", SOON)
                .asDiffering(Reason.Part.PROVISION, "Roles are behind."),
            List.of(
                "Ready=False Throttled",
                "ResolvedRefs=True Resolved",
                "Synced=True Synced",
                "Provisioned=False Drifted",
                "Reconciling=True Throttled")),
        Arguments.of(
            "suspended",
            Outcome.suspended(),
            List.of(
                "Ready=Unknown Suspended",
                "ResolvedRefs=Unknown Suspended",
                "Synced=Unknown Suspended",
                "Provisioned=Unknown Suspended")),
        Arguments.of(
            "a bug",
            Outcome.bug(new IllegalStateException("oops")),
            List.of(
                "Ready=Unknown InternalError",
                "ResolvedRefs=Unknown InternalError",
                "Synced=Unknown InternalError",
                "Provisioned=Unknown InternalError",
                "Reconciling=True InternalError")));
  }

  @Test
  void keepsTheTransitionTimeWhileTheStatusStays() {
    // Given
    var before = after(Outcome.progressing(Reason.Creating, "AWS is creating it."), List.of());
    clock.advance(Duration.ofMinutes(1));

    // When
    var after = after(Outcome.waiting(Reason.Throttled, "AWS asks to slow down.", SOON), before);

    // Then
    assertThat(ready(after).lastTransitionTime()).isEqualTo("2026-03-01T10:00:00Z");
    assertThat(ready(after).reason()).isEqualTo("Throttled");
  }

  @Test
  void movesTheTransitionTimeWithTheStatus() {
    // Given
    var before = after(Outcome.progressing(Reason.Creating, "AWS is creating it."), List.of());
    clock.advance(Duration.ofMinutes(1));

    // When
    var after = after(Outcome.settled("AWS agrees.", SOON), before);

    // Then
    assertThat(ready(after).lastTransitionTime()).isEqualTo("2026-03-01T10:01:00Z");
  }

  @Test
  void startsANewTransitionWhenReconcilingComesBack() {
    // Given
    var first = after(Outcome.progressing(Reason.Creating, "AWS is creating it."), List.of());
    var settled = after(Outcome.settled("AWS agrees.", SOON), first);
    clock.advance(Duration.ofHours(1));

    // When
    var again = after(Outcome.progressing(Reason.Updating, "AWS is changing it."), settled);

    // Then
    assertThat(Conditions.find(again, ConditionType.RECONCILING))
        .map(Condition::lastTransitionTime)
        .contains("2026-03-01T11:00:00Z");
  }

  @Test
  void isEqualToTheLastOneWhenNothingChanged() {
    // Given
    var before = after(Outcome.settled("AWS agrees.", SOON), List.of());
    clock.advance(Duration.ofHours(1));

    // When
    var after = after(Outcome.settled("AWS agrees.", Duration.ofMinutes(3)), before);

    // Then
    assertThat(after).isEqualTo(before);
  }

  @Test
  void startsFromNothing() {
    // When
    var after = conditions.after(Outcome.pending(), PARTS, 7, null);

    // Then
    assertThat(after).allMatch(condition -> condition.observedGeneration() == 7);
  }

  @Test
  void cutsALongMessage() {
    // When
    var after = after(Outcome.stalled(Reason.InvalidSpec, "x".repeat(5000)), List.of());

    // Then
    assertThat(ready(after).message()).hasSize(1024).endsWith("x…");
  }

  @Test
  void keepsAMessageOfTheLongestLength() {
    // When
    var after = after(Outcome.stalled(Reason.InvalidSpec, "x".repeat(1024)), List.of());

    // Then
    assertThat(ready(after).message()).isEqualTo("x".repeat(1024));
  }

  /** The API server refuses a condition without a message, even an empty one has to be there. */
  @Test
  void saysNothingAboutPartsThatAreFine() {
    // When
    var after = after(Outcome.progressing(Reason.Creating, "AWS is creating it."), List.of());

    // Then
    assertThat(Conditions.find(after, ConditionType.RESOLVED_REFS))
        .map(Condition::message)
        .contains("");
  }

  @Test
  void doesNotTakeAnOldGenerationForTheCurrentOne() {
    // Given
    var settled = conditions.after(Outcome.settled("AWS agrees.", SOON), PARTS, 3, List.of());

    // When
    var ready = Conditions.isTrue(settled, ConditionType.READY, 4);

    // Then
    assertThat(ready).isFalse();
    assertThat(Conditions.isTrue(settled, ConditionType.READY, 3)).isTrue();
  }

  @Test
  void keepsAKnownDifferenceWhileItCannotLookAgain() {
    // Given
    var throttled = Outcome.waiting(Reason.Throttled, "AWS asks to slow down.", SOON);
    var differing = throttled.asDiffering(Reason.Part.SYNC, "A policy is missing.");
    var before = conditions.after(differing, PARTS, 1, List.of());

    // When
    var after = conditions.after(throttled, PARTS, 1, before);
    var afterChange = conditions.after(throttled, PARTS, 2, before);

    // Then
    assertThat(Conditions.find(after, ConditionType.SYNCED))
        .isEqualTo(Conditions.find(before, ConditionType.SYNCED));
    assertThat(Conditions.find(afterChange, ConditionType.SYNCED))
        .hasValueSatisfying(synced -> assertThat(synced.reason()).isEqualTo("Throttled"));
  }

  static Stream<Outcome> passing() {
    return Stream.of(
        Outcome.pending(),
        Outcome.asking(),
        Outcome.starting(),
        Outcome.waiting(Reason.Throttled, "AWS asks to slow down.", SOON),
        Outcome.waiting(Reason.AwsUnavailable, "AWS did not answer.", SOON),
        Outcome.waiting(Reason.ConflictingOperation, "Another change runs in AWS.", SOON));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void letsSettledObjectsRestUnlessADifferenceIsKnown(Outcome outcome) {
    // Given
    var settled = conditions.after(Outcome.settled("AWS agrees.", SOON), PARTS, 1, List.of());
    var differing = outcome.asDiffering(Reason.Part.SYNC, "A policy is missing.");

    // Then
    assertThat(Conditions.stand(settled, 1, outcome)).isTrue();
    assertThat(Conditions.stand(settled, 2, outcome)).isFalse();
    assertThat(Conditions.stand(settled, 1, differing)).isFalse();
  }

  /** Otherwise the next run would follow at once on a status without it, for ever. */
  @Test
  void writesWhatTheNextRunNeeds() {
    // Given
    var settled = conditions.after(Outcome.settled("AWS agrees.", SOON), PARTS, 1, List.of());

    // Then
    assertThat(Conditions.stand(settled, 1, Outcome.pending().atOnce())).isFalse();
  }

  static Stream<Outcome> undecided() {
    return Stream.of(
        Outcome.asking(),
        Outcome.waiting(Reason.Throttled, "AWS asks to slow down.", SOON),
        Outcome.waiting(Reason.AwsUnavailable, "AWS did not answer.", SOON));
  }

  /** Otherwise each look at an AWS that is hard to reach would be two writes and an event. */
  @ParameterizedTest
  @MethodSource("undecided")
  void letsStalledObjectsStandUntilAwsTellsSomethingElse(Outcome outcome) {
    // Given
    var stalled =
        after(Outcome.stalled(Reason.RequestFailed, "AWS could not create it."), List.of());

    // Then
    assertThat(after(outcome, stalled)).isEqualTo(stalled);
    assertThat(ready(conditions.after(outcome, PARTS, 2, stalled)).reason())
        .isEqualTo(outcome.reason().name());
  }

  @Test
  void tellsThatAStalledObjectHasAChance() {
    // Given
    var stalled = after(Outcome.stalled(Reason.AccessDenied, "Not allowed."), List.of());
    var differing =
        Outcome.waiting(Reason.Throttled, "AWS asks to slow down.", SOON)
            .asDiffering(Reason.Part.SYNC, "A policy is missing.");

    // Then
    assertThat(ready(after(Outcome.pending(), stalled)).reason()).isEqualTo("Pending");
    assertThat(ready(after(differing, stalled)).reason()).isEqualTo("Throttled");
  }

  private List<Condition> after(Outcome outcome, List<Condition> before) {
    return conditions.after(outcome, PARTS, 1, before);
  }

  private static Condition ready(List<Condition> conditions) {
    return Conditions.find(conditions, ConditionType.READY).orElseThrow();
  }

  @Test
  void keepsWhatItSaidOfTheSameSpecUntilItHasLookedAgain() {
    // Given
    var missing = Outcome.waiting(Reason.PrincipalNotFound, "No such group.", SOON);
    var before = conditions.after(missing, PARTS, 1, List.of());

    // When
    var after = conditions.after(Outcome.starting(), PARTS, 1, before);
    var afterChange = conditions.after(Outcome.starting(), PARTS, 2, before);

    // Then
    assertThat(Conditions.find(after, ConditionType.RESOLVED_REFS))
        .isEqualTo(Conditions.find(before, ConditionType.RESOLVED_REFS));
    assertThat(Conditions.find(afterChange, ConditionType.RESOLVED_REFS))
        .hasValueSatisfying(
            condition -> assertThat(condition.status()).isEqualTo(Condition.Status.Unknown));
  }
}
