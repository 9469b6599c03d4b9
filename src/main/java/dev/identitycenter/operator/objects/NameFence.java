package dev.identitycenter.operator.objects;

import dev.identitycenter.operator.api.v1alpha1.Reason;
import dev.identitycenter.operator.status.Outcome;
import java.util.Optional;

/**
 * Names of permission sets the operator's configuration admits; no manifest can widen it.
 *
 * @param prefix what a name has to begin with; empty admits all
 */
public record NameFence(String prefix) {

  /** Why a set of that name may neither be managed nor assigned, if so. */
  public Optional<Outcome> problem(String awsName) {
    return awsName.startsWith(prefix)
        ? Optional.empty()
        : Optional.of(
            Outcome.stalled(
                Reason.NameNotAllowed,
                "Permission set \"%s\" is outside PERMISSION_SET_PREFIX of the operator; choose a name that begins with \"%s\" or ask its administrator."
                    .formatted(awsName, prefix)));
  }
}
