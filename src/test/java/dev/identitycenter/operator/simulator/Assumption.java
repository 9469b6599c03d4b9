package dev.identitycenter.operator.simulator;

/**
 * Behaviour of AWS for which no public source was found, each with what the simulator does unless
 * told otherwise. Tests of robustness run under both answers.
 */
public enum Assumption {
  /**
   * Deleting an assignment that does not exist is accepted and ends FAILED, not refused at once.
   */
  MISSING_ASSIGNMENT_FAILS_LATER(false),
  /** Creating an assignment for an unknown principal is accepted and ends FAILED. */
  UNKNOWN_PRINCIPAL_FAILS_LATER(false),
  /**
   * Deleting the assignment of a principal that is gone ends FAILED, as one report of 2021 says.
   */
  ORPHAN_DELETION_FAILS(false),
  /** The same, refused at once. */
  ORPHAN_DELETION_REFUSED(false),
  /**
   * A second workflow on a busy account is refused rather than queued, and so is changing or
   * provisioning a permission set that a workflow uses.
   */
  BUSY_MEANS_CONFLICT(false),
  /** Creating an assignment also brings an outdated role up to date. */
  CREATION_REFRESHES_ROLE(false),
  /** Deleting assignments takes from the same outstanding slots as creating them. */
  DELETIONS_SHARE_SLOTS(true),
  /** Listing the assignments of a user includes the rows its groups have. */
  INHERITED_ROWS_LISTED(true),
  /** Listing assignments by principal is refused outside the management account. */
  PRINCIPAL_LISTING_NEEDS_MANAGEMENT(true),
  /** UpdatePermissionSet clears an omitted description and resets an omitted session duration. */
  UPDATE_CLEARS_OMITTED(true),
  /** Reading a boundary that was never set is a ResourceNotFoundException, not an empty answer. */
  MISSING_BOUNDARY_IS_NOT_FOUND(true),
  /** Listed accounts carry the path of their organizational unit. */
  ACCOUNTS_CARRY_PATHS(true),
  /** Every listing starts with an empty page and goes on with half-filled ones. */
  AWKWARD_PAGES(false);

  private final boolean byDefault;

  Assumption(boolean byDefault) {
    this.byDefault = byDefault;
  }

  boolean byDefault() {
    return byDefault;
  }
}
