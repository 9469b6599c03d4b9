package dev.identitycenter.operator.background;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
  private static final Duration SET_BACK = Duration.ofHours(-1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final MutableClock wall = MutableClock.standing();
  private final Instant start = wall.instant();
  private long nanoseconds = 17;
  private final SteadyClock clock = new SteadyClock(wall, () -> nanoseconds);

  @Test
  void showsWhatTheWallClockShows() {
    pass(MINUTE);

    assertThat(clock.instant()).isEqualTo(start.plus(MINUTE));
  }

  @Test
  void followsTheWallClockForward() {
    wall.advance(Duration.ofHours(3));

    assertThat(clock.instant()).isEqualTo(start.plus(Duration.ofHours(3)));
  }

  @Test
  void passesAtHalfSpeedAfterTheWallClockWasSetBack() {
    wall.advance(SET_BACK);
    assertThat(clock.instant()).isEqualTo(start);

    pass(MINUTE.multipliedBy(2));

    assertThat(clock.instant()).isEqualTo(start.plus(MINUTE));
  }

  @Test
  void showsWhatTheWallClockShowsOnceThatHasCaughtUp() {
    wall.advance(SET_BACK);
    pass(SET_BACK.negated().multipliedBy(2));

    assertThat(clock.instant()).isEqualTo(wall.instant());

    pass(MINUTE);
    assertThat(clock.instant()).isEqualTo(wall.instant());
  }

  /** However often it is read, and however the wall clock is set meanwhile. */
  @Property
  void neverStepsBackNorStands(
      @ForAll @Size(max = 20) List<@IntRange(min = -100_000, max = 100_000) Integer> settings) {
    var last = clock.instant();
    for (var milliseconds : settings) {
      wall.advance(Duration.ofMillis(milliseconds));
      pass(Duration.ofMillis(10));

      var now = clock.instant();

      assertThat(Duration.between(last, now)).isGreaterThanOrEqualTo(Duration.ofMillis(5));
      assertThat(now).isAfterOrEqualTo(wall.instant());
      last = now;
    }
  }

  private void pass(Duration duration) {
    nanoseconds += duration.toNanos();
    wall.advance(duration);
  }
}
