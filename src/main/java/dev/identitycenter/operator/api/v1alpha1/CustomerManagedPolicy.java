package dev.identitycenter.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A policy that exists under the same name and path in each account. */
public record CustomerManagedPolicy(
    @JsonPropertyDescription(
            """
            Name of the policy, the same in each account: up to 128 letters, digits and \
            + = , . @ _ -. Upper and lower case differ.""")
        @Required
        @Size(min = 1, max = 128)
        @ValidationRule(
            value = Rules.IS_NAME,
            message = "name" + Rules.NAME_MESSAGE + "; it is the name of the policy, not its ARN")
        String name,
    @JsonPropertyDescription(
            """
            Path of the policy in IAM, which begins and ends with a slash, for example \
            /teams/platform/. Default: /.""")
        @Size(min = 1, max = 512)
        @ValidationRule(
            value = "self.matches(r'^(/[A-Za-z0-9.,+@=_-]+)*/$')",
            message = "path begins and ends with a slash, such as / or /teams/platform/")
        String path) {}
