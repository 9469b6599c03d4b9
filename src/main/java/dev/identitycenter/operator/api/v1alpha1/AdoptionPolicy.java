package dev.identitycenter.operator.api.v1alpha1;

/** What happens when AWS already has a permission set of that name. */
public enum AdoptionPolicy {
  Never,
  Adopt
}
