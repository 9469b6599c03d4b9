package dev.identitycenter.operator.accountassignment;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.api.v1alpha1.AccountAssignmentStatus;
import dev.identitycenter.operator.api.v1alpha1.AccountAssignmentStatus.Assignment;
import dev.identitycenter.operator.api.v1alpha1.AsyncRequest;
import dev.identitycenter.operator.api.v1alpha1.ConditionType;
import dev.identitycenter.operator.status.Conditions;
import dev.identitycenter.operator.status.Outcome;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** From a visit to the status. */
final class AssignmentStatuses {

  private static final List<String> PARTS =
      List.of(ConditionType.RESOLVED_REFS, ConditionType.SYNCED);

  private final Conditions conditions;
  private final Clock clock;

  AssignmentStatuses(Clock clock) {
    this.conditions = new Conditions(clock);
    this.clock = clock;
  }

  AccountAssignmentStatus after(AccountAssignment resource, Visit visit) {
    var before = resource.getStatus();
    var generation = resource.getMetadata().getGeneration();
    return new AccountAssignmentStatus(
        generation,
        isSeenInAws(visit) ? granted(visit.assignment()) : visit.assignment(),
        visit.replaced(),
        visit.request(),
        conditions.after(
            visit.outcome(), PARTS, generation, before == null ? List.of() : before.conditions()));
  }

  /** While something is replaced, the request may still be the one that created that. */
  private static boolean isSeenInAws(Visit visit) {
    return visit.outcome().state() == Outcome.State.SETTLED
        || (visit.replaced() == null
            && visit.request() != null
            && visit.request().operation() == AsyncRequest.Operation.Create
            && visit.request().status() == AsyncRequest.Status.SUCCEEDED);
  }

  private Assignment granted(Assignment assignment) {
    if (assignment == null || assignment.grantedAt() != null) {
      return assignment;
    }
    return new Assignment(
        assignment.instanceArn(),
        assignment.permissionSetArn(),
        assignment.principalType(),
        assignment.principalId(),
        assignment.accountId(),
        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
  }
}
