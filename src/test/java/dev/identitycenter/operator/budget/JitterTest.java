package dev.identitycenter.operator.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JitterTest {

  private static final Duration INTERVAL = Duration.ofMinutes(10);
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void membersOfAGroupHaveTheirTurnTogether() {
    // When
    var turns = new HashSet<Instant>();
    for (int second = 0; second < 60; second++) {
      var now = NOW.plusSeconds(second);
      turns.add(now.plus(Jitter.untilTurn("group-1", INTERVAL, now)));
    }

    // Then
    assertThat(turns).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void aTurnFollowsTheLastByOneInterval() {
    // Given
    var turn = NOW.plus(Jitter.untilTurn("group-1", INTERVAL, NOW));

    // When
    var next = turn.plus(Jitter.untilTurn("group-1", INTERVAL, turn));

    // Then
    assertThat(Duration.between(turn, next)).isEqualTo(INTERVAL);
  }

  @Test
  void aTurnIsNeverAtOnceAndNeverMuchLaterThanTheInterval() {
    for (int i = 0; i < 1000; i++) {
      // When
      var wait = Jitter.untilTurn("group-" + i, INTERVAL, NOW);

      // Then
      assertThat(wait).isBetween(Duration.ofMinutes(1), Duration.ofMinutes(11));
    }
  }

  @Test
  void groupsAreSpreadOverTheInterval() {
    // When
    Set<Long> minutes = new HashSet<>();
    for (int i = 0; i < 300; i++) {
      minutes.add(Jitter.untilTurn("group-" + i, INTERVAL, NOW).toMinutes());
    }

    // Then
    assertThat(minutes).hasSize(10);
  }
}
