package dev.identitycenter.operator.identitycenter.aws;

import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.identitycenter.Instance;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;
import software.amazon.awssdk.services.ssoadmin.model.InstanceMetadata;
import software.amazon.awssdk.services.ssoadmin.model.InstanceStatus;
import software.amazon.awssdk.services.ssoadmin.model.ListInstancesResponse;

/** Finds the instance to work on once; a wrong choice would open the wrong organization. */
final class InstanceDiscovery {

  private static final String OPERATION = "ListInstances";

  private final SsoAdminClient client;
  private final AwsCalls calls;
  private final Optional<String> configuredArn;
  private volatile Instance found;

  InstanceDiscovery(SsoAdminClient client, AwsCalls calls, Optional<String> configuredArn) {
    this.client = client;
    this.calls = calls;
    this.configuredArn = configuredArn;
  }

  Instance instance() {
    if (found == null) {
      synchronized (this) {
        if (found == null) {
          found = choose(list());
        }
      }
    }
    return found;
  }

  private List<Instance> list() {
    return Pages.all(
            calls,
            OPERATION,
            token -> client.listInstances(r -> r.maxResults(Pages.LARGEST).nextToken(token)),
            ListInstancesResponse::instances,
            ListInstancesResponse::nextToken)
        .stream()
        .filter(instance -> instance.status() == null || instance.status() == InstanceStatus.ACTIVE)
        .map(InstanceDiscovery::instance)
        .toList();
  }

  private Instance choose(List<Instance> candidates) {
    var fitting =
        candidates.stream()
            .filter(instance -> configuredArn.map(instance.arn()::equals).orElse(true))
            .toList();
    if (fitting.size() == 1) {
      return fitting.get(0);
    }
    throw new IdentityCenterException(
        FailureKind.ACCESS_DENIED, OPERATION, complaint(candidates), null);
  }

  private String complaint(List<Instance> candidates) {
    var region = client.serviceClientConfiguration().region();
    if (candidates.isEmpty()) {
      return "Region %s shows no active Identity Center instance; set AWS_REGION to its primary Region and use credentials of the management or delegated administrator account."
          .formatted(region);
    }
    var arns = candidates.stream().map(Instance::arn).collect(Collectors.joining(", "));
    return configuredArn
        .map(
            arn ->
                "INSTANCE_ARN is %s, but Region %s shows only %s; correct INSTANCE_ARN or AWS_REGION."
                    .formatted(arn, region, arns))
        .orElse(
            "Region %s shows several instances (%s); set INSTANCE_ARN to one of them."
                .formatted(region, arns));
  }

  private static Instance instance(InstanceMetadata instance) {
    return new Instance(
        instance.instanceArn(), instance.identityStoreId(), instance.ownerAccountId());
  }
}
