package dev.identitycenter.operator.api.v1alpha1;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** A set of policies that AWS IAM Identity Center turns into a role in each assigned account. */
@Group(ApiGroup.NAME)
@Version(ApiGroup.VERSION)
@ShortNames("ps")
public class PermissionSet extends CustomResource<PermissionSetSpec, PermissionSetStatus>
    implements Namespaced {}
