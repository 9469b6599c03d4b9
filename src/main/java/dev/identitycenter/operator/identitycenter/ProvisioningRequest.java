package dev.identitycenter.operator.identitycenter;

/** An asynchronous request together with the permission set it rolls out. */
public record ProvisioningRequest(String permissionSetArn, RequestStatus status) {}
