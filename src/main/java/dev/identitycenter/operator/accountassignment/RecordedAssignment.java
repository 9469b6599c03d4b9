package dev.identitycenter.operator.accountassignment;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.objects.ManagedObjects;
import java.util.Optional;

/**
 * What the object's status says.
 *
 * @param key what was, or is about to be, created
 * @param replaced what has to go once {@code key} is in place
 * @param granted whether AWS listed {@code key} once
 */
record RecordedAssignment(
    Optional<AssignmentKey> key, Optional<AssignmentKey> replaced, boolean granted) {

  static RecordedAssignment of(AccountAssignment resource) {
    return new RecordedAssignment(
        ManagedObjects.keyOf(resource),
        ManagedObjects.replacedKeyOf(resource),
        isGranted(resource));
  }

  static boolean isGranted(AccountAssignment resource) {
    var status = resource.getStatus();
    return status != null && status.assignment() != null && status.assignment().grantedAt() != null;
  }

  /** Whether AWS was seen to have that assignment for the object, now or before it moved. */
  static boolean wasGranted(AccountAssignment resource, AssignmentKey key) {
    var status = resource.getStatus();
    return (ManagedObjects.keyOf(resource).filter(key::equals).isPresent() && isGranted(resource))
        || (ManagedObjects.replacedKeyOf(resource).filter(key::equals).isPresent()
            && status.replaced().grantedAt() != null);
  }
}
