package dev.identitycenter.operator.requests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PollingPaceTest {

  private final PollingPace pace = new PollingPace(18);

  @Test
  void looksOftenUntilItKnowsBetter() {
    assertThat(pace.interval(0, 1)).isEqualTo(Duration.ofMillis(500));
    assertThat(pace.youngestEnd()).isZero();
  }

  @Test
  void looksSixTimesPerRequest() {
    // When
    pace.observed(Duration.ofSeconds(6));

    // Then
    assertThat(pace.interval(0, 1)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void looksMoreOftenWhileManyWait() {
    // When
    pace.observed(Duration.ofMillis(13_500));

    // Then
    assertThat(pace.interval(10_000, 1)).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void neverTakesMoreThanAQuarterOfTheRateNorLooksLessThanEveryTwoSeconds() {
    // Given
    var quick = new PollingPace(18);
    quick.observed(Duration.ofMillis(10));

    // When
    pace.observed(Duration.ofMinutes(10));

    // Then
    assertThat(quick.interval(10_000, 1)).isEqualTo(Duration.ofSeconds(4).dividedBy(18));
    assertThat(pace.interval(0, 1)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void leavesRoomForOthersWhereTheRateIsLow() {
    // Given
    var slow = new PollingPace(1);

    // When
    slow.observed(Duration.ofSeconds(6));

    // Then
    assertThat(slow.interval(10_000, 1)).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void expectsNoEndBeforeTheQuickestSoFarLessWhatItWasSeenLate() {
    // When
    pace.observed(Duration.ofSeconds(8));
    pace.observed(Duration.ofSeconds(4));

    // Then
    assertThat(pace.youngestEnd()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void forgetsAQuickOneThatWasAnException() {
    // Given
    pace.observed(Duration.ofMillis(100));

    // When
    for (int i = 0; i < 100; i++) {
      pace.observed(Duration.ofSeconds(8));
    }

    // Then
    assertThat(pace.youngestEnd()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
  }

  @Test
  void followsWhenAwsBecomesQuicker() {
    // Given
    pace.observed(Duration.ofSeconds(8));

    // When
    for (int i = 0; i < 10; i++) {
      pace.observed(pace.youngestEnd());
    }

    // Then
    assertThat(pace.youngestEnd()).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void restsForSecondsAtMostAfterSlowHours() {
    // When
    pace.observed(Duration.ofMinutes(5));

    // Then
    assertThat(pace.youngestEnd()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void looksLessOftenWhereALookTakesSeveralCalls() {
    // Given
    pace.observed(Duration.ofSeconds(1));

    // Then
    assertThat(pace.interval(10_000, 3))
        .isEqualTo(Duration.ofSeconds(4).dividedBy(18).multipliedBy(3));
  }
}
