package dev.identitycenter.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Names a PermissionSet object, in this namespace unless another one is given. */
public record PermissionSetRef(
    @JsonPropertyDescription(
            """
            metadata.name of the PermissionSet, for example ec2-s3-full-access; not its name in \
            AWS.""")
        @Required
        @Size(min = 1, max = 63)
        @ValidationRule(
            value = "self.matches(r'^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$')",
            message =
                "name is the metadata.name of a PermissionSet, in lower case, such as"
                    + " ec2-s3-full-access; to use a name in AWS, set permissionSetName instead of"
                    + " permissionSetRef")
        String name,
    @JsonPropertyDescription(
            """
            Namespace of the PermissionSet, which must allow this one in its allowedNamespaces. \
            Default: the namespace of the AccountAssignment.""")
        @Size(min = 1, max = 63)
        @ValidationRule(
            value = Rules.IS_NAMESPACE,
            message = "namespace is the name of a namespace, in lower case, such as access")
        String namespace) {}
