package dev.identitycenter.operator.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ComparisonPaceTest {

  private static final Duration WANTED = Duration.ofMinutes(10);

  @Test
  void keepsTheWantedIntervalWhereAQuarterOfTheRateIsEnough() {
    // When
    var interval = ComparisonPace.interval(WANTED, 2700, 18);

    // Then
    assertThat(interval).isEqualTo(WANTED);
  }

  @Test
  void takesLongerWhereItIsNot() {
    // When
    var interval = ComparisonPace.interval(WANTED, 5400, 18);

    // Then
    assertThat(interval).isEqualTo(Duration.ofMinutes(20));
  }
}
