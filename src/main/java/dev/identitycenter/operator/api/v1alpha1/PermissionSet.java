package dev.identitycenter.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** A set of policies that AWS IAM Identity Center turns into a role in each assigned account. */
@Group(ApiGroup.NAME)
@Version(ApiGroup.VERSION)
@ShortNames("ps")
@Categories("identitycenter")
@JsonClassDescription(
    """
    PermissionSet is a set of policies that AWS IAM Identity Center turns into an IAM role in each \
    account it is assigned in. It grants nothing by itself; an AccountAssignment gives it to a \
    user or group in an account.""")
@ValidationRule(
    value = Rules.OBJECT_NAME_FITS,
    message = Rules.OBJECT_NAME_MESSAGE,
    fieldPath = ".metadata.name")
@ValidationRule(
    value = "has(self.spec.name) || self.metadata.name.size() <= 32",
    message =
        "metadata.name is too long to be the name in AWS, which has at most 32 characters; set"
            + " spec.name or choose a shorter metadata.name",
    fieldPath = ".metadata.name")
@ValidationRule(
    value =
        "(has(self.spec.name) ? self.spec.name : self.metadata.name)"
            + " == (has(oldSelf.spec.name) ? oldSelf.spec.name : oldSelf.metadata.name)",
    message =
        "name cannot change, because AWS cannot rename a permission set; create a new PermissionSet"
            + " and assign it, wait until its assignments are Ready, then delete this one",
    reason = "FieldValueForbidden",
    fieldPath = ".spec.name")
@AdditionalPrinterColumn(
    name = "AWS Name",
    // The first of spec.name and metadata.name.
    jsonPath = "..['spec','metadata'].name",
    getDescription = "Name of the permission set in AWS.")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    getDescription = "Whether AWS agrees with the spec, in every account that has a role.")
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    getDescription = "Why it is ready or not, in one word.")
@AdditionalPrinterColumn(
    name = "Accounts",
    jsonPath = ".status.provisionedAccounts.current",
    type = AdditionalPrinterColumn.Type.INTEGER,
    getDescription = "Number of accounts whose role is up to date.")
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE,
    getDescription = "Time since the object was created.")
@AdditionalPrinterColumn(
    name = "ARN",
    jsonPath = ".status.permissionSetArn",
    priority = 1,
    getDescription = "ARN of the permission set in AWS.")
@AdditionalPrinterColumn(
    name = "Message",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
    priority = 1,
    getDescription = "What happens at the moment, or what to do next.")
public class PermissionSet extends CustomResource<PermissionSetSpec, PermissionSetStatus>
    implements Namespaced {}
