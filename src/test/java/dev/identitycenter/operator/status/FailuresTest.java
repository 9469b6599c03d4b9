package dev.identitycenter.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.api.v1alpha1.Reason;
import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailuresTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "RATE_EXCEEDED,         WAITING, Throttled,            PT36S",
    "TOO_MANY_IN_PROGRESS,  WAITING, Throttled,            PT36S",
    "CONFLICTING_OPERATION, WAITING, ConflictingOperation, PT36S",
    "ALREADY_EXISTS,        WAITING, Updating,             PT12S",
    "NOT_FOUND,             WAITING, Updating,             PT12S",
    "IN_USE,                WAITING, DeletionBlocked,      PT36S",
    "UNAVAILABLE,           WAITING, AwsUnavailable,       PT12S",
    "INVALID,               STALLED, InvalidSpec,          PT5M",
    "QUOTA_EXCEEDED,        STALLED, QuotaExceeded,        PT5M",
    "ACCESS_DENIED,         STALLED, AccessDenied,         PT5M",
    "READ_ONLY,             WAITING, DryRun,               PT36S",
    "UNEXPECTED,            WAITING, InternalError,        PT36S",
  })
  void decidesStateReasonAndNextRun(
      FailureKind kind, Outcome.State state, Reason reason, Duration atMost) {
    // When
    var outcome = Failures.outcome(failure(kind));

    // Then
    assertThat(outcome.state()).isEqualTo(state);
    assertThat(outcome.reason()).isEqualTo(reason);
    assertThat(outcome.nextRun()).isPositive().isLessThanOrEqualTo(atMost);
  }

  @ParameterizedTest
  @EnumSource(FailureKind.class)
  void repeatsTheWordsOfAws(FailureKind kind) {
    // When
    var outcome = Failures.outcome(failure(kind));

    // Then
    assertThat(outcome.message()).contains("AWS said this.");
  }

  /** Objects that fail together do not come back together. */
  @Test
  void spreadsTheNextRun() {
    // When
    var nextRuns =
        Arrays.stream(new int[20])
            .mapToObj(any -> Failures.outcome(failure(FailureKind.UNAVAILABLE)).nextRun())
            .collect(Collectors.toSet());

    // Then
    assertThat(nextRuns).hasSizeGreaterThan(1);
  }

  private static IdentityCenterException failure(FailureKind kind) {
    return new IdentityCenterException(kind, "SomeOperation", "AWS said this.", null);
  }
}
