package dev.identitycenter.operator.accountassignment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.budget.WorkflowSlots;
import dev.identitycenter.operator.directory.AccountDirectory;
import dev.identitycenter.operator.directory.AssignmentListings;
import dev.identitycenter.operator.directory.DelegateLimits;
import dev.identitycenter.operator.directory.PermissionSetDirectory;
import dev.identitycenter.operator.events.DriftReporter;
import dev.identitycenter.operator.requests.RequestTracker;
import dev.identitycenter.operator.safety.SafetyStop;
import dev.identitycenter.operator.testing.FakeIdentityCenter;
import dev.identitycenter.operator.testing.Fixtures;
import dev.identitycenter.operator.testing.ManualBackground;
import dev.identitycenter.operator.testing.MutableClock;
import dev.identitycenter.operator.testing.UnheardEvents;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AssignmentExecutorTest {

  private static final Duration RESYNC = Duration.ofMinutes(10);

  private final MutableClock clock = MutableClock.standing();
  private final FakeIdentityCenter aws = new FakeIdentityCenter(clock);
  private final ManualBackground background = new ManualBackground(clock);
  private final WorkflowSlots slots = new WorkflowSlots(15, 3, clock);
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
          new SafetyStop(100, RESYNC, clock),
          new DriftReporter(UnheardEvents.publisher(), kind -> {}),
          () -> RESYNC,
          clock,
          false);

  /** A listing made for another object may have answered already, so that no wake-up follows. */
  @Test
  void goesOnAtOnceAfterRememberingWhatItIsAbout() {
    // Given
    var assignment =
        Fixtures.assignment(
            "readers",
            """
            permissionSetName: ReadOnly
            principal: {group: {displayName: readers}}
            accountId: "111122223333"
            """);
    var key = Fixtures.key(aws.hasPermissionSet("ReadOnly"), "g-1", "111122223333");

    // When
    var visit = executor.run(assignment, new Step.Remember(key), () -> {});

    // Then
    assertThat(visit.outcome().nextRun()).isLessThan(Duration.ofSeconds(1));
  }
}
