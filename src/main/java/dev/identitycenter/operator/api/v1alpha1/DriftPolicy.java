package dev.identitycenter.operator.api.v1alpha1;

/** What happens when AWS differs from a settled object. */
public enum DriftPolicy {
  Correct,
  Report
}
