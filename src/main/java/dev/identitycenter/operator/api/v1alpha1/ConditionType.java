package dev.identitycenter.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * Condition types the operator owns; {@code Ready} sums up the others. The description is what
 * users read in the reference.
 */
public final class ConditionType {
  @JsonPropertyDescription(
      "True when AWS agrees with the spec. Present from the operator's first visit.")
  public static final String READY = "Ready";

  @JsonPropertyDescription("True when everything the spec refers to exists and may be used.")
  public static final String RESOLVED_REFS = "ResolvedRefs";

  @JsonPropertyDescription("True when AWS holds what the spec says.")
  public static final String SYNCED = "Synced";

  @JsonPropertyDescription(
      "True when every account that has a role of the set has the current one.")
  public static final String PROVISIONED = "Provisioned";

  @JsonPropertyDescription(
      "Present, and True, while the operator goes on by itself. Flux and kubectl plugins know it (kstatus).")
  public static final String RECONCILING = "Reconciling";

  @JsonPropertyDescription(
      "Present, and True, when nothing goes on until somebody acts. Flux and kubectl plugins know it (kstatus).")
  public static final String STALLED = "Stalled";

  private ConditionType() {}
}
