package dev.identitycenter.operator.permissionset;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.api.v1alpha1.DeletionPolicy;
import dev.identitycenter.operator.api.v1alpha1.PermissionSet;
import dev.identitycenter.operator.api.v1alpha1.Reason;
import dev.identitycenter.operator.directory.DelegateLimits;
import dev.identitycenter.operator.directory.PermissionSetDirectory;
import dev.identitycenter.operator.events.EventPublisher;
import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenter;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.objects.ManagedObjects;
import dev.identitycenter.operator.status.Outcome;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes a permission set from AWS once nothing uses it. Needs nothing but the object's status; a
 * set that was never created costs no call.
 */
final class PermissionSetDeletion {

  private static final Logger LOGGER = LoggerFactory.getLogger(PermissionSetDeletion.class);
  private static final Duration RETRY_BLOCKED = Duration.ofSeconds(30);

  private static final Duration RETRY_GIVER = Duration.ofSeconds(5);

  private final IdentityCenter identityCenter;
  private final PermissionSetDirectory directory;
  private final ManagedObjects objects;
  private final DelegateLimits limits;
  private final OwnershipTag ownership;
  private final Inheritance inheritance;
  private final PermissionSetObserver observer;
  private final Rollout rollout;
  private final EventPublisher events;

  PermissionSetDeletion(
      IdentityCenter identityCenter,
      PermissionSetDirectory directory,
      ManagedObjects objects,
      DelegateLimits limits,
      OwnershipTag ownership,
      Inheritance inheritance,
      PermissionSetObserver observer,
      Rollout rollout,
      EventPublisher events) {
    this.identityCenter = identityCenter;
    this.directory = directory;
    this.objects = objects;
    this.limits = limits;
    this.ownership = ownership;
    this.inheritance = inheritance;
    this.observer = observer;
    this.rollout = rollout;
    this.events = events;
  }

  /** What deletion waits for; empty when the object may go. */
  Optional<Outcome> run(PermissionSet resource, Runnable wake) {
    if (resource.getSpec().deletionPolicy() == DeletionPolicy.Retain) {
      return Optional.empty();
    }
    if (!objects.isComplete()) {
      return Optional.of(Outcome.starting());
    }
    var status = resource.getStatus();
    if (!Inheritance.hasRecorded(resource)) {
      return inheritance.giverTo(resource).flatMap(giver -> awaitGiver(resource, giver));
    }
    var instanceArn = identityCenter.instance().arn();
    if (!status.instanceArn().equals(instanceArn)) {
      return Optional.of(wrongInstance(status.instanceArn(), instanceArn));
    }
    return Optional.ofNullable(status.permissionSetArn())
        .or(() -> directory.findAfresh(ManagedObjects.awsName(resource)))
        .flatMap(arn -> delete(resource, arn, wake));
  }

  private Optional<Outcome> delete(PermissionSet resource, String arn, Runnable wake) {
    var heir = inheritance.heirOf(resource);
    try {
      return heir.isPresent()
          ? handOver(resource, arn, heir.get())
          : deleteUnused(resource, arn, wake);
    } catch (IdentityCenterException failure) {
      if (failure.kind() == FailureKind.NOT_FOUND) {
        objects.wake(heir.stream());
        return gone(arn);
      }
      if (failure.kind() == FailureKind.IN_USE) {
        return Optional.of(stillUsedIn(identityCenter.permissionSets().accountsProvisioned(arn)));
      }
      throw failure;
    }
  }

  private Optional<Outcome> deleteUnused(PermissionSet resource, String arn, Runnable wake) {
    var users = objects.assignmentsOf(arn);
    if (!users.isEmpty()) {
      return Optional.of(waitingFor(users));
    }
    if (rollout.running(arn, wake).isPresent()) {
      return Optional.of(
          Outcome.progressing(Reason.DeletionBlocked, "Waiting for AWS to finish provisioning."));
    }
    return isOurs(resource, arn, holder(arn)) ? deleteFromAws(resource, arn) : Optional.empty();
  }

  /**
   * The set stays in AWS under its next owner, so that nobody loses access meanwhile. This object
   * stays until the other has recorded the set: if that is deleted first, it comes back to this
   * one. One at a time with {@link #awaitGiver}: nobody gets anything who was told that it gets
   * none.
   */
  private synchronized Optional<Outcome> handOver(
      PermissionSet resource, String arn, PermissionSet heir) {
    if (!inheritance.isHeir(heir, resource) || !Inheritance.isKept(heir)) {
      return Optional.of(waitingForHeir(heir));
    }
    var owner = ownership.valueFor(heir);
    var holder = holder(arn);
    if (holder.filter(owner::equals).isEmpty()) {
      if (!isOurs(resource, arn, holder)) {
        return Optional.empty();
      }
      identityCenter.permissionSets().tag(arn, Map.of(OwnershipTag.KEY, owner));
      LOGGER
          .atInfo()
          .addKeyValue("permissionSetArn", arn)
          .addKeyValue("owner", owner)
          .log("Handed over permission set");
      events.normal(
          resource, "HandedOver", "Permission set %s belongs to %s now.".formatted(arn, owner));
    }
    observer.forget(arn);
    objects.wake(Stream.of(heir));
    return Inheritance.hasRecorded(heir, arn)
        ? Optional.empty()
        : Optional.of(waitingForHeir(heir));
  }

  /**
   * Nothing was created for the object; but another may have left it a set that it has not seen.
   */
  private synchronized Optional<Outcome> awaitGiver(PermissionSet resource, PermissionSet giver) {
    try {
      return holder(giver.getStatus().permissionSetArn())
          .filter(ownership.valueFor(resource)::equals)
          .map(mine -> waitingForGiver(giver));
    } catch (IdentityCenterException failure) {
      if (failure.kind() == FailureKind.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private Optional<String> holder(String arn) {
    return OwnershipTag.holder(identityCenter.permissionSets().listTags(arn));
  }

  private boolean isOurs(PermissionSet resource, String arn, Optional<String> holder) {
    var recorded = Inheritance.hasRecorded(resource, arn);
    var ours =
        holder
            .map(
                owner ->
                    owner.equals(ownership.valueFor(resource))
                        || (recorded && inheritance.comesBackFrom(owner, resource)))
            .orElse(recorded);
    if (!ours) {
      events.normal(
          resource,
          "Retained",
          "Permission set %s stays in AWS: it belongs to %s."
              .formatted(arn, holder.orElse("nobody known")));
    }
    return ours;
  }

  private Optional<Outcome> deleteFromAws(PermissionSet resource, String arn) {
    var refused = limits.onPermissionSet(arn);
    if (refused.isPresent()) {
      return Optional.of(
          Outcome.stalled(
              Reason.DelegatedAdministrator,
              refused.get() + " To keep it in AWS, set spec.deletionPolicy to Retain."));
    }
    identityCenter.permissionSets().deletePermissionSet(arn);
    LOGGER.atInfo().addKeyValue("permissionSetArn", arn).log("Deleted permission set");
    events.normal(resource, "Deleted", "Deleted permission set " + arn + ".");
    return gone(arn);
  }

  private Optional<Outcome> gone(String arn) {
    observer.forget(arn);
    directory.deleted(arn);
    return Optional.empty();
  }

  private static Outcome waitingFor(List<AccountAssignment> users) {
    var names = users.stream().map(PermissionSetDeletion::told).toList();
    return Outcome.waiting(
        Reason.DeletionBlocked,
        "Waiting for %s. Delete %s too, or set spec.deletionPolicy to Retain."
            .formatted(
                Enumeration.of(names, "account assignment"), names.size() == 1 ? "it" : "them"),
        RETRY_BLOCKED);
  }

  private static Outcome stillUsedIn(Collection<String> accounts) {
    return Outcome.waiting(
        Reason.DeletionBlocked,
        "Assignments that no object here manages still use it in %s. Delete them in AWS, or set spec.deletionPolicy to Retain."
            .formatted(Enumeration.of(accounts, "account")),
        RETRY_BLOCKED);
  }

  private static Outcome waitingForHeir(PermissionSet heir) {
    return Outcome.waiting(
        Reason.DeletionBlocked,
        "Waiting for PermissionSet %s to take it over; see its status, or delete it, too."
            .formatted(told(heir)),
        RETRY_BLOCKED);
  }

  private static Outcome waitingForGiver(PermissionSet giver) {
    return Outcome.waiting(
        Reason.DeletionBlocked,
        "Waiting for PermissionSet %s, which was about to leave its set to this one, to delete it; see its status, or set spec.deletionPolicy to Retain."
            .formatted(told(giver)),
        RETRY_GIVER);
  }

  private static String told(HasMetadata object) {
    return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
  }

  private static Outcome wrongInstance(String recorded, String current) {
    return Outcome.stalled(
        Reason.WrongInstance,
        "This object belongs to instance %s, but the operator works on %s. Correct INSTANCE_ARN or the Region, or set spec.deletionPolicy to Retain."
            .formatted(recorded, current));
  }
}
