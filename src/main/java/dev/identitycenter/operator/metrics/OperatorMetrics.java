package dev.identitycenter.operator.metrics;

import dev.identitycenter.operator.budget.WorkflowSlots;
import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.aws.CallObserver;
import dev.identitycenter.operator.safety.SafetyStop;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Locale;

/** Everything the operator measures. Names begin with {@code identitycenter_operator_}. */
public final class OperatorMetrics implements CallObserver {

  private static final String PREFIX = "identitycenter_operator_";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Timer budgetWait =
      Timer.builder(PREFIX + "budget_wait")
          .description("Time calls to AWS waited for their place in the rate")
          .register(registry);

  public OperatorMetrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
  }

  /** An object of that kind differed from AWS without anybody changing its spec. */
  public void drifted(String kind) {
    registry.counter(PREFIX + "drift_detected", "kind", kind).increment();
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
    registry.counter(PREFIX + "aws_requests", "operation", operation, "result", result).increment();
    registry.timer(PREFIX + "aws_request_duration", "operation", operation).record(duration);
    if (!result.equals("OK") && FailureKind.valueOf(result).isThrottle()) {
      registry.counter(PREFIX + "aws_throttles", "operation", operation).increment();
    }
  }

  /** All meters in the Prometheus text format. */
  public String scrape() {
    return registry.scrape();
  }
}
