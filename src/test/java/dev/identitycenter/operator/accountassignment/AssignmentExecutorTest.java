package dev.identitycenter.operator.accountassignment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.api.v1alpha1.Reason;
import dev.identitycenter.operator.budget.WorkflowSlots;
import dev.identitycenter.operator.directory.AccountDirectory;
import dev.identitycenter.operator.directory.AssignmentListings;
import dev.identitycenter.operator.directory.DelegateLimits;
import dev.identitycenter.operator.directory.PermissionSetDirectory;
import dev.identitycenter.operator.events.DriftReporter;
import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.requests.RequestTracker;
import dev.identitycenter.operator.safety.SafetyStop;
import dev.identitycenter.operator.testing.FakeIdentityCenter;
import dev.identitycenter.operator.testing.Fixtures;
import dev.identitycenter.operator.testing.ManualBackground;
import dev.identitycenter.operator.testing.MutableClock;
import dev.identitycenter.operator.testing.UnheardEvents;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AssignmentExecutorTest {

  private static final Duration RESYNC = Duration.ofMinutes(10);

  private final MutableClock clock = MutableClock.standing();
  private final FakeIdentityCenter aws = new FakeIdentityCenter(clock);
  private final ManualBackground background = new ManualBackground(clock);
  private final WorkflowSlots slots = new WorkflowSlots(15, 3, clock);
  private final SafetyStop safetyStop = new SafetyStop(20, RESYNC, clock);
  private final AssignmentExecutor executor =
      new AssignmentExecutor(
          aws,
          new RequestTracker(
              aws,
              slots,
              new AssignmentListings(aws.assignments(), 18, background, clock),
              18,
              background,
              clock),
          slots,
          new PermissionSetDirectory(aws.permissionSets(), clock),
          new DelegateLimits(aws, new AccountDirectory(aws.accounts(), RESYNC, clock), clock),
          safetyStop,
          new DriftReporter(UnheardEvents.publisher(), kind -> {}),
          () -> RESYNC,
          clock,
          false);

  @ParameterizedTest
  @MethodSource("differences")
  void doesNotLetASettledObjectRestWhileDifferencesAreCounted(Function<AssignmentKey, Step> step) {
    // Given
    safetyStop.countWith(done -> {});

    // When
    var visit = executor.run(assignment(), step.apply(key()), () -> {});

    // Then
    assertThat(visit.outcome().reason()).isEqualTo(Reason.Pending);
    assertThat(visit.outcome().isPassing()).isFalse();
    assertThat(visit.outcome().isUndecided()).isTrue();
  }

  static Stream<Function<AssignmentKey, Step>> differences() {
    return Stream.of(Step.CreateAgain::new, Step.Replace::new);
  }

  /** A listing made for another object may have answered already, so that no wake-up follows. */
  @Test
  void goesOnAtOnceAfterRememberingWhatItIsAbout() {
    // Given
    var step = new Step.Remember(key());

    // When
    var visit = executor.run(assignment(), step, () -> {});

    // Then
    assertThat(visit.outcome().isFollowedAtOnce()).isTrue();
  }

  private AssignmentKey key() {
    return Fixtures.key(aws.hasPermissionSet("ReadOnly"), "g-1", "111122223333");
  }

  private static AccountAssignment assignment() {
    return Fixtures.assignment(
        "readers",
        """
        permissionSetName: ReadOnly
        principal: {group: {displayName: readers}}
        accountId: "111122223333"
        """);
  }
}
