package dev.identitycenter.operator.simulator;

/**
 * Who signed a request.
 *
 * @param accessKey access key id of the signature
 * @param region the Region the request was signed for
 * @param role where in the organization this key stands
 * @param accountId the account the key belongs to
 */
record Caller(String accessKey, String region, CallerRole role, String accountId) {
  /** The name AWS uses in its refusals. */
  String arn() {
    return "arn:aws:iam::" + accountId + ":user/" + accessKey;
  }

  boolean isDelegate() {
    return role == CallerRole.DELEGATED_ADMINISTRATOR;
  }
}
