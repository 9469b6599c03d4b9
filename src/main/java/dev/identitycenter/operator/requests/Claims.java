package dev.identitycenter.operator.requests;

import dev.identitycenter.operator.budget.WorkflowSlots.Claim;
import dev.identitycenter.operator.budget.WorkflowSlots.Pool;
import java.util.Set;

/** The place in the AWS budget that work on a subject needs. */
public final class Claims {

  private Claims() {}

  public static Claim of(Subject.OfAssignment subject) {
    return new Claim(
        subject, Pool.ASSIGNMENT, subject.key().principal(), Set.of(subject.key().accountId()));
  }

  /** Updating a set changes a role in each of the accounts. */
  public static Claim of(Subject.OfPermissionSet subject, Set<String> accounts) {
    return new Claim(subject, Pool.PROVISIONING, subject, accounts);
  }
}
