package dev.identitycenter.operator.api.v1alpha1;

/** The upper limit of what the role may do; exactly one of the two. */
public record PermissionsBoundary(
    String managedPolicy, CustomerManagedPolicy customerManagedPolicy) {}
