package dev.identitycenter.operator.accountassignment;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.api.v1alpha1.Reason;
import dev.identitycenter.operator.status.Outcome;
import java.util.Optional;

/** Whether an object belongs to the instance the operator works on. */
final class Instances {

  private Instances() {}

  /** Ids of one instance mean nothing in another, so nothing is changed there. */
  static Optional<Outcome> problem(AccountAssignment resource, String currentArn) {
    return Optional.ofNullable(resource.getStatus())
        .map(status -> status.assignment())
        .map(recorded -> recorded.instanceArn())
        .filter(recorded -> !recorded.equals(currentArn))
        .map(
            recorded ->
                Outcome.stalled(
                    Reason.WrongInstance,
                    "This object belongs to instance %s, but the operator works on %s; nothing is changed. Correct INSTANCE_ARN or the Region, or set spec.deletionPolicy to Retain and delete it."
                        .formatted(recorded, currentArn)));
  }
}
