package dev.identitycenter.operator.simulator;

import dev.identitycenter.operator.simulator.Directory.Membership;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The state, what changes it over time, and the one lock that guards both. */
final class World {
  private final SimulatorOptions options;
  private final Identifiers identifiers;
  private final Faults faults;
  private final Journal journal;
  private final ReentrantLock lock = new ReentrantLock();
  private State state;
  private Workflows workflows;

  World(SimulatorOptions options) {
    this.options = options;
    identifiers = new Identifiers(options.randomSeed());
    faults = new Faults(identifiers.random());
    journal = new Journal(options.limit(Limit.JOURNAL_CALLS));
    seed(options.seed());
  }

  SimulatorOptions options() {
    return options;
  }

  Identifiers identifiers() {
    return identifiers;
  }

  Faults faults() {
    return faults;
  }

  Journal journal() {
    return journal;
  }

  /** To be used under the lock only. */
  State state() {
    return state;
  }

  Access access() {
    return state.access();
  }

  Workflows workflows() {
    return workflows;
  }

  /** Forgets everything, requests included, and starts again from a seed. */
  void seed(Seed seed) {
    lock.lock();
    try {
      state = StateFactory.create(seed, options.clock().instant(), identifiers);
      workflows = new Workflows(options, identifiers, faults, journal, state);
    } finally {
      lock.unlock();
    }
  }

  /** Does something that nothing else interrupts, after catching up with the clock. */
  <T> T atomically(Function<Instant, T> action) {
    lock.lock();
    try {
      var now = options.clock().instant();
      workflows.advance(now);
      return action.apply(now);
    } finally {
      lock.unlock();
    }
  }

  void changeAccount(String accountId, UnaryOperator<Organization.Account> change) {
    var known =
        atomically(
            now ->
                state
                    .organization()
                    .accounts()
                    .computeIfPresent(accountId, (id, account) -> change.apply(account)));
    if (known == null) {
      throw new IllegalArgumentException("no account " + accountId);
    }
  }

  Snapshot snapshot() {
    return atomically(
        now ->
            new Snapshot(
                now,
                new Snapshot.Instance(
                    state.instanceArn(),
                    state.directory().id(),
                    state.organization().managementAccountId(),
                    state.instanceName(),
                    options.region()),
                access().permissionSets(),
                access().roles().stream().map(this::view).toList(),
                access().assignments(),
                state.directory().users().values().stream().map(World::user).toList(),
                state.directory().groups().values().stream().map(this::group).toList(),
                state.organization().accounts().values().stream()
                    .map(
                        account ->
                            new Snapshot.Account(
                                account.id(), account.name(), account.state(), account.parentId()))
                    .toList(),
                workflows.running().stream()
                    .map(
                        workflow ->
                            new Snapshot.InFlight(
                                workflow.id(),
                                workflow.kind(),
                                workflow.permissionSetArn(),
                                workflow.targetId()))
                    .toList()));
  }

  private Snapshot.ProvisionedRole view(Role role) {
    return new Snapshot.ProvisionedRole(
        role.accountId(),
        role.permissionSetArn(),
        "AWSReservedSSO_"
            + access().requirePermissionSet(role.permissionSetArn()).name()
            + "_"
            + role.suffix(),
        role.suffix(),
        access().isOutdated(role));
  }

  private static Snapshot.User user(Directory.Entry entry) {
    return new Snapshot.User(
        entry.id(),
        entry.text("UserName"),
        entry.text("DisplayName"),
        !entry.text("UserStatus").equals("DISABLED"));
  }

  private Snapshot.Group group(Directory.Entry entry) {
    return new Snapshot.Group(
        entry.id(),
        entry.text("DisplayName"),
        state
            .directory()
            .memberships(membership -> membership.groupId().equals(entry.id()))
            .stream()
            .map(Membership::userId)
            .toList());
  }
}
