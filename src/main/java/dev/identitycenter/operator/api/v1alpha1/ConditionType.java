package dev.identitycenter.operator.api.v1alpha1;

/** Condition types the operator owns; {@code Ready} sums up the others. */
public final class ConditionType {
  /** True when AWS agrees with the spec. Present from the first visit. */
  public static final String READY = "Ready";

  /** True when everything the spec refers to exists and may be used. */
  public static final String RESOLVED_REFS = "ResolvedRefs";

  /** True when AWS holds what the spec says. */
  public static final String SYNCED = "Synced";

  /** True when every account that has a role of the set has the current one. */
  public static final String PROVISIONED = "Provisioned";

  /** Present and True while the operator still works on it (kstatus). */
  public static final String RECONCILING = "Reconciling";

  /** Present and True when somebody has to act (kstatus). */
  public static final String STALLED = "Stalled";

  private ConditionType() {}
}
