package dev.identitycenter.operator.accountassignment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.api.v1alpha1.AsyncRequest;
import dev.identitycenter.operator.api.v1alpha1.AsyncRequest.Operation;
import dev.identitycenter.operator.api.v1alpha1.DriftPolicy;
import dev.identitycenter.operator.api.v1alpha1.Reason;
import dev.identitycenter.operator.directory.AssignmentListings.Answer;
import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.requests.Request;
import dev.identitycenter.operator.status.Outcome;
import dev.identitycenter.operator.testing.Fixtures;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AssignmentPlannerTest {

  private static final AssignmentKey KEY = Fixtures.key("set-a", "ann", "111122223333");
  private static final AssignmentKey OLD_KEY = Fixtures.key("set-a", "old-ann", "111122223333");

  private static final Answer LISTED = new Answer.Known(true, Instant.EPOCH);
  private static final Answer NOT_LISTED = new Answer.Known(false, Instant.EPOCH);
  private static final Answer ASKING = new Answer.Asking();

  private static final RecordedAssignment NOTHING =
      new RecordedAssignment(Optional.empty(), Optional.empty(), false);
  private static final RecordedAssignment RECORDED =
      new RecordedAssignment(Optional.of(KEY), Optional.empty(), false);
  private static final RecordedAssignment GRANTED =
      new RecordedAssignment(Optional.of(KEY), Optional.empty(), true);
  private static final RecordedAssignment GRANTED_TO_OLD =
      new RecordedAssignment(Optional.of(OLD_KEY), Optional.empty(), true);

  private static final RecordedAssignment RECORDED_FOR_OLD =
      new RecordedAssignment(Optional.of(OLD_KEY), Optional.empty(), false);

  private static final Outcome NOT_READY =
      Outcome.waiting(Reason.PermissionSetNotReady, "Not ready yet.", Duration.ofSeconds(30));

  @ParameterizedTest(name = "{0}")
  @MethodSource("presence")
  void plansTowardsPresence(
      String situation,
      DesiredAssignment desired,
      RecordedAssignment recorded,
      ObservedAssignment observed,
      Step expected) {
    // When
    var step = AssignmentPlanner.planPresence(desired, recorded, observed);

    // Then
    assertThat(step).isEqualTo(expected);
  }

  static Stream<Arguments> presence() {
    return Stream.of(
        Arguments.of(
            "writes down what it is about to create",
            wanted(),
            NOTHING,
            seen(NOT_LISTED),
            new Step.Remember(KEY)),
        Arguments.of(
            "writes down also what AWS has already",
            wanted(),
            NOTHING,
            seen(LISTED),
            new Step.Remember(KEY)),
        Arguments.of(
            "creates what is written down",
            wanted(),
            RECORDED,
            seen(NOT_LISTED),
            new Step.Create(KEY)),
        Arguments.of(
            "settles once AWS lists it", wanted(), RECORDED, seen(LISTED), new Step.Settle()),
        Arguments.of(
            "settles although the permission set is not ready",
            blocked(),
            GRANTED,
            seen(LISTED),
            new Step.Settle()),
        Arguments.of(
            "settles although driftPolicy is Report",
            wanted(DriftPolicy.Report),
            GRANTED,
            seen(LISTED),
            new Step.Settle()),
        Arguments.of(
            "grants nothing while the permission set is not ready",
            blocked(),
            RECORDED,
            seen(NOT_LISTED),
            new Step.Wait(NOT_READY)),
        Arguments.of(
            "creates again what somebody took away",
            wanted(),
            GRANTED,
            seen(NOT_LISTED),
            new Step.CreateAgain(KEY)),
        Arguments.of(
            "does not create again while the permission set is not ready",
            blocked(),
            GRANTED,
            seen(NOT_LISTED),
            new Step.Wait(NOT_READY)),
        Arguments.of(
            "creates for the first time although driftPolicy is Report",
            wanted(DriftPolicy.Report),
            RECORDED,
            seen(NOT_LISTED),
            new Step.Create(KEY)),
        Arguments.of(
            "creates although a deletion failed before",
            wanted(),
            RECORDED,
            seen(failed(Operation.Delete, "No."), NOT_LISTED),
            new Step.Create(KEY)),
        Arguments.of(
            "settles although the creation was reported as failed",
            wanted(),
            RECORDED,
            seen(failed(Operation.Create, "It exists."), LISTED),
            new Step.Settle()),
        Arguments.of(
            "moves to another principal",
            wanted(),
            GRANTED_TO_OLD,
            seen(NOT_LISTED),
            new Step.Replace(KEY)),
        Arguments.of(
            "turns to another principal before anything was granted",
            wanted(),
            RECORDED_FOR_OLD,
            seen(NOT_LISTED),
            new Step.Redirect(KEY)),
        Arguments.of(
            "turns to another principal although driftPolicy is Report",
            wanted(DriftPolicy.Report),
            RECORDED_FOR_OLD,
            seen(NOT_LISTED),
            new Step.Redirect(KEY)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("absence")
  void plansTowardsAbsence(String situation, ObservedAssignment observed, Step expected) {
    // When
    var step = AssignmentPlanner.planAbsence(KEY, observed);

    // Then
    assertThat(step).isEqualTo(expected);
  }

  static Stream<Arguments> absence() {
    return Stream.of(
        Arguments.of("deletes what AWS lists", seen(LISTED), new Step.Delete(KEY)),
        Arguments.of(
            "has nothing to do where AWS lists nothing", seen(NOT_LISTED), new Step.Gone()),
        Arguments.of(
            "deletes although a creation failed before",
            seen(failed(Operation.Create, "No."), LISTED),
            new Step.Delete(KEY)),
        Arguments.of(
            "is done although the deletion was reported as failed",
            seen(failed(Operation.Delete, "No."), NOT_LISTED),
            new Step.Gone()),
        Arguments.of(
            "gives up what AWS cannot delete because the principal is gone",
            seen(failed(Operation.Delete, orphan()), LISTED),
            new Step.Abandon(KEY, orphan())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("waits")
  void waitsAndSaysWhy(
      String situation, Step step, Outcome.State state, Reason reason, String message) {
    // Then
    assertThat(step)
        .isInstanceOfSatisfying(
            Step.Wait.class,
            wait -> {
              assertThat(wait.outcome().state()).isEqualTo(state);
              assertThat(wait.outcome().reason()).isEqualTo(reason);
              assertThat(wait.outcome().message()).contains(message);
            });
  }

  static Stream<Arguments> waits() {
    return Stream.of(
        Arguments.of(
            "for AWS to create it",
            presence(wanted(), RECORDED, seen(running(Operation.Create), ASKING)),
            Outcome.State.PROGRESSING,
            Reason.Creating,
            "creating"),
        Arguments.of(
            "for AWS to delete it before it is created again",
            presence(wanted(), RECORDED, seen(running(Operation.Delete), LISTED)),
            Outcome.State.PROGRESSING,
            Reason.Deleting,
            "deleting"),
        Arguments.of(
            "to learn whether AWS accepted it",
            presence(wanted(), RECORDED, unclear(NOT_LISTED)),
            Outcome.State.PROGRESSING,
            Reason.Creating,
            "creating"),
        Arguments.of(
            "for the listing",
            presence(wanted(), RECORDED, seen(ASKING)),
            Outcome.State.PROGRESSING,
            Reason.Pending,
            "Waiting"),
        Arguments.of(
            "after the listing failed",
            presence(wanted(), GRANTED, seen(listingFailed(FailureKind.UNAVAILABLE))),
            Outcome.State.WAITING,
            Reason.AwsUnavailable,
            "No answer."),
        Arguments.of(
            "after the listing was denied",
            presence(wanted(), GRANTED, seen(listingFailed(FailureKind.ACCESS_DENIED))),
            Outcome.State.STALLED,
            Reason.AccessDenied,
            "No answer."),
        Arguments.of(
            "after the creation failed",
            presence(wanted(), RECORDED, seen(failed(Operation.Create, "403 by IAM."), NOT_LISTED)),
            Outcome.State.STALLED,
            Reason.RequestFailed,
            "403 by IAM."),
        Arguments.of(
            "because driftPolicy is Report",
            presence(wanted(DriftPolicy.Report), GRANTED, seen(NOT_LISTED)),
            Outcome.State.STALLED,
            Reason.Drifted,
            "set it to Correct"),
        Arguments.of(
            "because the principal changed and driftPolicy is Report",
            presence(wanted(DriftPolicy.Report), GRANTED_TO_OLD, seen(NOT_LISTED)),
            Outcome.State.STALLED,
            Reason.PrincipalReplaced,
            "group old-ann"),
        Arguments.of(
            "for AWS to delete it",
            absence(seen(running(Operation.Delete), ASKING)),
            Outcome.State.PROGRESSING,
            Reason.Deleting,
            "deleting"),
        Arguments.of(
            "for a creation to end before it deletes",
            absence(seen(running(Operation.Create), NOT_LISTED)),
            Outcome.State.PROGRESSING,
            Reason.Creating,
            "creating"),
        Arguments.of(
            "for the listing before it deletes",
            absence(seen(ASKING)),
            Outcome.State.PROGRESSING,
            Reason.Pending,
            "Waiting"),
        Arguments.of(
            "after the listing failed and does not take it for gone",
            absence(seen(listingFailed(FailureKind.UNAVAILABLE))),
            Outcome.State.WAITING,
            Reason.AwsUnavailable,
            "No answer."),
        Arguments.of(
            "after the deletion failed",
            absence(seen(failed(Operation.Delete, "403 by IAM."), LISTED)),
            Outcome.State.STALLED,
            Reason.RequestFailed,
            "403 by IAM."));
  }

  @Test
  void saysSoWhenAwsGivesNoReason() {
    // Given
    var request = failed(Operation.Create, null);

    // When
    var step = (Step.Wait) presence(wanted(), RECORDED, seen(request, NOT_LISTED));

    // Then
    assertThat(step.outcome().message()).endsWith("no reason given");
  }

  private static Step presence(
      DesiredAssignment desired, RecordedAssignment recorded, ObservedAssignment observed) {
    return AssignmentPlanner.planPresence(desired, recorded, observed);
  }

  private static Step absence(ObservedAssignment observed) {
    return AssignmentPlanner.planAbsence(KEY, observed);
  }

  private static DesiredAssignment wanted() {
    return wanted(DriftPolicy.Correct);
  }

  private static DesiredAssignment wanted(DriftPolicy policy) {
    return new DesiredAssignment(KEY, Optional.empty(), policy);
  }

  private static DesiredAssignment blocked() {
    return new DesiredAssignment(KEY, Optional.of(NOT_READY), DriftPolicy.Correct);
  }

  private static ObservedAssignment seen(Answer listing) {
    return new ObservedAssignment(Optional.empty(), false, listing);
  }

  private static ObservedAssignment seen(Request request, Answer listing) {
    return new ObservedAssignment(Optional.of(request), false, listing);
  }

  private static ObservedAssignment unclear(Answer listing) {
    return new ObservedAssignment(Optional.empty(), true, listing);
  }

  private static Request running(Operation operation) {
    return request(operation, AsyncRequest.Status.IN_PROGRESS, null);
  }

  private static Request failed(Operation operation, String reason) {
    return request(operation, AsyncRequest.Status.FAILED, reason);
  }

  private static Request request(Operation operation, AsyncRequest.Status status, String reason) {
    return Request.of(
        new AsyncRequest("request-1", operation, status, reason, "2026-03-01T10:00:00Z"));
  }

  private static Answer listingFailed(FailureKind kind) {
    return new Answer.Failed(
        new IdentityCenterException(kind, "ListAccountAssignments", "No answer.", null));
  }

  private static String orphan() {
    return "Received a 404 status error: the USER assignee a was not found in directory d-1234567890";
  }
}
