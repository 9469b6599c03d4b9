package dev.identitycenter.operator.permissionset;

import dev.identitycenter.operator.api.v1alpha1.PermissionSet;
import dev.identitycenter.operator.objects.ManagedObjects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who gets a permission set of an object that is being deleted: another one that claims the same
 * name in AWS. What is decided here needs nothing but the objects, so that it is the same after a
 * restart.
 */
final class Inheritance {

  private final ManagedObjects objects;
  private final OwnershipTag ownership;

  Inheritance(ManagedObjects objects, OwnershipTag ownership) {
    this.objects = objects;
    this.ownership = ownership;
  }

  /** The oldest that is to stay; a suspended one would leave what it gets to itself. */
  Optional<PermissionSet> heirOf(PermissionSet giver) {
    return ManagedObjects.oldest(
        others(giver).filter(other -> !Boolean.TRUE.equals(other.getSpec().suspend())).toList());
  }

  /** One that is being deleted and may have left its set to this object, which has not seen it. */
  Optional<PermissionSet> giverTo(PermissionSet heir) {
    return others(heir)
        .filter(PermissionSet::isMarkedForDeletion)
        .filter(Inheritance::hasRecorded)
        .findFirst();
  }

  /**
   * Whether that owner got the set from this object and is being deleted without having seen it.
   */
  boolean comesBackFrom(String owner, PermissionSet giver) {
    return others(giver)
        .filter(PermissionSet::isMarkedForDeletion)
        .filter(other -> !hasRecorded(other))
        .anyMatch(other -> ownership.valueFor(other).equals(owner));
  }

  /** Whether something in AWS is, or may be, the object's. */
  static boolean hasRecorded(PermissionSet set) {
    return set.getStatus() != null && set.getStatus().instanceArn() != null;
  }

  static boolean hasRecorded(PermissionSet set, String arn) {
    return set.getStatus() != null && arn.equals(set.getStatus().permissionSetArn());
  }

  private Stream<PermissionSet> others(PermissionSet one) {
    return objects.permissionSetsNamed(ManagedObjects.awsName(one)).stream()
        .filter(other -> !other.getMetadata().getUid().equals(one.getMetadata().getUid()));
  }
}
