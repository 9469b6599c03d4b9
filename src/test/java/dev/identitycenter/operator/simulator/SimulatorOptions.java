package dev.identitycenter.operator.simulator;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How a simulator behaves; immutable.
 *
 * @param host address to listen on
 * @param port port to listen on, 0 for any free one
 * @param threads requests answered at the same time
 * @param clock the time everything follows, workflows and rates included
 * @param seed what exists at the start
 * @param region the primary Region of the instance
 * @param defaultRole where callers stand that {@code roles} does not name
 * @param roles where the holder of an access key stands
 * @param allowedActions actions such as {@code sso:ListInstances} or {@code sso:List*} an access
 *     key may use; keys not named may use everything
 * @param latency how long a workflow works on one account
 * @param stuckLatency how long it tries on an account that is not active before it fails
 * @param readLag how long listings of assignments lag behind writes
 * @param requestRetention how long ended requests can be described
 * @param limits limits that differ from the published ones
 * @param assumptions assumptions that differ from the defaults
 * @param randomSeed where ids, suffixes and latencies come from
 */
public record SimulatorOptions(
    String host,
    int port,
    int threads,
    Clock clock,
    Seed seed,
    String region,
    CallerRole defaultRole,
    Map<String, CallerRole> roles,
    Map<String, Set<String>> allowedActions,
    Latency latency,
    Duration stuckLatency,
    Duration readLag,
    Duration requestRetention,
    Map<Limit, Integer> limits,
    Map<Assumption, Boolean> assumptions,
    long randomSeed) {

  public SimulatorOptions {
    roles = Map.copyOf(roles);
    allowedActions = Map.copyOf(allowedActions);
    limits = Map.copyOf(limits);
    assumptions = Map.copyOf(assumptions);
  }

  /** Everything as published or as the reference says, with the built-in seed. */
  public static SimulatorOptions defaults() {
    return builder().build();
  }

  public static Builder builder() {
    return new Builder();
  }

  int limit(Limit limit) {
    return limits.getOrDefault(limit, limit.published());
  }

  boolean assumes(Assumption assumption) {
    return assumptions.getOrDefault(assumption, assumption.byDefault());
  }

  CallerRole roleOf(String accessKey) {
    return roles.getOrDefault(accessKey, defaultRole);
  }

  /** Collects the options that differ from the defaults. */
  public static final class Builder {
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private String host = "127.0.0.1";
    private int port;
    private int threads = 16;
    private Clock clock = Clock.systemUTC();
    private Seed seed = Seed.article();
    private String region = "us-east-1";
    private CallerRole defaultRole = CallerRole.MANAGEMENT;
    private final Map<String, CallerRole> roles = new LinkedHashMap<>();
    private final Map<String, Set<String>> allowedActions = new LinkedHashMap<>();
    private Latency latency = Latency.between(Duration.ofSeconds(2), Duration.ofSeconds(10));
    private Duration stuckLatency = Duration.ofSeconds(30);
    private Duration readLag = Duration.ZERO;
    private Duration requestRetention = FOR_EVER;
    private final Map<Limit, Integer> limits = new EnumMap<>(Limit.class);
    private final Map<Assumption, Boolean> assumptions = new EnumMap<>(Assumption.class);
    private long randomSeed = System.nanoTime();

    private Builder() {}

    public Builder host(String value) {
      host = value;
      return this;
    }

    public Builder port(int value) {
      port = value;
      return this;
    }

    public Builder threads(int value) {
      threads = value;
      return this;
    }

    public Builder clock(Clock value) {
      clock = value;
      return this;
    }

    public Builder seed(Seed value) {
      seed = value;
      return this;
    }

    public Builder region(String value) {
      region = value;
      return this;
    }

    /** Where callers stand that are not named otherwise. */
    public Builder caller(CallerRole value) {
      defaultRole = value;
      return this;
    }

    /** Where the holder of one access key stands. */
    public Builder caller(String accessKey, CallerRole value) {
      roles.put(accessKey, value);
      return this;
    }

    /** Restricts an access key to these actions, such as {@code sso:List*}. */
    public Builder allow(String accessKey, Set<String> actions) {
      allowedActions.put(accessKey, Set.copyOf(actions));
      return this;
    }

    public Builder latency(Latency value) {
      latency = value;
      return this;
    }

    public Builder stuckLatency(Duration value) {
      stuckLatency = value;
      return this;
    }

    public Builder readLag(Duration value) {
      readLag = value;
      return this;
    }

    public Builder requestRetention(Duration value) {
      requestRetention = value;
      return this;
    }

    public Builder limit(Limit limit, int value) {
      limits.put(limit, value);
      return this;
    }

    /** Switches every request rate off; slots and quotas stay. */
    public Builder withoutRates() {
      return limit(Limit.SSO_ADMIN_RATE, 0)
          .limit(Limit.IDENTITY_STORE_RATE, 0)
          .limit(Limit.ORGANIZATIONS_RATE_PERCENT, 0);
    }

    public Builder assume(Assumption assumption, boolean value) {
      assumptions.put(assumption, value);
      return this;
    }

    public Builder randomSeed(long value) {
      randomSeed = value;
      return this;
    }

    public SimulatorOptions build() {
      return new SimulatorOptions(
          host,
          port,
          threads,
          clock,
          seed,
          region,
          defaultRole,
          roles,
          allowedActions,
          latency,
          stuckLatency,
          readLag,
          requestRetention,
          limits,
          assumptions,
          randomSeed);
    }
  }
}
