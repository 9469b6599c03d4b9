package dev.identitycenter.operator.accountassignment;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.api.v1alpha1.AccountAssignmentStatus;
import dev.identitycenter.operator.api.v1alpha1.AccountAssignmentStatus.Assignment;
import dev.identitycenter.operator.api.v1alpha1.ConditionType;
import dev.identitycenter.operator.status.Conditions;
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
        visit.listed() ? granted(visit.assignment()) : visit.assignment(),
        visit.replaced(),
        visit.request(),
        conditions.after(
            visit.outcome(), PARTS, generation, before == null ? List.of() : before.conditions()));
  }

  private Assignment granted(Assignment assignment) {
    return assignment.grantedAt() == null
        ? assignment.withGrantedAt(clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
        : assignment;
  }
}
