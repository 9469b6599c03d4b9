package dev.identitycenter.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** What the user wants of one assignment. */
@JsonClassDescription(
    """
    Who gets which permission set in which account. These three cannot change, because AWS cannot \
    change an assignment: create a new AccountAssignment, wait until it is Ready, then delete the \
    old one.""")
@ValidationRule(
    value = "has(self.permissionSetRef) != has(self.permissionSetName)",
    message =
        "spec has exactly one of permissionSetRef, for a PermissionSet object, and"
            + " permissionSetName, for a permission set that no manifest manages; set one, remove"
            + " the other")
@ValidationRule(
    value =
        "has(self.permissionSetRef) == has(oldSelf.permissionSetRef)"
            + " && (!has(self.permissionSetRef) || self.permissionSetRef == oldSelf.permissionSetRef)",
    message = "permissionSetRef" + AccountAssignmentSpec.CANNOT_CHANGE,
    reason = "FieldValueForbidden",
    fieldPath = ".permissionSetRef")
@ValidationRule(
    value =
        "has(self.permissionSetName) == has(oldSelf.permissionSetName)"
            + " && (!has(self.permissionSetName) || self.permissionSetName == oldSelf.permissionSetName)",
    message = "permissionSetName" + AccountAssignmentSpec.CANNOT_CHANGE,
    reason = "FieldValueForbidden",
    fieldPath = ".permissionSetName")
@ValidationRule(
    value = "self.principal == oldSelf.principal",
    message = "principal" + AccountAssignmentSpec.CANNOT_CHANGE,
    reason = "FieldValueForbidden",
    fieldPath = ".principal")
@ValidationRule(
    value = "self.accountId == oldSelf.accountId",
    message = "accountId" + AccountAssignmentSpec.CANNOT_CHANGE,
    reason = "FieldValueForbidden",
    fieldPath = ".accountId")
public record AccountAssignmentSpec(
    @JsonPropertyDescription(
            """
            The PermissionSet object to assign. Exactly one of this and permissionSetName. Cannot \
            change.""")
        PermissionSetRef permissionSetRef,
    @JsonPropertyDescription(
            """
            Name in AWS of a permission set that no manifest manages, for example \
            AWSAdministratorAccess; up to 32 characters, upper and lower case differ. Exactly one \
            of this and permissionSetRef. Cannot change.""")
        // Longer than a name, so that the sentence meets those who give an ARN.
        @Size(min = 1, max = 256)
        @ValidationRule(
            value = "self.size() <= 32 && " + Rules.IS_NAME,
            message =
                "permissionSetName is the name of a permission set in AWS, not its ARN: up to 32"
                    + " letters, digits and + = , . @ _ -")
        String permissionSetName,
    @JsonPropertyDescription(
            """
            The user or group that gets the access. Groups are easier to keep in order than users. \
            Cannot change.""")
        @Required
        Principal principal,
    @JsonPropertyDescription(
            """
            Id of the AWS account that is opened to the principal: twelve digits, in quotes, for \
            example "111122223333". Cannot change.""")
        @Required
        @Size(max = 32)
        @ValidationRule(
            value = "self.matches(r'^[0-9]{12}$')",
            message =
                "accountId is the id of an AWS account: twelve digits without spaces or dashes, in"
                    + " quotes, such as \"111122223333\"")
        String accountId,
    @JsonPropertyDescription(
            """
            What happens when somebody removed the assignment in AWS: Correct (default) creates it \
            again; Report only tells, in conditions, events and metrics.""")
        DriftPolicy driftPolicy,
    @JsonPropertyDescription(
            """
            What happens in AWS when this object is deleted: Delete (default) takes the access \
            away; Retain leaves it.""")
        DeletionPolicy deletionPolicy,
    @JsonPropertyDescription(
            """
            true makes the operator leave the assignment in AWS as it is until this is false \
            again; deleting the object still works. Default: false.""")
        Boolean suspend) {
  static final String CANNOT_CHANGE =
      " cannot change; create a new AccountAssignment, wait until it is Ready, then delete this"
          + " one";
}
