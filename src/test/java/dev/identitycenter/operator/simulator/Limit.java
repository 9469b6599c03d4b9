package dev.identitycenter.operator.simulator;

/**
 * Rates, slots and quotas with their published defaults (quotas page of the IAM Identity Center
 * user guide). A limit of 0 or below is switched off where it is a rate.
 */
public enum Limit {
  /** sso-admin calls per second, all operations together. */
  SSO_ADMIN_RATE(20),
  /** sso-admin calls at once; how large AWS's bucket is, is not published. */
  SSO_ADMIN_BURST(20),
  /** Identity store calls per second and operation, also the burst. */
  IDENTITY_STORE_RATE(20),
  /** Percentage of the published organizations rates; 0 switches them off. */
  ORGANIZATIONS_RATE_PERCENT(100),
  /** Assignment requests that have not ended. */
  OUTSTANDING_ASSIGNMENTS(15),
  /** ProvisionPermissionSet requests that have not ended. */
  CONCURRENT_PROVISIONS(3),
  /** Accounts one ALL_PROVISIONED_ACCOUNTS request may cover. */
  ACCOUNTS_PER_PROVISION(3500),
  /** Permission sets in the instance. */
  PERMISSION_SETS(3500),
  /** Permission sets provisioned in one account. */
  PERMISSION_SETS_PER_ACCOUNT(500),
  /** AWS and customer managed policies of one permission set, together. */
  POLICIES_PER_PERMISSION_SET(25),
  /** Size of an inline policy in bytes, white space not counted. */
  INLINE_POLICY_BYTES(10_240),
  /** Groups assigned to one permission set in one account. */
  GROUPS_PER_ASSIGNED_SET(100),
  /** Tags of one resource. */
  TAGS_PER_RESOURCE(50),
  /** IAM roles in one account that Identity Center may create. */
  ROLES_PER_ACCOUNT(1000),
  /**
   * Managed policies one IAM role may carry in an account; the request fails later, not the call.
   */
  POLICIES_PER_ROLE(10),
  /** Calls the journal remembers; the oldest go first. */
  JOURNAL_CALLS(200_000);

  private final int published;

  Limit(int published) {
    this.published = published;
  }

  int published() {
    return published;
  }
}
