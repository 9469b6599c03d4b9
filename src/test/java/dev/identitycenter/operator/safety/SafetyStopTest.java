package dev.identitycenter.operator.safety;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.safety.SafetyStop.Count;
import dev.identitycenter.operator.safety.SafetyStop.Verdict;
import dev.identitycenter.operator.testing.MutableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetyStopTest {

  private final MutableClock clock = MutableClock.standing();
  private final List<Consumer<Count>> started = new ArrayList<>();
  private final List<String> woken = new ArrayList<>();

  @ParameterizedTest(name = "{0} of {1} differ, {2} percent admitted: {3}")
  @CsvSource({
    "0,    0, 20, Proceed",
    "1,    1, 20, Proceed",
    "5,    5, 20, Proceed",
    "6,    6, 20, Stopped",
    "6,   30, 20, Proceed",
    "6,   29, 20, Stopped",
    "200, 1000, 20, Proceed",
    "201, 1000, 20, Stopped",
    "5,    5,  0, Proceed",
    "6, 1000,  0, Stopped",
    "99,  99, 99, Stopped"
  })
  void admitsOnlyASmallShare(int differing, int total, int percent, String expected) {
    // Given
    var stop = stop(percent);
    var unused = stop.ask("assignment", () -> {});
    answer(differing, total);

    // When
    var verdict = stop.ask("assignment", () -> {});

    // Then
    assertThat(verdict.getClass().getSimpleName()).isEqualTo(expected);
    assertThat(stop.isStopped()).isEqualTo(expected.equals("Stopped"));
  }

  @Test
  void countsBeforeTheFirstChangeAndWakesEverybodyWhoAsked() {
    // Given
    var stop = stop(20);
    var verdicts =
        List.of(stop.ask("one", () -> woken.add("one")), stop.ask("two", () -> woken.add("two")));

    // When
    answer(1, 100);

    // Then
    assertThat(verdicts).hasOnlyElementsOfType(Verdict.Counting.class);
    assertThat(woken).containsExactlyInAnyOrder("one", "two");
    assertThat(stop.ask("assignment", () -> {})).isInstanceOf(Verdict.Proceed.class);
  }

  @Test
  void admitsEverythingWithoutCountingAtAHundredPercent() {
    // When
    var verdict = stop(100).ask("assignment", () -> {});

    // Then
    assertThat(verdict).isInstanceOf(Verdict.Proceed.class);
    assertThat(started).isEmpty();
  }

  @Test
  void countsAgainAfterAWhile() {
    // Given
    var stop = stop(20);
    var unused = stop.ask("assignment", () -> {});
    answer(50, 50);
    clock.advance(Duration.ofMinutes(6));

    // When
    var verdict = stop.ask("assignment", () -> {});

    // Then
    assertThat(verdict).isInstanceOf(Verdict.Counting.class);
  }

  /** Everything came back by itself, so that nobody asks any more. */
  @Test
  void isNotStoppedForEverAfterTheLastOneAsked() {
    // Given
    var stop = stop(20);
    var unused = stop.ask("assignment", () -> {});
    answer(50, 50);

    // When
    clock.advance(Duration.ofMinutes(10));
    var soon = stop.isStopped();
    clock.advance(Duration.ofMinutes(10));

    // Then
    assertThat(soon).isTrue();
    assertThat(stop.isStopped()).isFalse();
  }

  /** Where objects are compared seldom, a count answers for long, and nobody's state changes. */
  @Test
  void isStoppedAsLongAsOneCountStopsThoseWhoAsk() {
    // Given
    var stop = new SafetyStop(20, Duration.ofHours(6), clock);
    stop.countWith(started::add);
    var unused = stop.ask("assignment", () -> {});
    answer(50, 50);

    // When
    for (var i = 0; i < 10; i++) {
      clock.advance(Duration.ofMinutes(5));
      assertThat(stop.ask("assignment", () -> {})).isInstanceOf(Verdict.Stopped.class);
    }

    // Then
    assertThat(stop.isStopped()).isTrue();
  }

  /** What was counted says nothing about what was taken away since. */
  @Test
  void countsAgainWhenMoreIsAskedForThanItCounted() {
    // Given
    var stop = stop(20);
    var unused = stop.ask("first", () -> {});
    answer(8, 100);

    // When
    var verdicts = new ArrayList<Verdict>();
    for (var i = 0; i < 9; i++) {
      verdicts.add(stop.ask("assignment " + i, () -> {}));
    }

    // Then
    assertThat(verdicts.subList(0, 8)).hasOnlyElementsOfType(Verdict.Proceed.class);
    assertThat(verdicts.get(8)).isInstanceOf(Verdict.Counting.class);
    assertThat(started).hasSize(1);
  }

  @Test
  void tellsHowManyDifferAndTheWayOut() {
    // Given
    var stop = stop(20);
    var unused = stop.ask("assignment", () -> {});
    answer(50, 60);

    // When
    var verdict = (Verdict.Stopped) stop.ask("assignment", () -> {});

    // Then
    assertThat(verdict.why()).startsWith("50 of 60").contains("SAFETY_STOP_PERCENT=100");
  }

  private SafetyStop stop(int percent) {
    var stop = new SafetyStop(percent, Duration.ofMinutes(5), clock);
    stop.countWith(started::add);
    return stop;
  }

  private void answer(int differing, int total) {
    started.remove(0).accept(new Count(differing, total));
  }
}
