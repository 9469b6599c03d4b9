package dev.identitycenter.operator.identitycenter;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** All that AWS stores of one permission set. The inline policy is the text AWS returned. */
public record PermissionSetSnapshot(
    String arn,
    PermissionSetSettings settings,
    SortedSet<String> managedPolicies,
    SortedSet<PolicyReference> customerManagedPolicies,
    Optional<String> inlinePolicy,
    Optional<Boundary> boundary,
    SortedMap<String, String> tags) {

  /** What a set consists of right after it was created. */
  public static PermissionSetSnapshot created(
      String arn, PermissionSetSettings settings, Map<String, String> tags) {
    return new PermissionSetSnapshot(
        arn,
        settings,
        new TreeSet<>(),
        new TreeSet<>(),
        Optional.empty(),
        Optional.empty(),
        new TreeMap<>(tags));
  }
}
