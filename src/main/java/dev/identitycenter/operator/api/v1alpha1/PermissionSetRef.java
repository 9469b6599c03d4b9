package dev.identitycenter.operator.api.v1alpha1;

/** Names a PermissionSet object, in this namespace unless another one is given. */
public record PermissionSetRef(String name, String namespace) {}
