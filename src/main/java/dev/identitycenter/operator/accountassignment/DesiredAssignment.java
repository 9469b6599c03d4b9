package dev.identitycenter.operator.accountassignment;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.api.v1alpha1.DriftPolicy;
import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.status.Outcome;
import java.util.Optional;

/**
 * What the spec asks for.
 *
 * @param blocked why nothing may be granted yet, although what exists may stay
 * @param driftPolicy what happens when somebody else removed it
 */
record DesiredAssignment(AssignmentKey key, Optional<Outcome> blocked, DriftPolicy driftPolicy) {

  static DesiredAssignment of(AccountAssignment resource, References.Resolved references) {
    var policy = resource.getSpec().driftPolicy();
    return new DesiredAssignment(
        references.key(), references.blocked(), policy == null ? DriftPolicy.Correct : policy);
  }
}
