package dev.identitycenter.operator.permissionset;

import dev.identitycenter.operator.api.v1alpha1.ConditionType;
import dev.identitycenter.operator.api.v1alpha1.DriftPolicy;
import dev.identitycenter.operator.api.v1alpha1.PermissionSet;
import dev.identitycenter.operator.api.v1alpha1.Reason;
import dev.identitycenter.operator.directory.DelegateLimits;
import dev.identitycenter.operator.directory.PermissionSetDirectory;
import dev.identitycenter.operator.events.DriftReporter;
import dev.identitycenter.operator.events.EventPublisher;
import dev.identitycenter.operator.identitycenter.IdentityCenter;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.identitycenter.PermissionSetSnapshot;
import dev.identitycenter.operator.objects.ManagedObjects;
import dev.identitycenter.operator.safety.SafetyStop;
import dev.identitycenter.operator.status.Conditions;
import dev.identitycenter.operator.status.Failures;
import dev.identitycenter.operator.status.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One run towards what the spec says: find or create the set, edit it, roll it out. */
final class PermissionSetConvergence {

  private final IdentityCenter identityCenter;
  private final PermissionSetDirectory directory;
  private final ManagedObjects objects;
  private final Hindrances hindrances;
  private final DelegateLimits limits;
  private final OwnershipTag ownership;
  private final PermissionSetObserver observer;
  private final PermissionSetCreation creation;
  private final PermissionSetExecutor executor;
  private final Rollout rollout;
  private final EventPublisher events;
  private final DriftReporter drift;
  private final SafetyStop safetyStop;
  private final boolean dryRun;

  PermissionSetConvergence(
      IdentityCenter identityCenter,
      PermissionSetDirectory directory,
      ManagedObjects objects,
      Hindrances hindrances,
      DelegateLimits limits,
      OwnershipTag ownership,
      PermissionSetObserver observer,
      PermissionSetCreation creation,
      PermissionSetExecutor executor,
      Rollout rollout,
      EventPublisher events,
      DriftReporter drift,
      SafetyStop safetyStop,
      boolean dryRun) {
    this.identityCenter = identityCenter;
    this.directory = directory;
    this.objects = objects;
    this.hindrances = hindrances;
    this.limits = limits;
    this.ownership = ownership;
    this.observer = observer;
    this.creation = creation;
    this.executor = executor;
    this.rollout = rollout;
    this.events = events;
    this.drift = drift;
    this.safetyStop = safetyStop;
    this.dryRun = dryRun;
  }

  Visit run(PermissionSet resource, Runnable wake) {
    var visit = Visit.of(resource, Outcome.starting());
    var desired = DesiredPermissionSet.of(resource, ownership);
    Optional<PermissionSetSnapshot> observed;
    try {
      var hindrance = hindrances.of(resource);
      if (hindrance.isPresent()) {
        return visit.withOutcome(hindrance.get().without(Reason.Part.SYNC));
      }
      observed = observed(visit, desired);
    } catch (IdentityCenterException failure) {
      return visit.withOutcome(Failures.outcome(failure).without(Reason.Part.SYNC));
    }
    if (observed.isEmpty()) {
      return create(resource, visit, desired, wake);
    }
    var refused = hindrances.of(resource, desired, observed.get());
    if (refused.isPresent()) {
      return visit.withOutcome(refused.get().without(Reason.Part.SYNC));
    }
    var instanceArn = identityCenter.instance().arn();
    var told = visit.withEffective(desired.settings());
    var tagged = OwnershipTag.holder(observed.get().tags()).isPresent();
    return converge(
        resource,
        tagged ? told.withIdentity(instanceArn, observed.get().arn()) : told,
        desired,
        observed.get(),
        wake);
  }

  private Optional<PermissionSetSnapshot> observed(Visit visit, DesiredPermissionSet desired) {
    return Optional.ofNullable(visit.arn())
        .or(() -> directory.find(desired.name()))
        .flatMap(observer::read);
  }

  private Visit create(
      PermissionSet resource, Visit visit, DesiredPermissionSet desired, Runnable wake) {
    if (dryRun) {
      return visit.withOutcome(planned("create " + desired.name()));
    }
    if (visit.arn() != null) {
      return forgetDeleted(resource, visit, wake);
    }
    return creation.run(resource, visit, desired);
  }

  /** Somebody deleted the set in AWS; the next run creates it again, if that is safe. */
  private Visit forgetDeleted(PermissionSet resource, Visit visit, Runnable wake) {
    if (resource.getSpec().driftPolicy() == DriftPolicy.Report) {
      return visit.withOutcome(
          Outcome.stalled(
              Reason.Drifted,
              "Permission set %s was deleted in AWS and driftPolicy is Report; set it to Correct to create it again, or delete this object."
                  .formatted(visit.arn())));
    }
    var verdict = safetyStop.ask(visit.arn(), wake);
    if (verdict instanceof SafetyStop.Verdict.Stopped stopped) {
      return visit.withOutcome(Outcome.stalled(Reason.SafetyStop, stopped.why()));
    }
    if (verdict instanceof SafetyStop.Verdict.Counting) {
      return visit.withOutcome(
          Outcome.asking()
              .asDiffering(
                  Reason.Part.SYNC,
                  "Permission set %s was deleted in AWS.".formatted(visit.arn())));
    }
    drift.found(
        resource,
        "Permission set %s was deleted in AWS; it is created again.".formatted(visit.arn()));
    directory.deleted(visit.arn());
    return visit
        .withIdentity(null, null)
        .disagreeing()
        .withOutcome(Outcome.continuing(Reason.Creating, "Creating it again in AWS."));
  }

  private Visit converge(
      PermissionSet resource,
      Visit visit,
      DesiredPermissionSet desired,
      PermissionSetSnapshot observed,
      Runnable wake) {
    var arn = observed.arn();
    var running = rollout.running(arn, wake);
    if (running.isPresent()) {
      return visit.withRequest(running.get().toStatus()).withOutcome(rollout.whileRunning(arn));
    }
    var steps = PermissionSetPlanner.plan(desired, observed);
    var drifted = !steps.isEmpty() && desired.fingerprint().equals(visit.agreed().set());
    if (drifted && resource.getSpec().driftPolicy() == DriftPolicy.Report) {
      return visit.withOutcome(drifted(steps));
    }
    if (drifted && agrees(resource, ConditionType.SYNCED)) {
      drift.reported(resource);
    }
    try {
      var waiting = edit(resource, visit, arn, steps, desired, drifted);
      if (waiting.isPresent()) {
        return waiting.get();
      }
    } catch (IdentityCenterException failure) {
      var outcome = Failures.outcome(failure);
      return visit.withOutcome(
          drifted
              ? outcome.asDiffering(
                  Reason.Part.SYNC, "AWS differs from the spec. To correct: " + Step.told(steps))
              : outcome);
    }
    var ours = visit.withIdentity(identityCenter.instance().arn(), arn).agreeing(desired);
    return rollOut(resource, ours, drifted, wake);
  }

  /** Makes AWS store what the spec says; tells what has to come first, if anything. */
  private Optional<Visit> edit(
      PermissionSet resource,
      Visit visit,
      String arn,
      List<Step> steps,
      DesiredPermissionSet desired,
      boolean drifted) {
    if (steps.isEmpty()) {
      return Optional.empty();
    }
    var outOfReach = limits.onPermissionSet(arn);
    if (outOfReach.isPresent()) {
      return Optional.of(
          visit.withOutcome(Outcome.stalled(Reason.DelegatedAdministrator, outOfReach.get())));
    }
    // Recorded is only what carries our tag, or did.
    var foreign = visit.arn() == null;
    if (dryRun) {
      return Optional.of(
          visit.withOutcome(
              planned((foreign ? "take over " + arn + ": " : "") + Step.told(steps))));
    }
    if (visit.instanceArn() == null) {
      if (foreign) {
        events.normal(
            resource,
            "Adopting",
            "Taking over %s. Differences: %s".formatted(arn, Step.told(steps)));
      }
      // Recorded first: a crash right after tagging leaves a set that deletion has to look for.
      return Optional.of(
          visit
              .withIdentity(identityCenter.instance().arn(), null)
              .withOutcome(Outcome.continuing(Reason.Updating, "Taking over " + arn + ".")));
    }
    if (!drifted && visit.agreed().set() != null) {
      // Recorded first: going back after a part of the change would look like drift otherwise.
      return Optional.of(
          visit
              .disagreeing()
              .withOutcome(
                  Outcome.continuing(Reason.Updating, "Changing in AWS: " + Step.told(steps))));
    }
    executor.run(arn, steps, desired);
    if (drifted) {
      drift.corrected(resource, "AWS differed from the spec: " + Step.told(steps));
    } else {
      events.normal(resource, "Updated", "Changed in AWS: " + Step.told(steps));
    }
    return Optional.empty();
  }

  /**
   * Roles may be behind although nobody changed the spec and AWS stores what it says.
   *
   * @param corrected whether AWS stored something else just now
   */
  private Visit rollOut(PermissionSet resource, Visit visit, boolean corrected, Runnable wake) {
    var agreed = visit.wasRolledOut();
    var reportOnly = agreed && resource.getSpec().driftPolicy() == DriftPolicy.Report;
    var after = rollout.run(visit, objects.accountsInForce(visit.arn()), !reportOnly, wake);
    var outcome = after.outcome();
    if (outcome.state() == Outcome.State.SETTLED) {
      // A role that AWS is making now may be one of the set as it was.
      return agreed || !objects.isChanging(visit.arn()) ? after.rolledOut() : after;
    }
    var behind = outcome.part() == Reason.Part.PROVISION && outcome.view() == Outcome.View.SEEN;
    if (!agreed || !(behind || corrected)) {
      return after;
    }
    if (!corrected && !reportOnly && !dryRun && agrees(resource, ConditionType.PROVISIONED)) {
      drift.found(resource, "Roles in accounts were behind the permission set; updating them.");
    }
    return outcome.reason().part() == Reason.Part.PROVISION
        ? after
        : after.withOutcome(
            outcome.asDiffering(Reason.Part.PROVISION, "Roles in accounts are behind the set."));
  }

  /** Whether nobody knew of a difference from this very spec so far. */
  private static boolean agrees(PermissionSet resource, String condition) {
    return Conditions.isTrue(
        resource.getStatus().conditions(), condition, resource.getMetadata().getGeneration());
  }

  private static Outcome planned(String what) {
    return Outcome.waiting(Reason.DryRun, "DRY_RUN is on. Would " + what, Duration.ofMinutes(10));
  }

  private static Outcome drifted(List<Step> steps) {
    return Outcome.stalled(
        Reason.Drifted,
        "AWS differs from the spec and driftPolicy is Report. To correct: " + Step.told(steps));
  }
}
