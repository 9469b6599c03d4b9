package dev.identitycenter.operator.metrics;

import dev.identitycenter.operator.api.v1alpha1.Condition;
import dev.identitycenter.operator.api.v1alpha1.ConditionType;
import dev.identitycenter.operator.objects.ManagedObjects;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.List;

/**
 * What objects say of themselves, read from the caches when asked, so that nothing is left of an
 * object that is gone. A settled object is one line: {@code Ready}; what is not as it should be is
 * another.
 */
final class ObjectStates implements MultiCollector {

  private final ManagedObjects objects;

  ObjectStates(ManagedObjects objects) {
    this.objects = objects;
  }

  @Override
  public MetricSnapshots collect() {
    var conditions =
        GaugeSnapshot.builder()
            .name(OperatorMetrics.PREFIX + "resource_condition")
            .help(
                "1 for the status of condition Ready, and of each other one that tells a problem");
    var deletions =
        GaugeSnapshot.builder()
            .name(OperatorMetrics.PREFIX + "resource_deletion_timestamp_seconds")
            .help("When the deletion of an object that is still there was requested");
    if (objects.isComplete()) {
      objects
          .permissionSets()
          .forEach(
              set ->
                  add(
                      set,
                      set.getStatus() == null ? null : set.getStatus().conditions(),
                      conditions,
                      deletions));
      objects
          .assignments()
          .forEach(
              assignment ->
                  add(
                      assignment,
                      assignment.getStatus() == null ? null : assignment.getStatus().conditions(),
                      conditions,
                      deletions));
    }
    return MetricSnapshots.of(conditions.build(), deletions.build());
  }

  private static void add(
      HasMetadata resource,
      List<Condition> conditions,
      GaugeSnapshot.Builder conditionPoints,
      GaugeSnapshot.Builder deletionPoints) {
    var name =
        Labels.of(
            "kind", resource.getKind(),
            "namespace", resource.getMetadata().getNamespace(),
            "name", resource.getMetadata().getName());
    if (conditions != null) {
      conditions.stream()
          .filter(ObjectStates::isWorthALine)
          .forEach(
              condition ->
                  conditionPoints.dataPoint(
                      point(
                          name.merge(
                              Labels.of(
                                  "type", condition.type(), "status", condition.status().name())),
                          1)));
    }
    if (resource.isMarkedForDeletion()) {
      var since = Instant.parse(resource.getMetadata().getDeletionTimestamp());
      deletionPoints.dataPoint(point(name, (double) since.getEpochSecond()));
    }
  }

  private static GaugeDataPointSnapshot point(Labels labels, double value) {
    return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
  }

  private static boolean isWorthALine(Condition condition) {
    return switch (condition.type()) {
      case ConditionType.READY, ConditionType.RECONCILING, ConditionType.STALLED -> true;
      default -> condition.status() != Condition.Status.True;
    };
  }
}
