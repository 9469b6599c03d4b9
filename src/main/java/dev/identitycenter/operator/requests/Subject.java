package dev.identitycenter.operator.requests;

import dev.identitycenter.operator.identitycenter.AssignmentKey;

/** What an asynchronous request is about; at most one runs for each. */
public sealed interface Subject {

  /** An assignment that is created or deleted. */
  record OfAssignment(AssignmentKey key) implements Subject {}

  /** A permission set whose roles are updated. */
  record OfPermissionSet(String arn) implements Subject {}
}
