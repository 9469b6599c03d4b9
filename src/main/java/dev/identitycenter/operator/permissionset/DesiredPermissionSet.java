package dev.identitycenter.operator.permissionset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.identitycenter.operator.api.v1alpha1.CustomerManagedPolicy;
import dev.identitycenter.operator.api.v1alpha1.PermissionSet;
import dev.identitycenter.operator.api.v1alpha1.PermissionSetSpec;
import dev.identitycenter.operator.api.v1alpha1.PermissionsBoundary;
import dev.identitycenter.operator.identitycenter.Boundary;
import dev.identitycenter.operator.identitycenter.PermissionSetSettings;
import dev.identitycenter.operator.identitycenter.PermissionSetSnapshot;
import dev.identitycenter.operator.identitycenter.PolicyReference;
import dev.identitycenter.operator.objects.ManagedObjects;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the spec asks for, with defaults applied and values normalised for comparison. */
record DesiredPermissionSet(
    PermissionSetSettings settings,
    SortedSet<String> managedPolicies,
    SortedSet<PolicyReference> customerManagedPolicies,
    Optional<JsonNode> inlinePolicy,
    Optional<Boundary> boundary,
    SortedMap<String, String> tags) {

  private static final int FINGERPRINT_BYTES = 8;

  static DesiredPermissionSet of(PermissionSet resource, OwnershipTag ownership) {
    var spec = resource.getSpec();
    var tags = new TreeMap<String, String>(orEmpty(spec.tags()));
    tags.put(OwnershipTag.KEY, ownership.valueFor(resource));
    return new DesiredPermissionSet(
        settings(ManagedObjects.awsName(resource), spec),
        new TreeSet<>(orEmpty(spec.managedPolicies())),
        new TreeSet<>(
            orEmpty(spec.customerManagedPolicies()).stream()
                .map(DesiredPermissionSet::reference)
                .toList()),
        Optional.ofNullable(spec.inlinePolicy()),
        Optional.ofNullable(spec.permissionsBoundary()).map(DesiredPermissionSet::boundary),
        tags);
  }

  String name() {
    return settings.name();
  }

  String owner() {
    return tags.get(OwnershipTag.KEY);
  }

  /** The same for the same content, in 16 hexadecimal digits. */
  String fingerprint() {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, FINGERPRINT_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** What AWS stores once everything was applied to the set of that ARN. */
  PermissionSetSnapshot asStored(String arn) {
    return new PermissionSetSnapshot(
        arn,
        settings,
        managedPolicies,
        customerManagedPolicies,
        inlinePolicy.map(JsonNode::toString),
        boundary,
        tags);
  }

  private static PermissionSetSettings settings(String name, PermissionSetSpec spec) {
    return new PermissionSetSettings(
        name,
        spec.description(),
        spec.sessionDuration() == null
            ? PermissionSetSettings.DEFAULT_SESSION_DURATION
            : Duration.parse(spec.sessionDuration()),
        spec.relayState());
  }

  private static PolicyReference reference(CustomerManagedPolicy policy) {
    return new PolicyReference(policy.name(), policy.path() == null ? "/" : policy.path());
  }

  private static Boundary boundary(PermissionsBoundary boundary) {
    return boundary.managedPolicy() != null
        ? new Boundary.AwsManaged(boundary.managedPolicy())
        : new Boundary.CustomerManaged(reference(boundary.customerManagedPolicy()));
  }

  private static <T> List<T> orEmpty(List<T> list) {
    return list == null ? List.of() : list;
  }

  private static Map<String, String> orEmpty(Map<String, String> map) {
    return map == null ? Map.of() : map;
  }
}
