package dev.identitycenter.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** The upper limit of what the role may do; exactly one of the two. */
@ValidationRule(
    value = "has(self.managedPolicy) != has(self.customerManagedPolicy)",
    message =
        "permissionsBoundary has exactly one of managedPolicy and customerManagedPolicy; set one,"
            + " remove the other")
public record PermissionsBoundary(
    @JsonPropertyDescription(
            """
            ARN of a policy that AWS maintains, for example \
            arn:aws:iam::aws:policy/PowerUserAccess.""")
        @Size(max = 2048)
        @ValidationRule(
            value = Rules.IS_POLICY_ARN,
            message =
                "managedPolicy is the ARN of a policy AWS maintains, such as"
                    + " arn:aws:iam::aws:policy/PowerUserAccess; name your own under"
                    + " customerManagedPolicy")
        String managedPolicy,
    @JsonPropertyDescription(
            """
            A policy of your own, by name and path, which must exist in each account where the \
            permission set is assigned.""")
        CustomerManagedPolicy customerManagedPolicy) {}
