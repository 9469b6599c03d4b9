package dev.identitycenter.operator.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.budget.WorkflowSlots.Claim;
import dev.identitycenter.operator.budget.WorkflowSlots.Pool;
import dev.identitycenter.operator.testing.MutableClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever the order of events, AWS's limits hold and nobody is forgotten. */
class WorkflowSlotsPropertyTest {

  private static final int ASSIGNMENTS = 3;
  private static final int PROVISIONINGS = 2;

  private enum Event {
    ASK,
    USE,
    RELEASE,
    WAIT
  }

  private record Action(Event event, Claim claim) {}

  private final MutableClock clock = MutableClock.standing();
  private final WorkflowSlots slots = new WorkflowSlots(ASSIGNMENTS, PROVISIONINGS, clock);

  /** Who holds a place, as far as its owner knows. */
  private final Map<Object, Claim> held = new HashMap<>();

  private final Map<Object, Claim> waiting = new HashMap<>();

  @Property(tries = 500)
  void neverExceedsAPoolAndNeverSharesAnAccount(@ForAll("actions") List<Action> actions) {
    for (var action : actions) {
      // When
      perform(action);

      // Then
      assertLimits();
    }
  }

  @Property(tries = 300)
  void wakesEverybodyInTheEnd(@ForAll("actions") List<Action> actions) {
    // Given
    actions.stream().filter(action -> action.event() != Event.WAIT).forEach(this::perform);

    // When
    Deque<Object> owners = new ArrayDeque<>(held.keySet());
    while (!owners.isEmpty()) {
      release(owners.remove());
      held.keySet().stream().filter(owner -> !owners.contains(owner)).forEach(owners::add);
    }

    // Then
    assertThat(waiting).isEmpty();
    assertThat(slots.waiting()).isZero();
  }

  private void perform(Action action) {
    var claim = action.claim();
    switch (action.event()) {
      case ASK -> {
        // An owner who was woken holds its place already, and asks to use it.
        waiting.putIfAbsent(claim.owner(), claim);
        if (slots.tryAcquire(claim, () -> grant(claim))) {
          grant(claim);
        }
      }
      case USE -> {
        if (held.containsKey(claim.owner())) {
          slots.inUse(claim);
        }
      }
      case RELEASE -> release(claim.owner());
      case WAIT -> {
        clock.advance(Duration.ofSeconds(31));
        // What was granted but not used is gone; who still wants it has to ask again.
        List.copyOf(held.keySet()).forEach(this::release);
      }
    }
  }

  private void grant(Claim claim) {
    waiting.remove(claim.owner());
    held.put(claim.owner(), claim);
  }

  private void release(Object owner) {
    held.remove(owner);
    waiting.remove(owner);
    slots.release(owner);
  }

  private void assertLimits() {
    assertThat(heldIn(Pool.ASSIGNMENT)).isLessThanOrEqualTo(ASSIGNMENTS);
    assertThat(heldIn(Pool.PROVISIONING)).isLessThanOrEqualTo(PROVISIONINGS);
    var accounts = new HashSet<String>();
    held.values()
        .forEach(
            claim ->
                claim.accounts().forEach(account -> assertThat(accounts.add(account)).isTrue()));
  }

  private long heldIn(Pool pool) {
    return held.values().stream().filter(claim -> claim.pool() == pool).count();
  }

  @Provide
  Arbitrary<List<Action>> actions() {
    return Combinators.combine(
            Arbitraries.frequency(
                Tuple.of(6, Event.ASK),
                Tuple.of(2, Event.USE),
                Tuple.of(3, Event.RELEASE),
                Tuple.of(1, Event.WAIT)),
            Arbitraries.of(claims()))
        .as(Action::new)
        .list()
        .ofMaxSize(60);
  }

  /** Few accounts, so that claims get in each other's way. */
  private static List<Claim> claims() {
    var claims = new ArrayList<Claim>();
    for (int i = 0; i < 12; i++) {
      claims.add(new Claim("a" + i, Pool.ASSIGNMENT, "principal-" + i % 3, Set.of("" + i % 5)));
    }
    for (int i = 0; i < 4; i++) {
      claims.add(new Claim("p" + i, Pool.PROVISIONING, "p" + i, Set.of("" + i, "" + (i + 1) % 5)));
    }
    return claims;
  }
}
