package dev.identitycenter.operator.simulator;

/**
 * The IAM role a permission set has in an account.
 *
 * @param suffix 16 hexadecimal digits, new for every role
 * @param revision of the permission set the role was made from
 */
record Role(String accountId, String permissionSetArn, String suffix, long revision) {
  Role at(long newRevision) {
    return new Role(accountId, permissionSetArn, suffix, newRevision);
  }
}
