package dev.identitycenter.operator.api.v1alpha1;

/** What happens in AWS when the object is deleted. */
public enum DeletionPolicy {
  Delete,
  Retain
}
