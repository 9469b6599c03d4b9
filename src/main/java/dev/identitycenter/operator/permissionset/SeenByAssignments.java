package dev.identitycenter.operator.permissionset;

import dev.identitycenter.operator.api.v1alpha1.Condition;
import dev.identitycenter.operator.api.v1alpha1.ConditionType;
import dev.identitycenter.operator.api.v1alpha1.PermissionSet;
import dev.identitycenter.operator.status.Conditions;
import java.util.Optional;

/**
 * What assignments find in the status of their permission set. A set counts its accounts while they
 * come and go; waking all assignments for each of them would be the square of their number in runs.
 */
record SeenByAssignments(
    Optional<String> arn,
    Optional<Condition.Status> ready,
    Optional<String> reason,
    Optional<Long> observedGeneration) {

  static SeenByAssignments in(PermissionSet set) {
    var status = Optional.ofNullable(set.getStatus());
    var ready = status.flatMap(s -> Conditions.find(s.conditions(), ConditionType.READY));
    return new SeenByAssignments(
        status.map(s -> s.permissionSetArn()),
        ready.map(Condition::status),
        ready.map(Condition::reason),
        ready.map(Condition::observedGeneration));
  }
}
