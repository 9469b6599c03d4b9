package dev.identitycenter.operator.metrics;

import dev.identitycenter.operator.status.Outcome;
import dev.identitycenter.operator.status.RunListener;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * Measures runs. The framework tells when one begins and ends, the reporter how it ended; both on
 * the thread that runs it.
 */
public final class RunMeters implements Metrics, RunListener {

  private static final Duration[] RUNS = seconds(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30);
  private static final Duration[] CHANGES = seconds(1, 5, 15, 30, 60, 120, 300, 900, 1800, 3600);

  /** What a cleanup is called after which the object may go; the framework's word. */
  private static final String FINALIZER_REMOVED = "delete";

  /** What this thread works on, and how the reporter says it ended. */
  private static final ThreadLocal<HasMetadata> SUBJECT = new ThreadLocal<>();

  private static final ThreadLocal<Outcome> REPORTED = new ThreadLocal<>();

  private final MeterRegistry registry;
  private final Clock clock;

  RunMeters(MeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
  }

  @Override
  public void reconciliationExecutionStarted(HasMetadata resource, Map<String, Object> metadata) {
    SUBJECT.set(resource);
  }

  @Override
  public void reconciliationExecutionFinished(HasMetadata resource, Map<String, Object> metadata) {
    SUBJECT.remove();
    REPORTED.remove();
  }

  @Override
  public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
    REPORTED.remove();
    var start = System.nanoTime();
    var outcome = "failed";
    try {
      var result = execution.execute();
      outcome = outcome(execution.successTypeName(result));
      return result;
    } finally {
      var resource = SUBJECT.get();
      if (resource != null) {
        timer(
                "reconcile_duration",
                "Time a run took; outcome is what the user has to expect, removed, or failed",
                RUNS)
            .tags("kind", resource.getKind(), "outcome", outcome)
            .register(registry)
            .record(Duration.ofNanos(System.nanoTime() - start));
      }
    }
  }

  private String outcome(String frameworksWord) {
    if (frameworksWord.equals(FINALIZER_REMOVED)) {
      removed(SUBJECT.get());
      return "removed";
    }
    var outcome = REPORTED.get();
    return outcome == null ? "failed" : outcome.state().name().toLowerCase(Locale.ROOT);
  }

  private void removed(HasMetadata resource) {
    if (resource == null || resource.getMetadata().getDeletionTimestamp() == null) {
      return;
    }
    count(resource, "Removed");
    var since = Instant.parse(resource.getMetadata().getDeletionTimestamp());
    timer(
            "deletion_duration",
            "Time from the request to delete an object to the removal of its finalizer",
            CHANGES)
        .tag("kind", resource.getKind())
        .register(registry)
        .record(notNegative(Duration.between(since, clock.instant())));
  }

  @Override
  public void ended(HasMetadata resource, Outcome outcome) {
    REPORTED.set(outcome);
    count(resource, outcome.reason().name());
  }

  @Override
  public void becameReady(HasMetadata resource, Duration after) {
    timer("time_to_ready", "Time an object was not ready before it became ready", CHANGES)
        .tag("kind", resource.getKind())
        .register(registry)
        .record(notNegative(after));
  }

  private void count(HasMetadata resource, String reason) {
    Counter.builder(OperatorMetrics.PREFIX + "reconcile_outcomes")
        .description("Runs by the reason of condition Ready, or Removed")
        .tags("kind", resource.getKind(), "reason", reason)
        .register(registry)
        .increment();
  }

  private static Timer.Builder timer(String name, String description, Duration[] buckets) {
    return Timer.builder(OperatorMetrics.PREFIX + name)
        .description(description)
        .serviceLevelObjectives(buckets);
  }

  /** The clocks of the API server and ours may differ. */
  private static Duration notNegative(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }

  static Duration[] seconds(double... values) {
    return Arrays.stream(values)
        .mapToObj(value -> Duration.ofMillis(Math.round(value * 1000)))
        .toArray(Duration[]::new);
  }
}
