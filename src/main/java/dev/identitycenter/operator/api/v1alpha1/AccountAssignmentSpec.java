package dev.identitycenter.operator.api.v1alpha1;

/** What the user wants of one assignment. */
public record AccountAssignmentSpec(
    PermissionSetRef permissionSetRef,
    String permissionSetName,
    Principal principal,
    String accountId,
    DriftPolicy driftPolicy,
    DeletionPolicy deletionPolicy,
    Boolean suspend) {}
