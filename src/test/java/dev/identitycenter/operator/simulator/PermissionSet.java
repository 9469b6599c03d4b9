package dev.identitycenter.operator.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A permission set as Identity Center holds it.
 *
 * @param revision grows with every change of the content; a role made from an older one is outdated
 */
public record PermissionSet(
    String arn,
    String name,
    Instant created,
    Content content,
    Map<String, String> tags,
    long revision) {

  /**
   * What becomes part of the roles.
   *
   * @param description null when there is none
   * @param sessionDuration ISO-8601, spelled as it was given
   * @param relayState null when there is none
   * @param inlinePolicy JSON as it was given, empty when there is none
   * @param boundary null when there is none
   */
  public record Content(
      String description,
      String sessionDuration,
      String relayState,
      List<String> managedPolicies,
      List<CustomerPolicy> customerPolicies,
      String inlinePolicy,
      Boundary boundary) {
    public Content {
      managedPolicies = List.copyOf(managedPolicies);
      customerPolicies = List.copyOf(customerPolicies);
    }

    Content withGeneral(String newDescription, String newDuration, String newRelayState) {
      return new Content(
          newDescription,
          newDuration,
          newRelayState,
          managedPolicies,
          customerPolicies,
          inlinePolicy,
          boundary);
    }

    Content withManagedPolicies(List<String> arns) {
      return new Content(
          description, sessionDuration, relayState, arns, customerPolicies, inlinePolicy, boundary);
    }

    Content withCustomerPolicies(List<CustomerPolicy> policies) {
      return new Content(
          description,
          sessionDuration,
          relayState,
          managedPolicies,
          policies,
          inlinePolicy,
          boundary);
    }

    Content withInlinePolicy(String policy) {
      return new Content(
          description,
          sessionDuration,
          relayState,
          managedPolicies,
          customerPolicies,
          policy,
          boundary);
    }

    Content withBoundary(Boundary newBoundary) {
      return new Content(
          description,
          sessionDuration,
          relayState,
          managedPolicies,
          customerPolicies,
          inlinePolicy,
          newBoundary);
    }

    int policies() {
      return managedPolicies.size() + customerPolicies.size();
    }

    /** Every customer managed policy an account must have for the role to be made. */
    List<CustomerPolicy> neededPolicies() {
      var needed = new ArrayList<>(customerPolicies);
      Stream.ofNullable(boundary)
          .map(Boundary::customerPolicy)
          .flatMap(Stream::ofNullable)
          .forEach(needed::add);
      return needed;
    }
  }

  public PermissionSet {
    tags = Map.copyOf(tags);
  }

  /** The last part of the ARN. */
  public String id() {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  /** The set with other content; its revision grows only when something is different. */
  PermissionSet with(Content newContent) {
    return new PermissionSet(
        arn, name, created, newContent, tags, newContent.equals(content) ? revision : revision + 1);
  }

  PermissionSet withTags(Map<String, String> newTags) {
    return new PermissionSet(arn, name, created, content, newTags, revision);
  }
}
