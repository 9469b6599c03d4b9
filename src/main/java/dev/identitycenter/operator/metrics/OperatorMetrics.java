package dev.identitycenter.operator.metrics;

import dev.identitycenter.operator.budget.WorkflowSlots;
import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.aws.CallObserver;
import dev.identitycenter.operator.objects.ManagedObjects;
import dev.identitycenter.operator.safety.SafetyStop;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Everything the operator measures. Names begin with {@code identitycenter_operator_}. */
public final class OperatorMetrics implements CallObserver {

  static final String PREFIX = "identitycenter_operator_";

  private static final Duration[] CALLS = RunMeters.seconds(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Timer budgetWait =
      Timer.builder(PREFIX + "budget_wait")
          .description("Time calls to AWS waited for their place in the rate")
          .register(registry);
  private final RunMeters runs;
  private final Clock clock;
  private volatile Instant lastSuccess = Instant.EPOCH;
  private volatile boolean leading;

  public OperatorMetrics(String version, Clock clock) {
    this.clock = clock;
    runs = new RunMeters(registry, clock);
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    registry.getPrometheusRegistry().register(buildInfo(version));
    Gauge.builder(
            PREFIX + "last_successful_aws_call_timestamp",
            this,
            metrics -> metrics.lastSuccess.toEpochMilli() / 1000.0)
        .description("When AWS answered a call without an error; 0 before the first")
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder(PREFIX + "leader", this, metrics -> metrics.leading ? 1 : 0)
        .description("1 where this process does the work, 0 where it stands by")
        .register(registry);
    // From 0, so that the first one is an increase.
    List.of("PermissionSet", "AccountAssignment").forEach(this::driftOf);
  }

  /** Micrometer takes the ending off a gauge of that name. */
  private static Collector buildInfo(String version) {
    return () ->
        InfoSnapshot.builder()
            .name(PREFIX + "build")
            .help("The version that runs")
            .dataPoint(
                InfoSnapshot.InfoDataPointSnapshot.builder()
                    .labels(Labels.of("version", version))
                    .build())
            .build();
  }

  /** Is told about runs by the framework and by the reporter. */
  public RunMeters runs() {
    return runs;
  }

  /** Whether this process does the work. */
  public void leading(boolean leads) {
    leading = leads;
  }

  /** An object of that kind differed from AWS without anybody changing its spec. */
  public void drifted(String kind) {
    driftOf(kind).increment();
  }

  private Counter driftOf(String kind) {
    return Counter.builder(PREFIX + "drift_detected")
        .description("Differences from AWS that no change of a spec explains")
        .tag("kind", kind)
        .register(registry);
  }

  /** Exposes the conditions of all objects. */
  public void watch(ManagedObjects objects) {
    registry.getPrometheusRegistry().register(new ObjectStates(objects));
  }

  /** Exposes whether the safety stop holds changes back. */
  public void watch(SafetyStop safetyStop) {
    Gauge.builder(PREFIX + "safety_stop", safetyStop, stop -> stop.isStopped() ? 1 : 0)
        .description("1 while too many objects differ from AWS and nothing is changed")
        .register(registry);
  }

  /** Exposes how full the places for asynchronous work are. */
  public void watch(WorkflowSlots slots) {
    for (var pool : WorkflowSlots.Pool.values()) {
      Gauge.builder(PREFIX + "async_slots_in_use", slots, s -> s.taken(pool))
          .description("Asynchronous AWS requests under way")
          .tag("pool", pool.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    Gauge.builder(PREFIX + "async_slots_waiting", slots, WorkflowSlots::waiting)
        .description("Changes that wait for a place")
        .register(registry);
  }

  @Override
  public void waited(Duration duration) {
    budgetWait.record(duration);
  }

  @Override
  public void ended(String operation, String result, Duration duration) {
    Counter.builder(PREFIX + "aws_requests")
        .description("Calls to AWS by what became of them: OK, or the kind of failure")
        .tags("operation", operation, "result", result)
        .register(registry)
        .increment();
    Timer.builder(PREFIX + "aws_request_duration")
        .description("Time AWS took to answer")
        .serviceLevelObjectives(CALLS)
        .tag("operation", operation)
        .register(registry)
        .record(duration);
    if (result.equals("OK")) {
      lastSuccess = clock.instant();
    } else if (FailureKind.valueOf(result).isThrottle()) {
      Counter.builder(PREFIX + "aws_throttles")
          .description("Calls that AWS refused because there were too many")
          .tag("operation", operation)
          .register(registry)
          .increment();
    }
  }

  /** All meters in the Prometheus text format. */
  public String scrape() {
    return registry.scrape();
  }
}
