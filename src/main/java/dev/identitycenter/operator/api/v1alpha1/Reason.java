package dev.identitycenter.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * Causes a condition gives, each used for one situation only. The description is what users read in
 * the reference: the cause, and what to do about it.
 */
public enum Reason {
  @JsonPropertyDescription("AWS agrees with the spec. Nothing to do.")
  Ready(Part.SYNC),
  @JsonPropertyDescription(
      "The object was accepted and waits for its turn in the AWS budget, or for an answer "
          + "of AWS. It passes by itself. If it lasts, compare the metric "
          + "identitycenter_operator_async_slots_in_use with ASYNC_SLOTS and PROVISION_SLOTS.")
  Pending(Part.SYNC),
  @JsonPropertyDescription(
      "AWS is creating it. If it lasts, AWS is slow: see status.request.createdAt, and "
          + "AWS's health dashboard.")
  Creating(Part.SYNC),
  @JsonPropertyDescription("AWS is being changed to match the spec. It passes by itself.")
  Updating(Part.SYNC),
  @JsonPropertyDescription(
      "AWS updates the role in the accounts that have one, which takes seconds for each "
          + "account. status.provisionedAccounts counts them.")
  Provisioning(Part.PROVISION),
  @JsonPropertyDescription(
      "AWS could not update the role in an account; its words are in "
          + "status.request.failureReason. Often a customer managed policy is missing in that "
          + "account: create it there, or take it out of the spec. Assignments of the set go on "
          + "meanwhile.")
  ProvisioningFailed(Part.PROVISION),
  @JsonPropertyDescription(
      "AWS is deleting it. If it lasts, AWS is slow: see status.request.createdAt.")
  Deleting(Part.SYNC),
  @JsonPropertyDescription(
      "Deletion waits for something that still uses it, or for the object that takes it over; "
          + "the message names it. Delete the assignments it names, here or in AWS; or set "
          + "spec.deletionPolicy to Retain, which leaves everything in AWS and lets the object go at once.")
  DeletionBlocked(Part.SYNC),
  @JsonPropertyDescription("spec.suspend is true, so AWS is left alone. Remove it to go on.")
  Suspended(Part.SYNC),
  @JsonPropertyDescription(
      "The PermissionSet object, or with permissionSetName the set in AWS, does not "
          + "exist, or a PermissionSet manages the name and does not allow this namespace to use "
          + "it; the answer is the same on purpose. Create it, or ask its owner. The reference "
          + "cannot change: if it has a typing error, create the assignment anew.")
  PermissionSetNotFound(Part.REFERENCES),
  @JsonPropertyDescription(
      "The permission set is not in AWS yet, or is being deleted. Look why it is not "
          + "ready; the assignment goes on by itself.")
  PermissionSetNotReady(Part.REFERENCES),
  @JsonPropertyDescription(
      "The permission set does not allow this namespace to use it, or does not exist; the "
          + "answer is the same on purpose. Ask its owner to name the namespace in "
          + "spec.allowedNamespaces.")
  ReferenceNotPermitted(Part.REFERENCES),
  @JsonPropertyDescription(
      "The identity store has no such user or group. Wait for the directory's "
          + "synchronisation, create it, or create the assignment anew with the right name; "
          + "upper and lower case differ.")
  PrincipalNotFound(Part.REFERENCES),
  @JsonPropertyDescription(
      "The user or group was made again under the same name and has another id now. The "
          + "access moves to the new one by itself; with driftPolicy Report somebody has to set "
          + "Correct.")
  PrincipalReplaced(Part.SYNC),
  @JsonPropertyDescription(
      "The organization has no such account. Add it, or create the assignment anew with "
          + "the right id.")
  AccountNotFound(Part.REFERENCES),
  @JsonPropertyDescription(
      "The account is suspended or being closed. Reopen it, or delete the object.")
  AccountNotActive(Part.REFERENCES),
  @JsonPropertyDescription(
      "A fence of the operator: ALLOWED_ACCOUNTS, DENIED_ACCOUNTS or "
          + "ALLOW_MANAGEMENT_ACCOUNT do not permit assignments in this account. Delete the "
          + "object, or ask whoever configures the operator.")
  AccountNotAllowed(Part.REFERENCES),
  @JsonPropertyDescription(
      "Another object, or another cluster, manages the same thing in AWS; the message "
          + "names it. Delete one of the two. When the older object goes, the other takes over "
          + "without interrupting access.")
  AlreadyManaged(Part.SYNC),
  @JsonPropertyDescription(
      "A fence of the operator: PERMISSION_SET_PREFIX does not permit permission sets of "
          + "that name. Choose another name, or ask whoever configures the operator.")
  NameNotAllowed(Part.REFERENCES),
  @JsonPropertyDescription(
      "AWS has a permission set of that name that no object owns. Take it over with "
          + "spec.adoptionPolicy Adopt, or choose another name.")
  NameTaken(Part.SYNC),
  @JsonPropertyDescription(
      "AWS accepted the request and then reported it as failed; its words are in "
          + "status.request.failureReason. Often a customer managed policy is missing in the "
          + "account, or the operator lacks rights in the management account. It is asked again "
          + "every few minutes.")
  RequestFailed(Part.SYNC),
  @JsonPropertyDescription(
      "AWS refuses the operator a call. Allow the action the message names in the "
          + "operator's IAM policy; if it is allowed, look for a service control policy, the "
          + "wrong Region, or the policy of an encryption key.")
  AccessDenied(Part.SYNC),
  @JsonPropertyDescription(
      "AWS does not let a delegated administrator do this, which is what the operator runs as: "
          + "it may neither assign in the management account nor change a permission set that is "
          + "used there. Do it from the management account, or leave that account out.")
  DelegatedAdministrator(Part.SYNC),
  @JsonPropertyDescription(
      "AWS refuses a value of the spec; its words are in the message. Correct the value.")
  InvalidSpec(Part.SYNC),
  @JsonPropertyDescription(
      "A quota of the AWS organization is used up. Ask AWS to raise it, or use less.")
  QuotaExceeded(Part.SYNC),
  @JsonPropertyDescription(
      "Another change of the same account or permission set runs in AWS. It passes by itself.")
  ConflictingOperation(Part.SYNC),
  @JsonPropertyDescription(
      "AWS asks the operator to slow down, because everybody in the organization shares "
          + "its limits. It passes by itself; if it lasts, find out who else calls AWS, or "
          + "lower API_RATE.")
  Throttled(Part.SYNC),
  @JsonPropertyDescription(
      "AWS cannot be reached or answers with a server error. It passes by itself; if it "
          + "lasts, look at network policies, proxies, DNS and AWS's health dashboard.")
  AwsUnavailable(Part.SYNC),
  @JsonPropertyDescription(
      "The object in status belongs to another Identity Center instance than the operator "
          + "works on. Nothing is changed. Correct INSTANCE_ARN or the Region; or, if the other "
          + "instance is gone, set spec.deletionPolicy to Retain and delete the object.")
  WrongInstance(Part.SYNC),
  @JsonPropertyDescription(
      "AWS differs from the spec although nobody changed the spec. With driftPolicy Report "
          + "it is told only: put AWS right, change the spec, or set Correct. With Correct the "
          + "condition Ready says what the correction waits for.")
  Drifted(Part.SYNC),
  @JsonPropertyDescription(
      "Many more assignments than usual differ from AWS at once, so none is granted again "
          + "or moved. Check the directory, the Region and the organization. If the change is "
          + "wanted, run the operator with SAFETY_STOP_PERCENT=100 until everything is Ready.")
  SafetyStop(Part.SYNC),
  @JsonPropertyDescription(
      "The operator runs with DRY_RUN=true; the message tells what it would do.")
  DryRun(Part.SYNC),
  @JsonPropertyDescription(
      "The operator met something it does not expect; its log has the details. It tries "
          + "again with growing pauses. Report it with the log.")
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
