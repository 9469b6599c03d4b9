package dev.identitycenter.operator.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.RunningOperator;
import dev.identitycenter.operator.simulator.Assignment;
import dev.identitycenter.operator.simulator.Call;
import dev.identitycenter.operator.simulator.Fault;
import dev.identitycenter.operator.simulator.Latency;
import dev.identitycenter.operator.simulator.PermissionSet;
import dev.identitycenter.operator.simulator.Seed;
import dev.identitycenter.operator.simulator.Simulator;
import dev.identitycenter.operator.simulator.SimulatorOptions;
import dev.identitycenter.operator.testing.FastClock;
import dev.identitycenter.operator.testing.PlatformTeam;
import dev.identitycenter.operator.testing.Walkthrough;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An operator with an AWS and a namespace of its own, where one permission set with all its parts
 * lives through all stages, assigned to a user and to a group.
 */
final class MatrixLane implements AutoCloseable {
  private static final String USER_ACCOUNT = "100000000002";
  private static final String GROUP_ACCOUNT = "100000000003";

  /** How often each change takes effect in one life, whatever fails meanwhile. */
  private static final Map<String, Integer> EFFECTS =
      Map.of(
          "CreatePermissionSet", 1,
          "CreateAccountAssignment", 2,
          "ProvisionPermissionSet", 2,
          "DeleteAccountAssignment", 2,
          "DeletePermissionSet", 1);

  /** What makes an operator use calls that it needs rarely. */
  enum Circumstance {
    USUAL,
    /** Nothing is known of the instance and the organization. */
    FRESH_START,
    PRINCIPALS_BY_ID,
    /** AWS does not list assignments by principal. */
    NO_LISTING_BY_PRINCIPAL,
    /** Whether AWS accepted a request has to be found out; it works on it long enough for that. */
    LOST_ANSWERS;

    boolean needsFreshLane() {
      return this == FRESH_START || takesLong();
    }

    boolean takesLong() {
      return this == NO_LISTING_BY_PRINCIPAL || this == LOST_ANSWERS;
    }

    Latency latency() {
      return this == LOST_ANSWERS
          ? Latency.between(Duration.ofMinutes(4), Duration.ofMinutes(5))
          : Latency.between(Duration.ofSeconds(1), Duration.ofSeconds(6));
    }
  }

  /** What an object goes through. */
  enum Stage {
    CREATED(
        """
          description: first
          managedPolicies: ["%1$sSecurityAudit", "%1$sReadOnlyAccess"]
          customerManagedPolicies: [{name: first}]
          inlinePolicy:
            Version: "2012-10-17"
            Statement: [{Effect: Deny, Action: "iam:*", Resource: "*"}]
          permissionsBoundary: {managedPolicy: "%1$sPowerUserAccess"}
          tags: {team: red, old: "1"}
        """),
    CHANGED(
        """
          description: second
          managedPolicies: ["%1$sSecurityAudit", "%1$sAmazonS3FullAccess"]
          customerManagedPolicies: [{name: second, path: /teams/}]
          inlinePolicy:
            Version: "2012-10-17"
            Statement: [{Effect: Deny, Action: "sts:*", Resource: "*"}]
          permissionsBoundary: {customerManagedPolicy: {name: boundary}}
          tags: {team: blue, new: "1"}
        """),
    REDUCED(
        """
          description: second
          managedPolicies: ["%1$sSecurityAudit"]
        """),
    DELETED("");

    private final String spec;

    Stage(String spec) {
      this.spec = spec.formatted(Walkthrough.arn(""));
    }

    private Holding holding() {
      return switch (this) {
        case CREATED ->
            new Holding(
                "first",
                List.of("ReadOnlyAccess", "SecurityAudit"),
                List.of("/first"),
                "iam:*",
                true,
                Map.of("team", "red", "old", "1"));
        case CHANGED ->
            new Holding(
                "second",
                List.of("AmazonS3FullAccess", "SecurityAudit"),
                List.of("/teams/second"),
                "sts:*",
                true,
                Map.of("team", "blue", "new", "1"));
        case REDUCED ->
            new Holding("second", List.of("SecurityAudit"), List.of(), "", false, Map.of());
        case DELETED -> throw new IllegalStateException("AWS holds nothing");
      };
    }
  }

  /** What AWS holds at a stage; of the inline policy the denied action. */
  private record Holding(
      String description,
      List<String> managedPolicies,
      List<String> customerPolicies,
      String denied,
      boolean bounded,
      Map<String, String> tags) {
    static Holding of(PermissionSet set) {
      var tags = new ConcurrentHashMap<>(set.tags());
      tags.remove("identitycenter.dev/owner");
      var content = set.content();
      return new Holding(
          content.description(),
          content.managedPolicies().stream()
              .map(arn -> arn.substring(arn.lastIndexOf('/') + 1))
              .sorted()
              .toList(),
          content.customerPolicies().stream().map(policy -> policy.path() + policy.name()).toList(),
          content.inlinePolicy().replaceAll(".*\"Action\":\"([^\"]*)\".*", "$1"),
          content.boundary() != null,
          tags);
    }
  }

  private final Map<String, Integer> effects = new ConcurrentHashMap<>();
  private final Simulator simulator;
  private final PlatformTeam team;
  private final RunningOperator.Builder builder;
  private RunningOperator operator;
  private Circumstance circumstance;
  private int number;

  private MatrixLane(TestCluster cluster, FastClock clock, Latency latency) {
    simulator =
        Simulator.start(
            SimulatorOptions.builder()
                .clock(clock)
                .seed(Seed.generated(3, 300, 300))
                .withoutRates()
                .latency(latency)
                .build());
    team = PlatformTeam.with(cluster, "matrix");
    builder =
        RunningOperator.on(cluster, simulator)
            .watching(team.namespace())
            .resyncInterval(Duration.ofMinutes(1))
            .at(clock);
  }

  /** Opens a lane where time passes so many times faster than it does. */
  static MatrixLane open(TestCluster cluster, int factor, Latency latency) {
    return new MatrixLane(cluster, FastClock.times(factor), latency);
  }

  /** Begins a new life, with names that nobody has asked for before. */
  void begin(int newNumber, Circumstance newCircumstance) {
    number = newNumber;
    circumstance = newCircumstance;
    simulator.faults().clear();
    simulator.faults().onAnswer(this::countEffect);
    simulator.journal().clear();
    effects.clear();
    if (circumstance == Circumstance.NO_LISTING_BY_PRINCIPAL) {
      next("ListAccountAssignmentsForPrincipal", 1, Fault.accessDenied());
    }
    if (circumstance == Circumstance.LOST_ANSWERS) {
      next("CreateAccountAssignment", 1, Fault.connectionClosedAfterEffect());
      next("DeleteAccountAssignment", 1, Fault.connectionClosedAfterEffect());
    }
  }

  /** The next calls of an operation fail. */
  void next(String operation, int times, Fault fault) {
    simulator.faults().next(operation, times, fault);
  }

  /** How many calls of an operation failed since the beginning of this life. */
  long failures(String operation) {
    return simulator.journal().entries(operation).stream()
        .filter(call -> !call.isOk() && !call.result().equals("ResourceNotFoundException"))
        .count();
  }

  /**
   * Lets the object come to a stage and checks what AWS holds then. The operator starts with the
   * first, so that its first calls can fail too.
   */
  void reach(Stage stage) {
    if (operator == null) {
      operator = builder.start();
    }
    if (stage == Stage.DELETED) {
      team.deleteAll();
      team.awaitEmpty();
      Walkthrough.assertNothingLeft(simulator);
      assertThat(effects).isEqualTo(EFFECTS);
      return;
    }
    team.apply(manifests(stage));
    team.awaitAllReady();
    var set = simulator.snapshot().permissionSet("Matrix-" + number).orElseThrow();
    assertThat(simulator.snapshot().permissionSets()).hasSize(1);
    assertThat(Holding.of(set)).isEqualTo(stage.holding());
    assertThat(simulator.snapshot().assignments())
        .extracting(Assignment::accountId)
        .containsExactlyInAnyOrder(USER_ACCOUNT, GROUP_ACCOUNT);
    assertThat(simulator.snapshot().provisioned()).hasSize(2).noneMatch(role -> role.outdated());
  }

  @Override
  public void close() {
    if (operator != null) {
      operator.close();
    }
    simulator.close();
  }

  private String manifests(Stage stage) {
    return """
        apiVersion: identitycenter.dev/v1alpha1
        kind: PermissionSet
        metadata: {name: set-%1$d}
        spec:
          name: Matrix-%1$d
        %2$s---
        apiVersion: identitycenter.dev/v1alpha1
        kind: AccountAssignment
        metadata: {name: user-%1$d}
        spec:
          permissionSetRef: {name: set-%1$d}
          principal: {user: %5$s}
          accountId: "%3$s"
        ---
        apiVersion: identitycenter.dev/v1alpha1
        kind: AccountAssignment
        metadata: {name: group-%1$d}
        spec:
          permissionSetRef: {name: set-%1$d}
          principal: {group: %6$s}
          accountId: "%4$s"
        """
        .formatted(number, stage.spec, USER_ACCOUNT, GROUP_ACCOUNT, user(), group());
  }

  private String user() {
    var name = "user-%05d@example.com".formatted(number);
    return circumstance == Circumstance.PRINCIPALS_BY_ID
        ? "{id: \"%s\"}".formatted(simulator.userId(name))
        : "{userName: %s}".formatted(name);
  }

  private String group() {
    var name = "group-%05d".formatted(number);
    return circumstance == Circumstance.PRINCIPALS_BY_ID
        ? "{id: \"%s\"}".formatted(simulator.groupId(name))
        : "{displayName: %s}".formatted(name);
  }

  private void countEffect(Call call) {
    if (call.isOk() && EFFECTS.containsKey(call.operation())) {
      effects.merge(call.operation(), 1, Integer::sum);
    }
  }
}
