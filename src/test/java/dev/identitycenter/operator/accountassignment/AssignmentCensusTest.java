package dev.identitycenter.operator.accountassignment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignmentStatus;
import dev.identitycenter.operator.api.v1alpha1.AccountAssignmentStatus.Assignment;
import dev.identitycenter.operator.api.v1alpha1.AccountAssignmentStatus.PrincipalType;
import dev.identitycenter.operator.api.v1alpha1.Condition;
import dev.identitycenter.operator.api.v1alpha1.ConditionType;
import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.PrincipalId;
import dev.identitycenter.operator.identitycenter.PrincipalQuery;
import dev.identitycenter.operator.safety.SafetyStop.Count;
import dev.identitycenter.operator.testing.FakeIdentityCenter;
import dev.identitycenter.operator.testing.FakeObjects;
import dev.identitycenter.operator.testing.Fixtures;
import dev.identitycenter.operator.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssignmentCensusTest {

  private static final String SET = "set-a";

  private final MutableClock clock = MutableClock.standing();
  private final FakeIdentityCenter aws = new FakeIdentityCenter(clock);
  private final FakeObjects objects = new FakeObjects();
  private final AssignmentProcess process =
      new AssignmentProcess(aws, objects, clock, Duration.ofMinutes(10));
  private final AssignmentCensus census =
      new AssignmentCensus(
          process.seen, process.listings, process.resolver, process.background, clock);
  private final List<Count> counts = new ArrayList<>();

  @Test
  void countsWhatAwsDoesNotList() {
    // Given
    granted(1, "");
    granted(2, "");
    aws.hasAssignment(Fixtures.key(SET, "group-1", Fixtures.account(1)));

    // When
    census.start(counts::add);
    process.background.pass(Duration.ofSeconds(5));

    // Then
    assertThat(counts).containsExactly(new Count(1, 2));
  }

  /** Otherwise a few of these would keep everything else from being corrected. */
  @Test
  void leavesOutWhatStaysAsItIsOnPurpose() {
    // Given
    granted(1, "");
    granted(2, "driftPolicy: Report");
    granted(3, "suspend: true");

    // When
    census.start(counts::add);
    process.background.pass(Duration.ofSeconds(5));

    // Then
    assertThat(counts).containsExactly(new Count(1, 1));
  }

  @Test
  void isPatientAsLongAsAnswersCome() {
    // Given
    for (int i = 1; i <= 60; i++) {
      granted(i, "");
      aws.hasAssignment(Fixtures.key(SET, "group-" + i, Fixtures.account(i)));
    }
    aws.onCall(operation -> clock.advance(Duration.ofSeconds(30)));

    // When
    census.start(counts::add);
    process.background.pass(Duration.ofHours(1));

    // Then
    assertThat(counts).containsExactly(new Count(0, 60));
  }

  @Test
  void doesNotTakeAFailureThatPassesForADifference() {
    // Given
    granted(1, "");
    aws.hasAssignment(Fixtures.key(SET, "group-1", Fixtures.account(1)));
    aws.failNext("ListAccountAssignmentsForPrincipal", FailureKind.UNAVAILABLE);

    // When
    census.start(counts::add);
    process.background.pass(Duration.ofSeconds(30));

    // Then
    assertThat(counts).containsExactly(new Count(0, 1));
  }

  @Test
  void takesWhatAwsDoesNotTellForDiffering() {
    // Given
    granted(1, "");
    aws.failAlways("ListAccountAssignmentsForPrincipal", FailureKind.UNAVAILABLE);

    // When
    census.start(counts::add);
    process.background.pass(Duration.ofMinutes(11));

    // Then
    assertThat(counts).containsExactly(new Count(1, 1));
  }

  /** A directory that is being replaced lacks its users before it has them again. */
  @Test
  void countsWhatBelongsToNobodyAnyMore() {
    // Given
    var arn = aws.hasPermissionSet("Known");
    for (int i = 1; i <= 2; i++) {
      aws.hasAccount(Fixtures.account(i));
      aws.hasAssignment(Fixtures.key(arn, "group-" + i, Fixtures.account(i)));
      granted(i, "permissionSetName: Known", arn, "");
    }
    aws.hasPrincipal(
        new PrincipalQuery.ByAttribute(
            PrincipalId.Type.GROUP, PrincipalQuery.Attribute.DISPLAY_NAME, "group-1"),
        new PrincipalId(PrincipalId.Type.GROUP, "group-1"));

    // When
    census.start(counts::add);
    process.background.pass(Duration.ofSeconds(5));

    // Then
    assertThat(counts).containsExactly(new Count(1, 2));
  }

  /** Otherwise a few who left would stop every correction until somebody deletes their objects. */
  @Test
  void countsNobodyWhoLeftLongAgo() {
    // Given
    var arn = aws.hasPermissionSet("Known");
    aws.hasAccount(Fixtures.account(1));
    aws.hasAssignment(Fixtures.key(arn, "group-1", Fixtures.account(1)));
    granted(1, "permissionSetName: Known", arn, "");
    isMissingSince(clock.instant().minus(Duration.ofDays(2)));

    // When
    census.start(counts::add);
    process.background.pass(Duration.ofSeconds(5));

    // Then
    assertThat(counts).containsExactly(new Count(0, 1));
  }

  private void isMissingSince(Instant since) {
    var assignment = process.seen.assignments().findFirst().orElseThrow();
    var status = assignment.getStatus();
    assignment.setStatus(
        new AccountAssignmentStatus(
            1L,
            status.assignment(),
            null,
            null,
            List.of(
                new Condition(
                    ConditionType.READY,
                    Condition.Status.False,
                    1L,
                    since.toString(),
                    "PrincipalNotFound",
                    "Nobody."))));
    objects.put(assignment);
  }

  private void granted(int number, String policy) {
    granted(number, "permissionSetRef: {name: nobody-has-it}", SET, policy);
  }

  private void granted(int number, String reference, String setArn, String policy) {
    var account = Fixtures.account(number);
    var assignment =
        Fixtures.assignment(
            "a-" + number,
            """
            %s
            principal: {group: {displayName: "group-%d"}}
            accountId: "%s"
            %s
            """
                .formatted(reference, number, account, policy));
    assignment.setStatus(
        new AccountAssignmentStatus(
            1L,
            new Assignment(
                aws.instance().arn(),
                setArn,
                PrincipalType.GROUP,
                "group-" + number,
                account,
                "2026-03-01T09:00:00Z"),
            null,
            null,
            List.of()));
    objects.put(assignment);
  }
}
