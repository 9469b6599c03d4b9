package dev.identitycenter.operator.api.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** What the user wants of one permission set. */
public record PermissionSetSpec(
    String name,
    String description,
    String sessionDuration,
    String relayState,
    List<String> managedPolicies,
    List<CustomerManagedPolicy> customerManagedPolicies,
    JsonNode inlinePolicy,
    PermissionsBoundary permissionsBoundary,
    Map<String, String> tags,
    AllowedNamespaces allowedNamespaces,
    AdoptionPolicy adoptionPolicy,
    DriftPolicy driftPolicy,
    DeletionPolicy deletionPolicy,
    Boolean suspend) {}
