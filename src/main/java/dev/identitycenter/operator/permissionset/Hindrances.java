package dev.identitycenter.operator.permissionset;

import dev.identitycenter.operator.api.v1alpha1.AdoptionPolicy;
import dev.identitycenter.operator.api.v1alpha1.PermissionSet;
import dev.identitycenter.operator.api.v1alpha1.Reason;
import dev.identitycenter.operator.identitycenter.IdentityCenter;
import dev.identitycenter.operator.identitycenter.PermissionSetSnapshot;
import dev.identitycenter.operator.objects.ManagedObjects;
import dev.identitycenter.operator.objects.NameFence;
import dev.identitycenter.operator.status.Outcome;
import java.util.Optional;

/** What keeps the operator from working on a permission set: fences, and whose it is. */
final class Hindrances {

  private final IdentityCenter identityCenter;
  private final ManagedObjects objects;
  private final NameFence nameFence;

  Hindrances(IdentityCenter identityCenter, ManagedObjects objects, NameFence nameFence) {
    this.identityCenter = identityCenter;
    this.objects = objects;
    this.nameFence = nameFence;
  }

  /** Why AWS is not even looked at, if so. */
  Optional<Outcome> of(PermissionSet resource) {
    var recorded = resource.getStatus() == null ? null : resource.getStatus().instanceArn();
    var current = identityCenter.instance().arn();
    if (recorded != null && !recorded.equals(current)) {
      return Optional.of(wrongInstance(recorded, current));
    }
    var name = ManagedObjects.awsName(resource);
    return nameFence
        .problem(name)
        .or(
            () ->
                ManagedObjects.olderThan(resource, objects.permissionSetsNamed(name))
                    .map(holder -> alreadyManaged(resource, holder)));
  }

  /** Why the set that AWS has must not be touched, if so. */
  Optional<Outcome> of(
      PermissionSet resource, DesiredPermissionSet desired, PermissionSetSnapshot observed) {
    var holder = OwnershipTag.holder(observed.tags());
    if (holder.isPresent()) {
      return holder.get().equals(desired.owner())
          ? Optional.empty()
          : Optional.of(heldBy(observed, holder.get()));
    }
    var recorded =
        resource.getStatus() != null
            && observed.arn().equals(resource.getStatus().permissionSetArn());
    return recorded || resource.getSpec().adoptionPolicy() == AdoptionPolicy.Adopt
        ? Optional.empty()
        : Optional.of(nameTaken(observed));
  }

  private static Outcome wrongInstance(String recorded, String current) {
    return Outcome.stalled(
        Reason.WrongInstance,
        "This object belongs to instance %s, but the operator works on %s; correct INSTANCE_ARN or the Region. Nothing is changed."
            .formatted(recorded, current));
  }

  private static Outcome alreadyManaged(PermissionSet resource, PermissionSet holder) {
    return Outcome.stalled(
        Reason.AlreadyManaged,
        "Permission set %s is managed by PermissionSet %s/%s, which is older; delete one of the two."
            .formatted(
                ManagedObjects.awsName(resource),
                holder.getMetadata().getNamespace(),
                holder.getMetadata().getName()));
  }

  private static Outcome heldBy(PermissionSetSnapshot observed, String holder) {
    return Outcome.stalled(
        Reason.AlreadyManaged,
        "%s (%s) belongs to %s; hand it over by removing its tag %s, or choose another spec.name."
            .formatted(observed.settings().name(), observed.arn(), holder, OwnershipTag.KEY));
  }

  private static Outcome nameTaken(PermissionSetSnapshot observed) {
    return Outcome.stalled(
        Reason.NameTaken,
        "AWS already has %s (%s); set spec.adoptionPolicy to Adopt to take it over, or choose another spec.name."
            .formatted(observed.settings().name(), observed.arn()));
  }
}
