package dev.identitycenter.operator.simulator;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a SigV4 header tells without checking it: whose key, for which Region.
 *
 * @param accessKey access key id
 */
record Signature(String accessKey, String region) {
  private static final Pattern CREDENTIAL = Pattern.compile("Credential=([^/]+)/[^/]+/([^/]+)/");

  static Optional<Signature> parse(String authorization) {
    if (authorization == null) {
      return Optional.empty();
    }
    var matcher = CREDENTIAL.matcher(authorization);
    return matcher.find()
        ? Optional.of(new Signature(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }
}
