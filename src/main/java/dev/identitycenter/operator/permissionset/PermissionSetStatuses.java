package dev.identitycenter.operator.permissionset;

import dev.identitycenter.operator.api.v1alpha1.ConditionType;
import dev.identitycenter.operator.api.v1alpha1.PermissionSet;
import dev.identitycenter.operator.api.v1alpha1.PermissionSetStatus;
import dev.identitycenter.operator.status.Conditions;
import java.util.List;

/** From a visit to the status. */
final class PermissionSetStatuses {

  private static final List<String> PARTS =
      List.of(ConditionType.SYNCED, ConditionType.PROVISIONED);

  private final Conditions conditions;

  PermissionSetStatuses(Conditions conditions) {
    this.conditions = conditions;
  }

  PermissionSetStatus after(PermissionSet resource, Visit visit) {
    var before = resource.getStatus();
    var generation = resource.getMetadata().getGeneration();
    return new PermissionSetStatus(
        generation,
        visit.instanceArn(),
        visit.arn(),
        visit.effective(),
        visit.agreed().set() == null ? null : visit.agreed(),
        visit.accounts(),
        visit.request(),
        conditions.after(
            visit.outcome(), PARTS, generation, before == null ? List.of() : before.conditions()));
  }
}
