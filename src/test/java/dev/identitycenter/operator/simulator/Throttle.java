package dev.identitycenter.operator.simulator;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Request rates: one bucket for all of sso-admin, one per operation of the identity store, and the
 * per-account column of the organizations quotas page.
 */
final class Throttle {
  private record Rate(String bucket, double perSecond, double burst) {}

  private static final Map<String, Rate> ORGANIZATIONS =
      Map.ofEntries(
          Map.entry("ListAccounts", new Rate("ListAccounts", 8, 12)),
          Map.entry("ListAccountsForParent", new Rate("tree", 5, 8)),
          Map.entry("ListOrganizationalUnitsForParent", new Rate("tree", 5, 8)),
          Map.entry("ListParents", new Rate("tree", 5, 8)),
          Map.entry("ListChildren", new Rate("ListChildren", 6, 10)),
          Map.entry("ListRoots", new Rate("ListRoots", 1, 2)),
          Map.entry("DescribeAccount", new Rate("DescribeAccount", 20, 30)),
          Map.entry("DescribeOrganization", new Rate("DescribeOrganization", 1, 2)),
          Map.entry("DescribeOrganizationalUnit", new Rate("DescribeOrganizationalUnit", 2, 2)),
          Map.entry("ListTagsForResource", new Rate("ListTagsForResource", 10, 15)),
          Map.entry("ListDelegatedAdministrators", new Rate("ListDelegatedAdministrators", 5, 8)),
          Map.entry("ListAWSServiceAccessForOrganization", new Rate("ServiceAccess", 1, 3)));

  private final SimulatorOptions options;
  private final Map<String, TokenBucket> buckets = new HashMap<>();

  Throttle(SimulatorOptions options) {
    this.options = options;
  }

  /** Takes a token for the call or refuses it. */
  void check(Operation operation, Instant now) {
    var rate = rate(operation);
    if (rate.perSecond() > 0
        && !buckets
            .computeIfAbsent(
                operation.service() + "/" + rate.bucket(),
                name -> new TokenBucket(rate.perSecond(), rate.burst(), now))
            .take(now)) {
      throw AwsException.throttled("Rate exceeded");
    }
  }

  private Rate rate(Operation operation) {
    return switch (operation.service()) {
      case SSO_ADMIN ->
          new Rate(
              "all",
              options.limit(Limit.SSO_ADMIN_RATE),
              Math.max(1, options.limit(Limit.SSO_ADMIN_BURST)));
      case IDENTITY_STORE -> {
        var rate = options.limit(Limit.IDENTITY_STORE_RATE);
        yield new Rate(operation.name(), rate, Math.max(1, rate));
      }
      case STS -> new Rate(operation.name(), 0, 1);
      case ORGANIZATIONS -> {
        var rate = ORGANIZATIONS.get(operation.name());
        var factor = options.limit(Limit.ORGANIZATIONS_RATE_PERCENT) / 100.0;
        yield new Rate(
            rate.bucket(), rate.perSecond() * factor, Math.max(1, rate.burst() * factor));
      }
    };
  }
}
