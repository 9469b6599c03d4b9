package dev.identitycenter.operator.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.budget.WorkflowSlots.Claim;
import dev.identitycenter.operator.budget.WorkflowSlots.Pool;
import dev.identitycenter.operator.testing.MutableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkflowSlotsTest {

  private final MutableClock clock = MutableClock.standing();
  private final WorkflowSlots slots = new WorkflowSlots(15, 3, clock);
  private final List<String> woken = new ArrayList<>();

  @Test
  void grantsAsManyAssignmentsAsAwsAllows() {
    // When
    var granted = IntStream.range(0, 20).filter(i -> ask(assignment("a" + i, "group", i))).count();

    // Then
    assertThat(granted).isEqualTo(15);
    assertThat(slots.taken(Pool.ASSIGNMENT)).isEqualTo(15);
    assertThat(slots.waiting()).isEqualTo(5);
  }

  @Test
  void grantsAsManyProvisioningsAsAwsAllows() {
    // When
    var granted = IntStream.range(0, 5).filter(i -> ask(provisioning("p" + i, i))).count();

    // Then
    assertThat(granted).isEqualTo(3);
    assertThat(slots.waiting()).isEqualTo(2);
  }

  /** Whoever lowers the number leaves more to others, which must not count twice. */
  @Test
  void usesAllItsPlacesWhileOthersLeaveThem() {
    // Given
    var fewer = new WorkflowSlots(5, 1, clock);
    fewer.takenByOthers(Pool.ASSIGNMENT, 8);
    fewer.takenByOthers(Pool.PROVISIONING, 2);

    // When
    var granted =
        IntStream.range(0, 8)
            .filter(i -> fewer.tryAcquire(assignment("a" + i, "group", i), () -> {}))
            .count();

    // Then
    assertThat(granted).isEqualTo(5);
    assertThat(fewer.tryAcquire(provisioning("p", 100), () -> {})).isTrue();
  }

  @Test
  void countsThePoolsApart() {
    // Given
    IntStream.range(0, 15).forEach(i -> ask(assignment("a" + i, "group", i)));

    // When
    var granted = ask(provisioning("p", 100));

    // Then
    assertThat(granted).isTrue();
  }

  @Test
  void changesAnAccountOnlyOnceAtATime() {
    // Given
    ask(assignment("first", "group", 1));

    // When
    var granted = ask(assignment("second", "group", 1));

    // Then
    assertThat(granted).isFalse();
  }

  @Test
  void wakesWhoWaitsOnceWhenItsAccountIsFree() {
    // Given
    ask(assignment("first", "group", 1));
    ask(assignment("second", "group", 1));

    // When
    slots.release("first");
    slots.release("first");

    // Then
    assertThat(woken).containsExactly("second");
    assertThat(ask(assignment("second", "group", 1))).isTrue();
  }

  @Test
  void doesNotWakeWhoGetsItsPlaceAtOnce() {
    // When
    var granted = ask(assignment("first", "group", 1));

    // Then
    assertThat(granted).isTrue();
    assertThat(woken).isEmpty();
  }

  @Test
  void givesAPlaceToItsOwnerOnce() {
    // Given
    ask(assignment("first", "group", 1));
    ask(assignment("waiting", "group", 1));

    // When
    var granted =
        List.of(ask(assignment("first", "group", 1)), ask(assignment("waiting", "group", 1)));

    // Then
    assertThat(granted).containsExactly(false, false);
    assertThat(slots.taken(Pool.ASSIGNMENT)).isEqualTo(1);
    assertThat(slots.waiting()).isEqualTo(1);
  }

  @Test
  void forgetsAWishThatIsGivenUp() {
    // Given
    ask(assignment("first", "group", 1));
    ask(assignment("second", "group", 1));

    // When
    slots.release("second");
    slots.release("first");

    // Then
    assertThat(woken).isEmpty();
    assertThat(slots.waiting()).isZero();
  }

  @Test
  void reservesTheAccountsOfAWaitingProvisioning() {
    // Given
    ask(assignment("running", "group", 1));
    ask(provisioning("set", 1, 2));

    // When
    var granted = ask(assignment("late", "group", 2));

    // Then
    assertThat(granted).isFalse();
  }

  /** Otherwise a steady stream of assignments would keep it from ever starting. */
  @Test
  void letsAWaitingProvisioningStartBeforeLaterAssignments() {
    // Given
    ask(assignment("running", "group", 1));
    ask(provisioning("set", 1, 2));
    ask(assignment("late", "group", 1));

    // When
    slots.release("running");

    // Then
    assertThat(woken).containsExactly("set");
  }

  @Test
  void doesNotStopAssignmentsElsewhereForAWaitingProvisioning() {
    // Given
    ask(assignment("running", "group", 1));
    ask(provisioning("set", 1, 2));

    // When
    var granted = ask(assignment("elsewhere", "group", 3));

    // Then
    assertThat(granted).isTrue();
  }

  @Test
  void servesAssignmentsOfOnePrincipalTogether() {
    // Given
    var one = new WorkflowSlots(1, 1, clock);
    ask(one, assignment("running", "ann", 0));
    ask(one, assignment("bob-1", "bob", 1));
    ask(one, assignment("ann-1", "ann", 2));
    ask(one, assignment("bob-2", "bob", 3));
    ask(one, assignment("ann-2", "ann", 4));

    // When
    releaseInTurn(one, "running");

    // Then
    assertThat(woken).containsExactly("bob-1", "bob-2", "ann-1", "ann-2");
  }

  @Test
  void servesTheAccountWithMostToDoFirst() {
    // Given
    var one = new WorkflowSlots(1, 1, clock);
    ask(one, assignment("running", "nobody", 0));
    ask(one, assignment("ann", "ann", 1));
    ask(one, assignment("bob-1", "bob", 2));
    ask(one, assignment("bob-2", "bob", 2));

    // When
    releaseInTurn(one, "running");

    // Then
    assertThat(woken.get(0)).isEqualTo("bob-1");
  }

  @Test
  void letsOthersGoFirstAfterManyOfOnePrincipal() {
    // Given
    var one = new WorkflowSlots(1, 1, clock);
    ask(one, assignment("running", "nobody", 0));
    IntStream.range(0, 100).forEach(i -> ask(one, assignment("ann-" + i, "ann", 1)));
    ask(one, assignment("bob", "bob", 2));

    // When
    releaseInTurn(one, "running");

    // Then
    assertThat(woken).hasSize(101);
    assertThat(woken.indexOf("bob")).isBetween(64, 66);
  }

  @Test
  void doesNotLetABlockedPrincipalStopOthers() {
    // Given
    ask(assignment("running", "ann", 1));
    ask(assignment("blocked", "ann", 1));

    // When
    var granted = ask(assignment("free", "bob", 2));

    // Then
    assertThat(granted).isTrue();
  }

  @Test
  void countsWhatOthersDo() {
    // Given
    slots.takenByOthers(Pool.ASSIGNMENT, 13);

    // When
    var granted = IntStream.range(0, 5).filter(i -> ask(assignment("a" + i, "group", i))).count();

    // Then
    assertThat(granted).isEqualTo(2);
  }

  @Test
  void wakesWhoWaitsWhenOthersAreDone() {
    // Given
    slots.takenByOthers(Pool.PROVISIONING, 3);
    ask(provisioning("set", 1));

    // When
    slots.takenByOthers(Pool.PROVISIONING, 0);

    // Then
    assertThat(woken).containsExactly("set");
  }

  /** Nobody looks at what others do while nothing of ours runs, so the last look gets old. */
  @Test
  void doesNotRememberForLongWhatOthersDid() {
    // Given
    slots.takenByOthers(Pool.PROVISIONING, 3);
    ask(provisioning("set", 1));
    clock.advance(Duration.ofSeconds(31));

    // When
    var granted = ask(provisioning("set", 1));

    // Then
    assertThat(granted).isTrue();
  }

  @Test
  void holdsBackWhenAwsSaysSo() {
    // Given
    slots.holdBack(Pool.ASSIGNMENT, Duration.ofSeconds(10));

    // When
    var granted = List.of(ask(assignment("a", "group", 1)), ask(provisioning("set", 2)));

    // Then
    assertThat(granted).containsExactly(false, true);
  }

  @Test
  void goesOnAfterHoldingBack() {
    // Given
    slots.holdBack(Pool.ASSIGNMENT, Duration.ofSeconds(10));
    ask(assignment("a", "group", 1));
    clock.advance(Duration.ofSeconds(10));

    // When
    var granted = ask(assignment("a", "group", 1));

    // Then
    assertThat(granted).isTrue();
  }

  @Test
  void takesAnUnusedPlaceBack() {
    // Given
    ask(assignment("running", "group", 1));
    ask(assignment("forgotten", "group", 1));
    ask(assignment("waiting", "group", 1));
    slots.release("running");
    clock.advance(Duration.ofSeconds(31));

    // When
    var granted = ask(assignment("waiting", "group", 1));

    // Then
    assertThat(granted).isTrue();
  }

  @Test
  void keepsAPlaceInUseForAsLongAsItTakes() {
    // Given
    var running = assignment("running", "group", 1);
    ask(running);
    clock.advance(Duration.ofHours(1));

    // When
    var granted = ask(assignment("waiting", "group", 1));

    // Then
    assertThat(granted).isFalse();
  }

  @Test
  void grantsAgainToAnOwnerWhoComesTooLate() {
    // Given
    ask(assignment("running", "group", 1));
    ask(assignment("late", "group", 1));
    slots.release("running");
    clock.advance(Duration.ofSeconds(31));

    // When
    var granted = ask(assignment("late", "group", 1));

    // Then
    assertThat(granted).isTrue();
  }

  @Test
  void keepsAnOwnerWhoComesTooLateInLine() {
    // Given
    ask(assignment("running", "group", 1));
    ask(assignment("late", "group", 1));
    ask(assignment("other", "group", 1));
    slots.release("running");
    clock.advance(Duration.ofSeconds(31));
    var late = ask(assignment("late", "group", 1));

    // When
    slots.release("other");

    // Then
    assertThat(late).isFalse();
    assertThat(woken).containsExactly("late", "other", "late");
  }

  /** Requests of an earlier process count although nobody asked for a place. */
  @Test
  void countsWorkThatRunsAlready() {
    // Given
    slots.inUse(provisioning("set", 1, 2));

    // When
    var granted = ask(assignment("a", "group", 2));

    // Then
    assertThat(granted).isFalse();
    assertThat(slots.taken(Pool.PROVISIONING)).isEqualTo(1);
  }

  /** Whoever gets the place uses it and gives it back, until nobody waits. */
  private void releaseInTurn(WorkflowSlots slots, String first) {
    slots.release(first);
    for (int i = 0; i < woken.size(); i++) {
      slots.release(woken.get(i));
    }
  }

  private boolean ask(Claim claim) {
    return ask(slots, claim);
  }

  private boolean ask(WorkflowSlots slots, Claim claim) {
    return slots.tryAcquire(claim, () -> woken.add((String) claim.owner()));
  }

  private static Claim assignment(String owner, String principal, int account) {
    return new Claim(owner, Pool.ASSIGNMENT, principal, Set.of("account-" + account));
  }

  private static Claim provisioning(String owner, Integer... accounts) {
    var names = List.of(accounts).stream().map(account -> "account-" + account).toList();
    return new Claim(owner, Pool.PROVISIONING, owner, Set.copyOf(names));
  }
}
