package dev.identitycenter.operator.permissionset;

import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.identitycenter.PermissionSets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out the edits of a plan, in order, and stops at the first that fails. */
final class PermissionSetExecutor {

  private static final Logger LOGGER = LoggerFactory.getLogger(PermissionSetExecutor.class);

  private final PermissionSets permissionSets;
  private final PermissionSetObserver observer;
  private final Rollout rollout;

  PermissionSetExecutor(
      PermissionSets permissionSets, PermissionSetObserver observer, Rollout rollout) {
    this.permissionSets = permissionSets;
    this.observer = observer;
    this.rollout = rollout;
  }

  /** Makes AWS store what is desired, by steps that lead there. */
  void run(String arn, List<Step> steps, DesiredPermissionSet desired) {
    if (steps.isEmpty()) {
      return;
    }
    // Before the first edit: one that fails may have had its effect.
    rollout.edited(arn);
    try {
      run(arn, steps);
    } catch (RuntimeException failure) {
      observer.forget(arn);
      throw failure;
    }
    observer.changed(desired.asStored(arn));
  }

  private void run(String arn, List<Step> steps) {
    LOGGER
        .atInfo()
        .addKeyValue("permissionSetArn", arn)
        .addKeyValue("steps", steps.size())
        .log("Changing permission set");
    for (var step : steps) {
      try {
        run(arn, step);
      } catch (IdentityCenterException failure) {
        if (!isDoneAlready(step, failure.kind())) {
          throw failure;
        }
      }
    }
  }

  private void run(String arn, Step step) {
    if (step instanceof Step.Update update) {
      permissionSets.updatePermissionSet(arn, update.settings());
    } else if (step instanceof Step.PutBoundary put) {
      permissionSets.putPermissionsBoundary(arn, put.boundary());
    } else if (step instanceof Step.DeleteBoundary) {
      permissionSets.deletePermissionsBoundary(arn);
    } else if (step instanceof Step.PutInlinePolicy put) {
      permissionSets.putInlinePolicy(arn, put.json());
    } else if (step instanceof Step.DeleteInlinePolicy) {
      permissionSets.deleteInlinePolicy(arn);
    } else if (step instanceof Step.DetachManagedPolicy detach) {
      permissionSets.detachManagedPolicy(arn, detach.policyArn());
    } else if (step instanceof Step.AttachManagedPolicy attach) {
      permissionSets.attachManagedPolicy(arn, attach.policyArn());
    } else if (step instanceof Step.DetachCustomerManagedPolicy detach) {
      permissionSets.detachCustomerManagedPolicy(arn, detach.policy());
    } else if (step instanceof Step.AttachCustomerManagedPolicy attach) {
      permissionSets.attachCustomerManagedPolicy(arn, attach.policy());
    } else if (step instanceof Step.Untag untag) {
      permissionSets.untag(arn, untag.keys());
    } else if (step instanceof Step.Tag tag) {
      permissionSets.tag(arn, tag.tags());
    }
  }

  /** AWS answers a repeated attach with a conflict and a repeated detach with not found. */
  private static boolean isDoneAlready(Step step, FailureKind kind) {
    return switch (kind) {
      case ALREADY_EXISTS ->
          step instanceof Step.AttachManagedPolicy
              || step instanceof Step.AttachCustomerManagedPolicy;
      case NOT_FOUND ->
          step instanceof Step.DetachManagedPolicy
              || step instanceof Step.DetachCustomerManagedPolicy
              || step instanceof Step.DeleteBoundary
              || step instanceof Step.DeleteInlinePolicy;
      default -> false;
    };
  }
}
