package dev.identitycenter.operator.budget;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Hands out AWS's places for asynchronous work. AWS allows 15 assignment workflows and 3
 * provisionings at a time, and changes the roles of an account one after another (user guide,
 * quotas).
 *
 * <p>Nobody waits here: who gets no place is remembered and woken when it has one. Among those
 * waiting, provisionings come first, then assignments principal by principal, because one listing
 * confirms all assignments of a principal; see {@link AssignmentQueue}.
 */
public final class WorkflowSlots {

  /** What kind of place is needed. */
  public enum Pool {
    ASSIGNMENT,
    PROVISIONING
  }

  /**
   * A wish for a place.
   *
   * @param owner who wants it; a second claim of the same owner is the same wish
   * @param group claims of one group are served together
   * @param accounts whose roles change; no other claim on them runs meanwhile
   */
  public record Claim(Object owner, Pool pool, Object group, Set<String> accounts) {}

  /** What AWS allows at most, whoever asks (user guide, quotas). */
  private static final Map<Pool, Integer> AWS_LIMIT =
      Map.of(Pool.ASSIGNMENT, 15, Pool.PROVISIONING, 3);

  /** A granted place that nobody uses returns after this time. */
  private static final Duration UNUSED_GRANT = Duration.ofSeconds(30);

  /** What others were seen to do says nothing after this time. */
  private static final Duration SEEN_OF_OTHERS = Duration.ofSeconds(30);

  private final Clock clock;
  private final Map<Pool, Integer> sizes = new EnumMap<>(Pool.class);
  private final Map<Pool, Foreign> foreign = new EnumMap<>(Pool.class);
  private final Map<Pool, Instant> heldBackUntil = new EnumMap<>(Pool.class);
  private final Map<Object, Grant> granted = new HashMap<>();
  private final Map<Object, Waiting> provisionings = new LinkedHashMap<>();
  private final AssignmentQueue assignments = new AssignmentQueue();

  private record Grant(Claim claim, Instant since, boolean inUse) {}

  private record Foreign(int count, Instant seenAt) {}

  /** A claim that has no place yet. */
  record Waiting(Claim claim, Runnable wake) {}

  /**
   * Hands out the given numbers of places.
   *
   * @param assignmentSlots 1 to 15
   * @param provisionSlots 1 to 3
   */
  public WorkflowSlots(int assignmentSlots, int provisionSlots, Clock clock) {
    this.clock = clock;
    sizes.put(Pool.ASSIGNMENT, assignmentSlots);
    sizes.put(Pool.PROVISIONING, provisionSlots);
  }

  /**
   * Takes a place for the owner, until it is released, and tells whether there was one. If not,
   * {@code wake} runs once when one is kept for the owner, for a while; it must then ask again.
   * Whoever else asks for an owner that has its place gets none, nor a wake-up.
   */
  public boolean tryAcquire(Claim claim, Runnable wake) {
    List<Runnable> wakes;
    boolean mine;
    synchronized (this) {
      takeBackUnused(clock.instant());
      if (!granted.containsKey(claim.owner())) {
        enqueue(new Waiting(claim, wake));
      }
      wakes = grantAllPossible(claim.owner());
      mine = take(claim.owner());
    }
    wakes.forEach(Runnable::run);
    return mine;
  }

  private boolean take(Object owner) {
    var grant = granted.get(owner);
    if (grant == null || grant.inUse()) {
      return false;
    }
    granted.put(owner, new Grant(grant.claim(), grant.since(), true));
    return true;
  }

  /** The owner's work runs in AWS; the place is taken until released. */
  public synchronized void inUse(Claim claim) {
    forgetWaiting(claim.owner());
    granted.put(claim.owner(), new Grant(claim, clock.instant(), true));
  }

  /** Gives up a wish or a place that was not used; work that runs keeps its place. */
  public void withdraw(Object owner) {
    giveBack(owner, true);
  }

  /** Gives a place back, or a wish up. */
  public void release(Object owner) {
    giveBack(owner, false);
  }

  private void giveBack(Object owner, boolean onlyIfUnused) {
    List<Runnable> wakes;
    synchronized (this) {
      var grant = granted.get(owner);
      if (onlyIfUnused && grant != null && grant.inUse()) {
        return;
      }
      granted.remove(owner);
      forgetWaiting(owner);
      wakes = grantAllPossible(null);
    }
    wakes.forEach(Runnable::run);
  }

  /** How many places work of others takes now; they count against the same AWS limit. */
  public void takenByOthers(Pool pool, int count) {
    List<Runnable> wakes;
    synchronized (this) {
      foreign.put(pool, new Foreign(count, clock.instant()));
      wakes = grantAllPossible(null);
    }
    wakes.forEach(Runnable::run);
  }

  /** AWS says that too much is running although we count less: no new grants for a while. */
  public synchronized void holdBack(Pool pool, Duration duration) {
    heldBackUntil.put(pool, clock.instant().plus(duration));
  }

  /** Places in use or granted. */
  public synchronized int taken(Pool pool) {
    return (int) granted.values().stream().filter(g -> g.claim().pool() == pool).count();
  }

  /** Claims that wait for a place. */
  public synchronized int waiting() {
    return provisionings.size() + assignments.size();
  }

  private List<Runnable> grantAllPossible(Object asking) {
    var now = clock.instant();
    takeBackUnused(now);
    var busy = new HashSet<String>();
    granted.values().forEach(grant -> busy.addAll(grant.claim().accounts()));
    var wakes = new ArrayList<Runnable>();
    grantProvisionings(busy, now, asking, wakes);
    grantAssignments(busy, now, asking, wakes);
    return wakes;
  }

  private void takeBackUnused(Instant now) {
    granted
        .values()
        .removeIf(grant -> !grant.inUse() && grant.since().plus(UNUSED_GRANT).isBefore(now));
  }

  private void grantProvisionings(
      Set<String> busy, Instant now, Object asking, List<Runnable> wakes) {
    var iterator = provisionings.values().iterator();
    for (int free = free(Pool.PROVISIONING, now); free > 0 && iterator.hasNext(); ) {
      var waiting = iterator.next();
      if (isDisjoint(waiting.claim().accounts(), busy)) {
        iterator.remove();
        grant(waiting, now, asking, wakes);
        free--;
      }
      // Its accounts admit nobody else from now on, so that it gets its turn.
      busy.addAll(waiting.claim().accounts());
    }
  }

  private void grantAssignments(
      Set<String> busy, Instant now, Object asking, List<Runnable> wakes) {
    for (int free = free(Pool.ASSIGNMENT, now); free > 0; free--) {
      var next = assignments.take(busy);
      if (next.isEmpty()) {
        return;
      }
      busy.addAll(next.get().claim().accounts());
      grant(next.get(), now, asking, wakes);
    }
  }

  private void grant(Waiting waiting, Instant now, Object asking, List<Runnable> wakes) {
    var claim = waiting.claim();
    granted.put(claim.owner(), new Grant(claim, now, false));
    if (!claim.owner().equals(asking)) {
      wakes.add(waiting.wake());
    }
  }

  private int free(Pool pool, Instant now) {
    if (heldBackUntil.getOrDefault(pool, Instant.MIN).isAfter(now)) {
      return 0;
    }
    var leftByOthers = AWS_LIMIT.get(pool) - takenByOthers(pool, now);
    return Math.min(sizes.get(pool), leftByOthers) - taken(pool);
  }

  private int takenByOthers(Pool pool, Instant now) {
    var seen = foreign.get(pool);
    return seen == null || seen.seenAt().plus(SEEN_OF_OTHERS).isBefore(now) ? 0 : seen.count();
  }

  private void enqueue(Waiting waiting) {
    if (waiting.claim().pool() == Pool.PROVISIONING) {
      provisionings.put(waiting.claim().owner(), waiting);
    } else {
      assignments.put(waiting);
    }
  }

  private void forgetWaiting(Object owner) {
    provisionings.remove(owner);
    assignments.remove(owner);
  }

  private static boolean isDisjoint(Set<String> accounts, Set<String> busy) {
    return accounts.stream().noneMatch(busy::contains);
  }
}
