package dev.identitycenter.operator.permissionset;

import dev.identitycenter.operator.api.v1alpha1.AsyncRequest;
import dev.identitycenter.operator.api.v1alpha1.PermissionSet;
import dev.identitycenter.operator.api.v1alpha1.PermissionSetStatus.AgreedSpec;
import dev.identitycenter.operator.api.v1alpha1.PermissionSetStatus.Effective;
import dev.identitycenter.operator.api.v1alpha1.PermissionSetStatus.ProvisionedAccounts;
import dev.identitycenter.operator.identitycenter.PermissionSetSettings;
import dev.identitycenter.operator.status.Outcome;

/** What a run found out and how it ended; everything the next status says. Nulls are unknown. */
record Visit(
    String instanceArn,
    String arn,
    Effective effective,
    AgreedSpec agreed,
    ProvisionedAccounts accounts,
    AsyncRequest request,
    Outcome outcome) {

  private static final AgreedSpec NOTHING = new AgreedSpec(null, null);

  /** Starts from what the status says. */
  static Visit of(PermissionSet resource, Outcome outcome) {
    var status = resource.getStatus();
    return status == null
        ? new Visit(null, null, null, NOTHING, null, null, outcome)
        : new Visit(
            status.instanceArn(),
            status.permissionSetArn(),
            status.effective(),
            status.agreedSpec() == null ? NOTHING : status.agreedSpec(),
            status.provisionedAccounts(),
            status.request(),
            outcome);
  }

  Visit withIdentity(String instanceArn, String arn) {
    return new Visit(instanceArn, arn, effective, agreed, accounts, request, outcome);
  }

  Visit withEffective(PermissionSetSettings settings) {
    var values = new Effective(settings.name(), settings.sessionDuration().toString());
    return new Visit(instanceArn, arn, values, agreed, accounts, request, outcome);
  }

  /** AWS stores what that spec says; of roles made from another one nothing is known. */
  Visit agreeing(DesiredPermissionSet desired) {
    var fingerprint = desired.fingerprint();
    return fingerprint.equals(agreed.set()) ? this : withAgreed(new AgreedSpec(fingerprint, null));
  }

  /** AWS stores a part of what we asked for; whatever the spec says next is a change to make. */
  Visit disagreeing() {
    return withAgreed(NOTHING);
  }

  /** The roles in all accounts have what AWS stores. */
  Visit rolledOut() {
    return withAgreed(new AgreedSpec(agreed.set(), agreed.set()));
  }

  /** Whether the roles had once what AWS stores, so that what is behind is not ours. */
  boolean wasRolledOut() {
    return agreed.set().equals(agreed.roles());
  }

  private Visit withAgreed(AgreedSpec now) {
    return new Visit(instanceArn, arn, effective, now, accounts, request, outcome);
  }

  Visit withAccounts(int current, int outdated) {
    var counts = new ProvisionedAccounts(current, outdated);
    return new Visit(instanceArn, arn, effective, agreed, counts, request, outcome);
  }

  Visit withRequest(AsyncRequest request) {
    return new Visit(instanceArn, arn, effective, agreed, accounts, request, outcome);
  }

  Visit withOutcome(Outcome outcome) {
    return new Visit(instanceArn, arn, effective, agreed, accounts, request, outcome);
  }
}
