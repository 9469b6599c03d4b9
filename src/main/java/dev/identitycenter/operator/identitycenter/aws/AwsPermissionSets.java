package dev.identitycenter.operator.identitycenter.aws;

import dev.identitycenter.operator.identitycenter.Boundary;
import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.identitycenter.PermissionSetSettings;
import dev.identitycenter.operator.identitycenter.PermissionSetSnapshot;
import dev.identitycenter.operator.identitycenter.PermissionSets;
import dev.identitycenter.operator.identitycenter.PolicyReference;
import dev.identitycenter.operator.identitycenter.ProvisioningRequest;
import dev.identitycenter.operator.identitycenter.RequestStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;
import software.amazon.awssdk.services.ssoadmin.model.AttachedManagedPolicy;
import software.amazon.awssdk.services.ssoadmin.model.CustomerManagedPolicyReference;
import software.amazon.awssdk.services.ssoadmin.model.ListAccountsForProvisionedPermissionSetResponse;
import software.amazon.awssdk.services.ssoadmin.model.ListCustomerManagedPolicyReferencesInPermissionSetResponse;
import software.amazon.awssdk.services.ssoadmin.model.ListManagedPoliciesInPermissionSetResponse;
import software.amazon.awssdk.services.ssoadmin.model.ListPermissionSetProvisioningStatusResponse;
import software.amazon.awssdk.services.ssoadmin.model.ListPermissionSetsResponse;
import software.amazon.awssdk.services.ssoadmin.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ssoadmin.model.PermissionSetProvisioningStatus;
import software.amazon.awssdk.services.ssoadmin.model.PermissionSetProvisioningStatusMetadata;
import software.amazon.awssdk.services.ssoadmin.model.PermissionsBoundary;
import software.amazon.awssdk.services.ssoadmin.model.ProvisionPermissionSetRequest;
import software.amazon.awssdk.services.ssoadmin.model.ProvisionTargetType;
import software.amazon.awssdk.services.ssoadmin.model.ProvisioningStatus;
import software.amazon.awssdk.services.ssoadmin.model.StatusValues;
import software.amazon.awssdk.services.ssoadmin.model.Tag;

/** Permission sets through the sso-admin API. */
final class AwsPermissionSets implements PermissionSets {

  private final SsoAdminClient client;
  private final AwsCalls calls;
  private final Supplier<String> instanceArn;

  AwsPermissionSets(SsoAdminClient client, AwsCalls calls, Supplier<String> instanceArn) {
    this.client = client;
    this.calls = calls;
    this.instanceArn = instanceArn;
  }

  @Override
  public List<String> listPermissionSets() {
    return Pages.all(
        calls,
        "ListPermissionSets",
        token ->
            client.listPermissionSets(
                r -> r.instanceArn(instanceArn.get()).maxResults(Pages.LARGEST).nextToken(token)),
        ListPermissionSetsResponse::permissionSets,
        ListPermissionSetsResponse::nextToken);
  }

  @Override
  public PermissionSetSettings describePermissionSet(String arn) {
    var set =
        calls
            .call(
                "DescribePermissionSet",
                () ->
                    client.describePermissionSet(
                        r -> r.instanceArn(instanceArn.get()).permissionSetArn(arn)))
            .permissionSet();
    return new PermissionSetSettings(
        set.name(), set.description(), duration(set.sessionDuration()), set.relayState());
  }

  @Override
  public PermissionSetSnapshot readPermissionSet(String arn) {
    return new PermissionSetSnapshot(
        arn,
        describePermissionSet(arn),
        managedPolicies(arn),
        customerManagedPolicies(arn),
        inlinePolicy(arn),
        boundary(arn),
        listTags(arn));
  }

  private SortedSet<String> managedPolicies(String arn) {
    var policies =
        Pages.all(
            calls,
            "ListManagedPoliciesInPermissionSet",
            token ->
                client.listManagedPoliciesInPermissionSet(
                    r ->
                        r.instanceArn(instanceArn.get())
                            .permissionSetArn(arn)
                            .maxResults(Pages.LARGEST)
                            .nextToken(token)),
            ListManagedPoliciesInPermissionSetResponse::attachedManagedPolicies,
            ListManagedPoliciesInPermissionSetResponse::nextToken);
    return new TreeSet<>(policies.stream().map(AttachedManagedPolicy::arn).toList());
  }

  private SortedSet<PolicyReference> customerManagedPolicies(String arn) {
    var policies =
        Pages.all(
            calls,
            "ListCustomerManagedPolicyReferencesInPermissionSet",
            token ->
                client.listCustomerManagedPolicyReferencesInPermissionSet(
                    r ->
                        r.instanceArn(instanceArn.get())
                            .permissionSetArn(arn)
                            .maxResults(Pages.LARGEST)
                            .nextToken(token)),
            ListCustomerManagedPolicyReferencesInPermissionSetResponse
                ::customerManagedPolicyReferences,
            ListCustomerManagedPolicyReferencesInPermissionSetResponse::nextToken);
    return new TreeSet<>(policies.stream().map(AwsPermissionSets::reference).toList());
  }

  private Optional<String> inlinePolicy(String arn) {
    var answer =
        calls.call(
            "GetInlinePolicyForPermissionSet",
            () ->
                client.getInlinePolicyForPermissionSet(
                    r -> r.instanceArn(instanceArn.get()).permissionSetArn(arn)));
    return Optional.ofNullable(answer.inlinePolicy()).filter(policy -> !policy.isEmpty());
  }

  private Optional<Boundary> boundary(String arn) {
    try {
      var answer =
          calls.call(
              "GetPermissionsBoundaryForPermissionSet",
              () ->
                  client.getPermissionsBoundaryForPermissionSet(
                      r -> r.instanceArn(instanceArn.get()).permissionSetArn(arn)));
      return Optional.ofNullable(answer.permissionsBoundary()).flatMap(AwsPermissionSets::boundary);
    } catch (IdentityCenterException failure) {
      // AWS answers a set without a boundary like one that does not exist.
      if (failure.kind() == FailureKind.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  @Override
  public SortedMap<String, String> listTags(String arn) {
    var tags =
        Pages.all(
            calls,
            "ListTagsForResource",
            token ->
                client.listTagsForResource(
                    r -> r.instanceArn(instanceArn.get()).resourceArn(arn).nextToken(token)),
            ListTagsForResourceResponse::tags,
            ListTagsForResourceResponse::nextToken);
    var result = new TreeMap<String, String>();
    tags.forEach(tag -> result.put(tag.key(), tag.value()));
    return result;
  }

  @Override
  public String createPermissionSet(PermissionSetSettings settings, Map<String, String> tags) {
    return calls
        .call(
            "CreatePermissionSet",
            () ->
                client.createPermissionSet(
                    r ->
                        r.instanceArn(instanceArn.get())
                            .name(settings.name())
                            .description(settings.description())
                            .sessionDuration(settings.sessionDuration().toString())
                            .relayState(settings.relayState())
                            .tags(tagList(tags))))
        .permissionSet()
        .permissionSetArn();
  }

  @Override
  public void updatePermissionSet(String arn, PermissionSetSettings settings) {
    calls.call(
        "UpdatePermissionSet",
        () ->
            client.updatePermissionSet(
                r ->
                    r.instanceArn(instanceArn.get())
                        .permissionSetArn(arn)
                        .description(settings.description())
                        .sessionDuration(settings.sessionDuration().toString())
                        .relayState(settings.relayState())));
  }

  @Override
  public void deletePermissionSet(String arn) {
    calls.call(
        "DeletePermissionSet",
        () ->
            client.deletePermissionSet(
                r -> r.instanceArn(instanceArn.get()).permissionSetArn(arn)));
  }

  @Override
  public void attachManagedPolicy(String arn, String policyArn) {
    calls.call(
        "AttachManagedPolicyToPermissionSet",
        () ->
            client.attachManagedPolicyToPermissionSet(
                r ->
                    r.instanceArn(instanceArn.get())
                        .permissionSetArn(arn)
                        .managedPolicyArn(policyArn)));
  }

  @Override
  public void detachManagedPolicy(String arn, String policyArn) {
    calls.call(
        "DetachManagedPolicyFromPermissionSet",
        () ->
            client.detachManagedPolicyFromPermissionSet(
                r ->
                    r.instanceArn(instanceArn.get())
                        .permissionSetArn(arn)
                        .managedPolicyArn(policyArn)));
  }

  @Override
  public void attachCustomerManagedPolicy(String arn, PolicyReference policy) {
    calls.call(
        "AttachCustomerManagedPolicyReferenceToPermissionSet",
        () ->
            client.attachCustomerManagedPolicyReferenceToPermissionSet(
                r ->
                    r.instanceArn(instanceArn.get())
                        .permissionSetArn(arn)
                        .customerManagedPolicyReference(reference(policy))));
  }

  @Override
  public void detachCustomerManagedPolicy(String arn, PolicyReference policy) {
    calls.call(
        "DetachCustomerManagedPolicyReferenceFromPermissionSet",
        () ->
            client.detachCustomerManagedPolicyReferenceFromPermissionSet(
                r ->
                    r.instanceArn(instanceArn.get())
                        .permissionSetArn(arn)
                        .customerManagedPolicyReference(reference(policy))));
  }

  @Override
  public void putInlinePolicy(String arn, String json) {
    calls.call(
        "PutInlinePolicyToPermissionSet",
        () ->
            client.putInlinePolicyToPermissionSet(
                r -> r.instanceArn(instanceArn.get()).permissionSetArn(arn).inlinePolicy(json)));
  }

  @Override
  public void deleteInlinePolicy(String arn) {
    calls.call(
        "DeleteInlinePolicyFromPermissionSet",
        () ->
            client.deleteInlinePolicyFromPermissionSet(
                r -> r.instanceArn(instanceArn.get()).permissionSetArn(arn)));
  }

  @Override
  public void putPermissionsBoundary(String arn, Boundary boundary) {
    calls.call(
        "PutPermissionsBoundaryToPermissionSet",
        () ->
            client.putPermissionsBoundaryToPermissionSet(
                r ->
                    r.instanceArn(instanceArn.get())
                        .permissionSetArn(arn)
                        .permissionsBoundary(boundary(boundary))));
  }

  @Override
  public void deletePermissionsBoundary(String arn) {
    calls.call(
        "DeletePermissionsBoundaryFromPermissionSet",
        () ->
            client.deletePermissionsBoundaryFromPermissionSet(
                r -> r.instanceArn(instanceArn.get()).permissionSetArn(arn)));
  }

  @Override
  public void tag(String arn, Map<String, String> tags) {
    calls.call(
        "TagResource",
        () ->
            client.tagResource(
                r -> r.instanceArn(instanceArn.get()).resourceArn(arn).tags(tagList(tags))));
  }

  @Override
  public void untag(String arn, Set<String> keys) {
    calls.call(
        "UntagResource",
        () ->
            client.untagResource(
                r -> r.instanceArn(instanceArn.get()).resourceArn(arn).tagKeys(keys)));
  }

  @Override
  public Set<String> accountsProvisioned(String arn) {
    return accounts(arn, null);
  }

  @Override
  public Set<String> accountsOutdated(String arn) {
    return accounts(arn, ProvisioningStatus.LATEST_PERMISSION_SET_NOT_PROVISIONED);
  }

  private Set<String> accounts(String arn, ProvisioningStatus filter) {
    return new TreeSet<>(
        Pages.all(
            calls,
            "ListAccountsForProvisionedPermissionSet",
            token ->
                client.listAccountsForProvisionedPermissionSet(
                    r ->
                        r.instanceArn(instanceArn.get())
                            .permissionSetArn(arn)
                            .provisioningStatus(filter)
                            .maxResults(Pages.LARGEST)
                            .nextToken(token)),
            ListAccountsForProvisionedPermissionSetResponse::accountIds,
            ListAccountsForProvisionedPermissionSetResponse::nextToken));
  }

  @Override
  public RequestStatus provisionEverywhere(String arn) {
    return provision(arn, r -> r.targetType(ProvisionTargetType.ALL_PROVISIONED_ACCOUNTS));
  }

  @Override
  public RequestStatus provisionIn(String arn, String accountId) {
    return provision(arn, r -> r.targetType(ProvisionTargetType.AWS_ACCOUNT).targetId(accountId));
  }

  private RequestStatus provision(
      String arn, Consumer<ProvisionPermissionSetRequest.Builder> target) {
    return status(
        calls
            .call(
                "ProvisionPermissionSet",
                () ->
                    client.provisionPermissionSet(
                        r -> target.accept(r.instanceArn(instanceArn.get()).permissionSetArn(arn))))
            .permissionSetProvisioningStatus());
  }

  @Override
  public ProvisioningRequest describeProvisioning(String requestId) {
    var found =
        calls
            .call(
                "DescribePermissionSetProvisioningStatus",
                () ->
                    client.describePermissionSetProvisioningStatus(
                        r ->
                            r.instanceArn(instanceArn.get())
                                .provisionPermissionSetRequestId(requestId)))
            .permissionSetProvisioningStatus();
    return new ProvisioningRequest(found.permissionSetArn(), status(found));
  }

  @Override
  public Set<String> provisioningsInProgress() {
    return new TreeSet<>(
        Pages.all(
            calls,
            "ListPermissionSetProvisioningStatus",
            token ->
                client.listPermissionSetProvisioningStatus(
                    r ->
                        r.instanceArn(instanceArn.get())
                            .filter(f -> f.status(StatusValues.IN_PROGRESS))
                            .maxResults(Pages.LARGEST)
                            .nextToken(token)),
            answer ->
                answer.permissionSetsProvisioningStatus().stream()
                    .map(PermissionSetProvisioningStatusMetadata::requestId)
                    .toList(),
            ListPermissionSetProvisioningStatusResponse::nextToken));
  }

  private static RequestStatus status(PermissionSetProvisioningStatus status) {
    return Statuses.of(
        status.requestId(), status.status(), status.failureReason(), status.createdDate());
  }

  /** AWS answers with ISO-8601; a plain number, which some emulators give, counts seconds. */
  private static Duration duration(String text) {
    if (text == null) {
      return PermissionSetSettings.DEFAULT_SESSION_DURATION;
    }
    return text.chars().allMatch(Character::isDigit)
        ? Duration.ofSeconds(Long.parseLong(text))
        : Duration.parse(text);
  }

  private static List<Tag> tagList(Map<String, String> tags) {
    return new TreeMap<>(tags)
        .entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
  }

  private static PolicyReference reference(CustomerManagedPolicyReference policy) {
    return new PolicyReference(policy.name(), policy.path() == null ? "/" : policy.path());
  }

  private static CustomerManagedPolicyReference reference(PolicyReference policy) {
    return CustomerManagedPolicyReference.builder().name(policy.name()).path(policy.path()).build();
  }

  private static Optional<Boundary> boundary(PermissionsBoundary boundary) {
    if (boundary.managedPolicyArn() != null) {
      return Optional.of(new Boundary.AwsManaged(boundary.managedPolicyArn()));
    }
    return Optional.ofNullable(boundary.customerManagedPolicyReference())
        .map(policy -> new Boundary.CustomerManaged(reference(policy)));
  }

  private static PermissionsBoundary boundary(Boundary boundary) {
    if (boundary instanceof Boundary.AwsManaged awsManaged) {
      return PermissionsBoundary.builder().managedPolicyArn(awsManaged.arn()).build();
    }
    var policy = ((Boundary.CustomerManaged) boundary).policy();
    return PermissionsBoundary.builder().customerManagedPolicyReference(reference(policy)).build();
  }
}
