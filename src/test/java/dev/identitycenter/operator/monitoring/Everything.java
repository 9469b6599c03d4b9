package dev.identitycenter.operator.monitoring;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.api.v1alpha1.AccountAssignmentStatus;
import dev.identitycenter.operator.api.v1alpha1.ConditionType;
import dev.identitycenter.operator.api.v1alpha1.Reason;
import dev.identitycenter.operator.budget.WorkflowSlots;
import dev.identitycenter.operator.metrics.OperatorMetrics;
import dev.identitycenter.operator.safety.SafetyStop;
import dev.identitycenter.operator.status.Conditions;
import dev.identitycenter.operator.status.Outcome;
import dev.identitycenter.operator.testing.FakeObjects;
import dev.identitycenter.operator.testing.Fixtures;
import dev.identitycenter.operator.testing.ManualBackground;
import dev.identitycenter.operator.testing.MutableClock;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics.ControllerExecution;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Meters after everything they measure happened once, and the objects they look at. */
final class Everything {
  private final MutableClock clock = MutableClock.standing();
  private final OperatorMetrics metrics = new OperatorMetrics("1.2.3", clock);
  private final FakeObjects objects = new FakeObjects();

  Everything() {
    metrics.watch(objects.seenBy(new ManualBackground(clock)));
    metrics.watch(new SafetyStop(20, Duration.ofMinutes(5), clock));
    metrics.watch(new WorkflowSlots(15, 3, clock));
    metrics.leading(true);
    metrics.drifted("PermissionSet");
    metrics.waited(Duration.ofMillis(10));
    metrics.ended("ListInstances", "OK", Duration.ofMillis(30));
    metrics.ended("ListInstances", "RATE_EXCEEDED", Duration.ofMillis(30));
    var leaving = Fixtures.permissionSet("leaving", "name: Leaving");
    leaving.getMetadata().setDeletionTimestamp("2026-03-01T09:50:00Z");
    objects.put(leaving);
    run(leaving, Outcome.waiting(Reason.DeletionBlocked, "In use.", Duration.ofMinutes(1)), "kept");
    run(leaving, null, "delete");
    metrics.runs().becameReady(leaving, Duration.ofSeconds(4));
    var unused = assignment("stalled", Outcome.stalled(Reason.AccessDenied, "Denied."));
  }

  static Exposition happened() {
    return new Everything().scrape();
  }

  Exposition scrape() {
    return Exposition.of(metrics.scrape());
  }

  /** An assignment whose last run ended so. */
  AccountAssignment assignment(String name, Outcome outcome) {
    var assignment = Fixtures.assignment(name, "readers", "developers", Fixtures.account(1));
    assignment.setStatus(
        new AccountAssignmentStatus(
            1L,
            null,
            null,
            null,
            new Conditions(clock)
                .after(
                    outcome,
                    List.of(ConditionType.RESOLVED_REFS, ConditionType.SYNCED),
                    1,
                    List.of())));
    objects.put(assignment);
    return assignment;
  }

  void remove(AccountAssignment assignment) {
    objects.remove(assignment);
  }

  /**
   * A run as the framework and the reporter tell of it.
   *
   * @param outcome null where nothing is reported
   * @param result the framework's word for it; null for an exception
   */
  void run(HasMetadata resource, Outcome outcome, String result) {
    metrics.runs().reconciliationExecutionStarted(resource, Map.of());
    try {
      var unused = metrics.runs().timeControllerExecution(new Execution(resource, outcome, result));
    } catch (Exception expected) {
      // The framework deals with it.
    }
    metrics.runs().reconciliationExecutionFinished(resource, Map.of());
  }

  private final class Execution implements ControllerExecution<String> {
    private final HasMetadata resource;
    private final Outcome outcome;
    private final String result;

    Execution(HasMetadata resource, Outcome outcome, String result) {
      this.resource = resource;
      this.outcome = outcome;
      this.result = result;
    }

    @Override
    public String name() {
      return resource.isMarkedForDeletion() ? "cleanup" : "reconcile";
    }

    @Override
    public String controllerName() {
      return "test";
    }

    @Override
    public String successTypeName(String given) {
      return given;
    }

    @Override
    public ResourceID resourceID() {
      return ResourceID.fromResource(resource);
    }

    @Override
    public Map<String, Object> metadata() {
      return Map.of();
    }

    @Override
    public String execute() {
      if (outcome != null) {
        metrics.runs().ended(resource, outcome);
      }
      if (result == null) {
        throw new IllegalStateException("a bug");
      }
      return result;
    }
  }
}
