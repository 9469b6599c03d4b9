package dev.identitycenter.operator.permissionset;

import dev.identitycenter.operator.api.v1alpha1.ApiGroup;
import dev.identitycenter.operator.api.v1alpha1.PermissionSet;
import dev.identitycenter.operator.objects.ManagedObjects;
import dev.identitycenter.operator.objects.NameFence;
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
  private final NameFence nameFence;

  Inheritance(ManagedObjects objects, OwnershipTag ownership, NameFence nameFence) {
    this.objects = objects;
    this.ownership = ownership;
    this.nameFence = nameFence;
  }

  /** The oldest that is to stay, if nothing keeps it from working on what it would get. */
  Optional<PermissionSet> heirOf(PermissionSet giver) {
    return ManagedObjects.oldest(others(giver).toList())
        .filter(heir -> !Boolean.TRUE.equals(heir.getSpec().suspend()))
        .filter(heir -> nameFence.problem(ManagedObjects.awsName(heir)).isEmpty())
        .filter(heir -> !hasRecorded(heir) || isOfSameInstance(heir, giver));
  }

  /** Whether it still is the one, now that others may have changed. */
  boolean isHeir(PermissionSet heir, PermissionSet giver) {
    return heirOf(giver)
        .filter(now -> now.getMetadata().getUid().equals(heir.getMetadata().getUid()))
        .isPresent();
  }

  /** Whether it hears of its own deletion; before, it would vanish with what it got. */
  static boolean isKept(PermissionSet heir) {
    return heir.hasFinalizer(ApiGroup.FINALIZER);
  }

  /** One that is being deleted and may have left its set to this object, which has not seen it. */
  Optional<PermissionSet> giverTo(PermissionSet heir) {
    return others(heir)
        .filter(PermissionSet::isMarkedForDeletion)
        .filter(giver -> hasRecorded(giver) && giver.getStatus().permissionSetArn() != null)
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

  private static boolean isOfSameInstance(PermissionSet one, PermissionSet other) {
    return one.getStatus().instanceArn().equals(other.getStatus().instanceArn());
  }

  private Stream<PermissionSet> others(PermissionSet one) {
    return objects.permissionSetsNamed(ManagedObjects.awsName(one)).stream()
        .filter(other -> !other.getMetadata().getUid().equals(one.getMetadata().getUid()));
  }
}
