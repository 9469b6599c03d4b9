package dev.identitycenter.operator.gitops;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * The rules by which Flux, {@code kubectl} plugins and others tell how a custom resource is
 * (kstatus of sigs.k8s.io/cli-utils): deletion, then generation, then {@code Reconciling} and
 * {@code Stalled}, then {@code Ready}.
 */
enum Kstatus {
  TERMINATING,
  IN_PROGRESS,
  FAILED,
  CURRENT;

  private static final List<String> ABNORMAL = List.of("Reconciling", "Stalled");

  static Kstatus of(JsonNode object) {
    if (object.path("metadata").hasNonNull("deletionTimestamp")) {
      return TERMINATING;
    }
    var status = object.path("status");
    var seen = status.path("observedGeneration");
    if (!seen.isMissingNode()
        && seen.asLong() != object.path("metadata").path("generation").asLong()) {
      return IN_PROGRESS;
    }
    for (var condition : status.path("conditions")) {
      var type = condition.path("type").asText();
      if (ABNORMAL.contains(type) && condition.path("status").asText().equals("True")) {
        return type.equals("Stalled") ? FAILED : IN_PROGRESS;
      }
    }
    return readiness(status.path("conditions")).orElse(CURRENT);
  }

  private static Optional<Kstatus> readiness(JsonNode conditions) {
    for (var condition : conditions) {
      if (condition.path("type").asText().equals("Ready")) {
        return Optional.of(
            condition.path("status").asText().equals("True") ? CURRENT : IN_PROGRESS);
      }
    }
    return Optional.empty();
  }
}
