package dev.identitycenter.operator.permissionset;

import dev.identitycenter.operator.api.v1alpha1.PermissionSet;
import dev.identitycenter.operator.api.v1alpha1.Reason;
import dev.identitycenter.operator.directory.AssignmentListings;
import dev.identitycenter.operator.directory.PermissionSetDirectory;
import dev.identitycenter.operator.events.EventPublisher;
import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenter;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.identitycenter.PermissionSetSnapshot;
import dev.identitycenter.operator.status.Failures;
import dev.identitycenter.operator.status.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates a permission set that AWS does not have, complete with its policies. */
final class PermissionSetCreation {

  private static final Logger LOGGER = LoggerFactory.getLogger(PermissionSetCreation.class);

  private final IdentityCenter identityCenter;
  private final PermissionSetDirectory directory;
  private final AssignmentListings listings;
  private final PermissionSetObserver observer;
  private final PermissionSetExecutor executor;
  private final Rollout rollout;
  private final EventPublisher events;

  PermissionSetCreation(
      IdentityCenter identityCenter,
      PermissionSetDirectory directory,
      AssignmentListings listings,
      PermissionSetObserver observer,
      PermissionSetExecutor executor,
      Rollout rollout,
      EventPublisher events) {
    this.identityCenter = identityCenter;
    this.directory = directory;
    this.listings = listings;
    this.observer = observer;
    this.executor = executor;
    this.rollout = rollout;
    this.events = events;
  }

  Visit run(PermissionSet resource, Visit visit, DesiredPermissionSet desired) {
    var instanceArn = identityCenter.instance().arn();
    if (visit.effective() == null || visit.instanceArn() == null) {
      // Recorded first: a crash right after the call leaves a set that deletion has to look for.
      return visit
          .withIdentity(instanceArn, null)
          .withEffective(desired.settings())
          .withOutcome(Outcome.continuing(Reason.Creating, "Creating it in AWS."));
    }
    var arn = createInAws(desired);
    LOGGER.atInfo().addKeyValue("permissionSetArn", arn).log("Created permission set");
    events.normal(resource, "Created", "Created permission set " + arn + ".");
    directory.created(arn, desired.name());
    listings.permissionSetCreated(arn);
    var stored = PermissionSetSnapshot.created(arn, desired.settings(), desired.tags());
    observer.changed(stored);
    var ours = visit.withIdentity(instanceArn, arn).withEffective(desired.settings());
    var steps = PermissionSetPlanner.plan(desired, stored);
    try {
      executor.run(arn, steps, desired);
    } catch (IdentityCenterException failure) {
      // Recorded even so, because others must not take it for a set that nobody manages.
      return ours.withOutcome(Failures.outcome(failure));
    }
    if (!steps.isEmpty()) {
      events.normal(resource, "Updated", "Changed in AWS: " + Step.told(steps));
    }
    return rollout.ofNewSet(ours).agreeing(desired).rolledOut();
  }

  private String createInAws(DesiredPermissionSet desired) {
    try {
      return identityCenter
          .permissionSets()
          .createPermissionSet(desired.settings(), desired.tags());
    } catch (IdentityCenterException failure) {
      if (failure.kind() == FailureKind.ALREADY_EXISTS || failure.kind().isUnclear()) {
        // Whose it is, the next run reads from its tags.
        var unused = directory.findAfresh(desired.name());
      }
      throw failure;
    }
  }
}
