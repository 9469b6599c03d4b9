package dev.identitycenter.operator.simulator;

import java.net.URI;
import java.util.Set;

/** A running AWS: one organization with IAM Identity Center, reachable by any AWS client. */
public final class Simulator implements AutoCloseable {
  private final World world;
  private final SimulatorServer server;

  private Simulator(World world, SimulatorServer server) {
    this.world = world;
    this.server = server;
  }

  /** Starts answering. */
  public static Simulator start(SimulatorOptions options) {
    var world = new World(options);
    return new Simulator(
        world, new SimulatorServer(options, new Dispatcher(world), new AdminEndpoint(world)));
  }

  /** Where it answers; what {@code AWS_ENDPOINT_URL} wants. */
  public URI endpoint() {
    return server.endpoint();
  }

  /** Forgets everything but the journal and the faults, and starts again from a seed. */
  public void seed(Seed seed) {
    world.seed(seed);
  }

  /** What is true now. */
  public Snapshot snapshot() {
    return world.snapshot();
  }

  /** What was asked so far. */
  public Journal journal() {
    return world.journal();
  }

  /** What shall go wrong. */
  public Faults faults() {
    return world.faults();
  }

  /** The id of a user that exists. */
  public String userId(String userName) {
    return snapshot().users().stream()
        .filter(user -> user.userName().equals(userName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no user " + userName))
        .id();
  }

  /** The id of a group that exists. */
  public String groupId(String displayName) {
    return snapshot().groups().stream()
        .filter(group -> group.displayName().equals(displayName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no group " + displayName))
        .id();
  }

  /** Suspends, closes or revives an account; AWS has no call for most of it. */
  public void setAccountState(String accountId, AccountState state) {
    world.changeAccount(accountId, account -> account.in(state));
  }

  /**
   * Says which customer managed policies exist in an account.
   *
   * @param qualifiedNames path and name, such as {@code /teams/boundary}
   */
  public void setCustomerManagedPolicies(String accountId, Set<String> qualifiedNames) {
    world.changeAccount(accountId, account -> account.withCustomerPolicies(qualifiedNames));
  }

  @Override
  public void close() {
    server.close();
  }
}
