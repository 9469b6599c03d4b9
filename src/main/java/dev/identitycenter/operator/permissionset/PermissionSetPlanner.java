package dev.identitycenter.operator.permissionset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.identitycenter.operator.identitycenter.PermissionSetSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides which edits make AWS agree. What restricts comes before what grants, so that a role
 * provisioned between two edits never allows more than either state; detaching comes before
 * attaching, so that a full list has room.
 */
final class PermissionSetPlanner {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Tags of AWS itself; nobody else may change them. */
  private static final String AWS_TAG_PREFIX = "aws:";

  private PermissionSetPlanner() {}

  static List<Step> plan(DesiredPermissionSet desired, PermissionSetSnapshot observed) {
    var steps = new ArrayList<Step>();
    if (!desired.settings().equals(observed.settings())) {
      steps.add(new Step.Update(desired.settings()));
    }
    minus(observed.managedPolicies(), desired.managedPolicies())
        .forEach(arn -> steps.add(new Step.DetachManagedPolicy(arn)));
    minus(observed.customerManagedPolicies(), desired.customerManagedPolicies())
        .forEach(policy -> steps.add(new Step.DetachCustomerManagedPolicy(policy)));
    var boundary = planBoundary(desired, observed);
    boundary.filter(Step.PutBoundary.class::isInstance).ifPresent(steps::add);
    planInlinePolicy(desired, observed).ifPresent(steps::add);
    // What a boundary held back is gone by now.
    boundary.filter(Step.DeleteBoundary.class::isInstance).ifPresent(steps::add);
    minus(desired.managedPolicies(), observed.managedPolicies())
        .forEach(arn -> steps.add(new Step.AttachManagedPolicy(arn)));
    minus(desired.customerManagedPolicies(), observed.customerManagedPolicies())
        .forEach(policy -> steps.add(new Step.AttachCustomerManagedPolicy(policy)));
    planTags(desired.tags(), observed.tags(), steps);
    return List.copyOf(steps);
  }

  private static Optional<Step> planBoundary(
      DesiredPermissionSet desired, PermissionSetSnapshot observed) {
    if (desired.boundary().equals(observed.boundary())) {
      return Optional.empty();
    }
    return Optional.of(
        desired.boundary().<Step>map(Step.PutBoundary::new).orElseGet(Step.DeleteBoundary::new));
  }

  private static Optional<Step> planInlinePolicy(
      DesiredPermissionSet desired, PermissionSetSnapshot observed) {
    if (desired.inlinePolicy().equals(observed.inlinePolicy().flatMap(PermissionSetPlanner::tree))
        && desired.inlinePolicy().isPresent() == observed.inlinePolicy().isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        desired
            .inlinePolicy()
            .<Step>map(policy -> new Step.PutInlinePolicy(policy.toString()))
            .orElseGet(Step.DeleteInlinePolicy::new));
  }

  private static void planTags(
      SortedMap<String, String> desired, SortedMap<String, String> observed, List<Step> steps) {
    var superfluous = new TreeSet<String>();
    for (var key : observed.keySet()) {
      if (!desired.containsKey(key) && !key.startsWith(AWS_TAG_PREFIX)) {
        superfluous.add(key);
      }
    }
    if (!superfluous.isEmpty()) {
      steps.add(new Step.Untag(superfluous));
    }
    var missing = new TreeMap<>(desired);
    missing.entrySet().removeIf(tag -> tag.getValue().equals(observed.get(tag.getKey())));
    if (!missing.isEmpty()) {
      steps.add(new Step.Tag(missing));
    }
  }

  /** The policy as a tree; empty for a text that is not JSON, which then differs from any wish. */
  private static Optional<JsonNode> tree(String json) {
    try {
      return Optional.of(JSON.readTree(json));
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }

  private static <T> SortedSet<T> minus(SortedSet<T> all, SortedSet<T> without) {
    var result = new TreeSet<>(all);
    result.removeAll(without);
    return result;
  }
}
