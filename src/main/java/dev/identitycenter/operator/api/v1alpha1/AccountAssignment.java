package dev.identitycenter.operator.api.v1alpha1;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** Grants one principal one permission set in one AWS account. */
@Group(ApiGroup.NAME)
@Version(ApiGroup.VERSION)
@ShortNames("aa")
public class AccountAssignment
    extends CustomResource<AccountAssignmentSpec, AccountAssignmentStatus> implements Namespaced {}
