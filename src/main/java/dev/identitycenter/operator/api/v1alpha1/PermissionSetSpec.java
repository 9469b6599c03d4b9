package dev.identitycenter.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** What the user wants of one permission set. */
@JsonClassDescription(
    """
    What the permission set shall be in AWS. Values left out get the operator's defaults; those in \
    force are in status.effective.""")
@ValidationRule(
    value =
        "(has(self.managedPolicies) ? self.managedPolicies.size() : 0)"
            + " + (has(self.customerManagedPolicies) ? self.customerManagedPolicies.size() : 0)"
            + " <= 25",
    message =
        "managedPolicies and customerManagedPolicies have at most 25 entries together, the limit of"
            + " AWS; combine policies, or move statements to inlinePolicy")
public record PermissionSetSpec(
    @JsonPropertyDescription(
            """
            Name in AWS, unique there: 1 to 32 letters, digits and + = , . @ _ -, for example \
            EC2-S3-FullAccess. Users see it when they choose a role. Default: metadata.name. \
            Cannot change.""")
        @Size(min = 1, max = 32)
        @ValidationRule(value = Rules.IS_NAME, message = "name" + Rules.NAME_MESSAGE)
        String name,
    @JsonPropertyDescription(
            """
            What the permission set is for, up to 700 characters, shown to administrators in AWS. \
            AWS accepts Latin-1 characters only. Default: none.""")
        @Size(min = 1, max = 700)
        @ValidationRule(
            value = "self.matches(r'^[\\t\\n\\r\\x20-\\x7E\\x{A1}-\\x{FF}]*$')",
            message =
                "description has characters AWS does not accept; replace what is not Latin-1, such"
                    + " as typographic quotes, long dashes and emoji")
        String description,
    @JsonPropertyDescription(
            """
            How long a session lasts before users sign in again, as an ISO-8601 duration from PT1H \
            to PT12H, for example PT4H, PT90M or PT1H30M. Default: PT1H.""")
        @Size(min = 1, max = 100)
        @ValidationRule(
            value =
                "self.matches(r'^PT([0-9]{1,2}H)?([0-9]{1,3}M)?([0-9]{1,5}S)?$') && self != 'PT'"
                    + " && duration(self.substring(2).lowerAscii()) >= duration('1h')"
                    + " && duration(self.substring(2).lowerAscii()) <= duration('12h')",
            message =
                "sessionDuration is an ISO-8601 duration from PT1H to PT12H, such as PT4H, PT90M or"
                    + " PT1H30M")
        String sessionDuration,
    @JsonPropertyDescription(
            """
            Page of the AWS console that opens after sign-in, up to 240 characters, for example \
            https://console.aws.amazon.com/s3/. Default: none, the console's home.""")
        @Size(min = 1, max = 240)
        @ValidationRule(
            value = "self.matches(r'^[a-zA-Z0-9&$@#\\\\/%?=~_\\x27\"|!:,.;*+\\[\\] (){}-]+$')",
            message =
                "relayState has characters AWS does not accept; percent-encode them, as in any URL")
        String relayState,
    @JsonPropertyDescription(
            """
            ARNs of policies that AWS maintains, for example \
            arn:aws:iam::aws:policy/AmazonS3FullAccess. Each at most once; at most 25 together \
            with customerManagedPolicies. IAM lets a role have 10 of both unless the account's \
            quota "managed policies per role" is raised. Default: none.""")
        @Size(max = 25)
        @ValidationRule(
            value = Rules.ARE_POLICY_ARNS,
            message =
                "managedPolicies takes ARNs of policies AWS maintains, such as"
                    + " arn:aws:iam::aws:policy/SecurityAudit; list your own under"
                    + " customerManagedPolicies",
            messageExpression =
                "'managedPolicies takes ARNs of policies AWS maintains, such as"
                    + " arn:aws:iam::aws:policy/SecurityAudit, not \"' + "
                    + Rules.FIRST_NO_POLICY_ARN
                    + " + '\"; list your own under customerManagedPolicies'")
        List<@Size(max = 2048) String> managedPolicies,
    @JsonPropertyDescription(
            """
            Policies of your own, by name and path. AWS looks for them in each account where the \
            permission set is assigned, and assigning fails where one is missing. Each name at most \
            once; at most 25 together with managedPolicies. Default: none.""")
        @Size(max = 25)
        List<CustomerManagedPolicy> customerManagedPolicies,
    @JsonPropertyDescription(
            """
            An IAM policy document, written as YAML rather than as a string, with Version and \
            Statement. Quote the version, "2012-10-17". AWS takes up to 32768 characters of JSON, \
            of which 10240 may be other than white space; a larger or malformed one is reported in \
            the condition Ready. Default: none.""")
        JsonNode inlinePolicy,
    @JsonPropertyDescription(
            """
            The most that the role may do, whatever its policies say: one policy that AWS \
            maintains or one of your own. Default: none.""")
        PermissionsBoundary permissionsBoundary,
    @JsonPropertyDescription(
            """
            Tags of the permission set in AWS, up to 49, key to value, for example team: platform. \
            Keys have 1 to 128 characters, values up to 256: letters, digits, spaces and \
            _ . : / = + - @. Keys that begin with aws: or identitycenter.dev/ are reserved. Tags \
            are not copied to the roles. Default: none besides the operator's own \
            identitycenter.dev/owner.""")
        @Size(max = 49)
        @ValidationRule(
            value =
                "self.all(key, !key.lowerAscii().startsWith('aws:')"
                    + " && !key.startsWith('identitycenter.dev/'))",
            message =
                "tags may not begin with aws: or identitycenter.dev/, which AWS and the operator"
                    + " keep for themselves; rename the tag")
        @ValidationRule(
            value =
                "self.all(key, key.size() <= 128"
                    + " && key.matches(r'^[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+$')"
                    + " && self[key].matches(r'^[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*$'))",
            message =
                "tags have keys of 1 to 128 characters and values of letters, digits, spaces and"
                    + " _ . : / = + - @, which is what AWS accepts")
        Map<String, @Size(max = 256) String> tags,
    @JsonPropertyDescription(
            """
            Namespaces whose AccountAssignments may refer to this permission set. Default: the \
            permission set's own.""")
        AllowedNamespaces allowedNamespaces,
    @JsonPropertyDescription(
            """
            What happens when AWS already has a permission set of this name that this object did \
            not create: Never (default) leaves it alone and reports NameTaken; Adopt takes it \
            over and makes it match this spec, which may change the access people have. One that \
            belongs to another object, by its tag identitycenter.dev/owner, is left alone either \
            way.""")
        AdoptionPolicy adoptionPolicy,
    @JsonPropertyDescription(
            """
            What happens when somebody changed the permission set in AWS: Correct (default) \
            changes it back; Report only tells, in conditions, events and metrics.""")
        DriftPolicy driftPolicy,
    @JsonPropertyDescription(
            """
            What happens in AWS when this object is deleted: Delete (default) deletes the \
            permission set as soon as no assignment uses it; Retain leaves it as it is.""")
        DeletionPolicy deletionPolicy,
    @JsonPropertyDescription(
            """
            true makes the operator leave the permission set in AWS as it is until this is false \
            again; deleting the object still works. Default: false.""")
        Boolean suspend) {}
