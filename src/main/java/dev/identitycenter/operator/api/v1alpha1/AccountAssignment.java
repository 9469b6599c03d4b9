package dev.identitycenter.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalSelectableField;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** Grants one principal one permission set in one AWS account. */
@Group(ApiGroup.NAME)
@Version(ApiGroup.VERSION)
@ShortNames("aa")
@Categories("identitycenter")
@JsonClassDescription(
    """
    AccountAssignment gives one user or group the role of one permission set in one AWS account. \
    Creating it grants access, deleting it takes the access away.""")
@ValidationRule(
    value = Rules.OBJECT_NAME_FITS,
    message = Rules.OBJECT_NAME_MESSAGE,
    fieldPath = ".metadata.name")
@AdditionalPrinterColumn(
    name = "Permission Set",
    jsonPath = ".spec['permissionSetRef.name','permissionSetName']",
    getDescription = "Name of the PermissionSet, or of the permission set in AWS.")
@AdditionalPrinterColumn(
    name = "Principal",
    jsonPath = ".spec.principal.*.*",
    getDescription = "The user or group, as the spec names it.")
@AdditionalPrinterColumn(
    name = "Account",
    jsonPath = ".spec.accountId",
    getDescription = "Id of the AWS account.")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    getDescription = "Whether the principal has the access.")
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    getDescription = "Why it is ready or not, in one word.")
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE,
    getDescription = "Time since the object was created.")
@AdditionalPrinterColumn(
    name = "Message",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
    priority = 1,
    getDescription = "What happens at the moment, or what to do next.")
@AdditionalSelectableField(jsonPath = ".spec.accountId")
@AdditionalSelectableField(jsonPath = ".spec.permissionSetRef.name")
public class AccountAssignment
    extends CustomResource<AccountAssignmentSpec, AccountAssignmentStatus> implements Namespaced {}
