package dev.identitycenter.operator.api.v1alpha1;

/** One aspect of an object's state, in the standard form of KEP-1623. */
public record Condition(
    String type,
    Status status,
    Long observedGeneration,
    String lastTransitionTime,
    String reason,
    String message) {
  /** Whether the condition holds. */
  public enum Status {
    True,
    False,
    Unknown
  }
}
