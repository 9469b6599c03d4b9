package dev.identitycenter.operator.api.v1alpha1;

/** Causes a condition gives, each used for one situation only. */
public enum Reason {
  /** AWS agrees with the spec. */
  Ready(Part.SYNC),
  /** The object was accepted and waits for its turn in the AWS budget. */
  Pending(Part.SYNC),
  /** AWS is creating it. */
  Creating(Part.SYNC),
  /** AWS is being changed to match the spec. */
  Updating(Part.SYNC),
  /** AWS updates the role in the accounts that have one. */
  Provisioning(Part.PROVISION),
  /** AWS could not update the role in an account. */
  ProvisioningFailed(Part.PROVISION),
  /** AWS is deleting it. */
  Deleting(Part.SYNC),
  /** Deletion waits for something that still uses it. */
  DeletionBlocked(Part.SYNC),
  /** The user asked to leave AWS alone for now. */
  Suspended(Part.SYNC),
  /** The referenced PermissionSet object does not exist, or AWS has no set of that name. */
  PermissionSetNotFound(Part.REFERENCES),
  /** The referenced permission set is not in AWS yet, or is being deleted. */
  PermissionSetNotReady(Part.REFERENCES),
  /** The permission set does not allow this namespace to use it. */
  ReferenceNotPermitted(Part.REFERENCES),
  /** The identity store has no such user or group. */
  PrincipalNotFound(Part.REFERENCES),
  /** The user or group was re-created under the same name and has another id now. */
  PrincipalReplaced(Part.SYNC),
  /** The organization has no such account. */
  AccountNotFound(Part.REFERENCES),
  /** The account is suspended or being closed. */
  AccountNotActive(Part.REFERENCES),
  /** The operator's configuration does not allow assignments in this account. */
  AccountNotAllowed(Part.REFERENCES),
  /** Another object manages the same thing in AWS. */
  AlreadyManaged(Part.SYNC),
  /** The operator's configuration does not allow permission sets of that name. */
  NameNotAllowed(Part.REFERENCES),
  /** AWS has a permission set of that name that this object does not own. */
  NameTaken(Part.SYNC),
  /** AWS accepted the request and then reported it as failed; its words are in status.request. */
  RequestFailed(Part.SYNC),
  /** AWS refuses the operator a call. */
  AccessDenied(Part.SYNC),
  /** AWS does not let a delegated administrator do this, which is what the operator runs as. */
  DelegatedAdministrator(Part.SYNC),
  /** AWS refuses a value of the spec. */
  InvalidSpec(Part.SYNC),
  /** A quota of the AWS organization is used up. */
  QuotaExceeded(Part.SYNC),
  /** Another change of the same account or permission set runs in AWS. */
  ConflictingOperation(Part.SYNC),
  /** AWS asks the operator to slow down. */
  Throttled(Part.SYNC),
  /** AWS cannot be reached or answers with a server error. */
  AwsUnavailable(Part.SYNC),
  /** The object in status belongs to another Identity Center instance. */
  WrongInstance(Part.SYNC),
  /** AWS differs from the spec and driftPolicy says to report it only. */
  Drifted(Part.SYNC),
  /** Much more than usual differs from AWS, so nothing is changed until somebody says so. */
  SafetyStop(Part.SYNC),
  /** The operator runs with DRY_RUN and tells what it would do. */
  DryRun(Part.SYNC),
  /** The operator made a mistake; its log has the details. */
  InternalError(Part.SYNC);

  /** The part of the work a cause belongs to. */
  public enum Part {
    REFERENCES,
    SYNC,
    PROVISION
  }

  private final Part part;

  Reason(Part part) {
    this.part = part;
  }

  public Part part() {
    return part;
  }
}
