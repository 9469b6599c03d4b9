package dev.identitycenter.operator.simulator;

import static dev.identitycenter.operator.simulator.Shape.Member.required;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.identitycenter.operator.simulator.PermissionSet.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** AWS managed policies of a permission set, and its references to customer managed ones. */
final class ManagedPolicyOperations implements Operation.Topic {
  private final World world;
  private final AccessRules rules;
  private final Pages pages;

  ManagedPolicyOperations(World world, AccessRules rules, Pages pages) {
    this.world = world;
    this.rules = rules;
    this.pages = pages;
  }

  @Override
  public List<Operation> operations() {
    var arn = required("ManagedPolicyArn", Fields.MANAGED_POLICY_ARN);
    var reference = required("CustomerManagedPolicyReference", Fields.CUSTOMER_POLICY);
    return List.of(
        Operation.onPermissionSet("AttachManagedPolicyToPermissionSet", this::attach, arn),
        Operation.onPermissionSet("DetachManagedPolicyFromPermissionSet", this::detach, arn),
        Operation.onPermissionSet(
            "ListManagedPoliciesInPermissionSet", this::list, Fields.PAGE_SIZE, Fields.PAGE_TOKEN),
        Operation.onPermissionSet(
            "AttachCustomerManagedPolicyReferenceToPermissionSet",
            this::attachReference,
            reference),
        Operation.onPermissionSet(
            "DetachCustomerManagedPolicyReferenceFromPermissionSet",
            this::detachReference,
            reference),
        Operation.onPermissionSet(
            "ListCustomerManagedPolicyReferencesInPermissionSet",
            this::listReferences,
            Fields.PAGE_SIZE,
            Fields.PAGE_TOKEN));
  }

  /** Reads a reference, whose path may be absent. */
  static CustomerPolicy read(JsonNode reference) {
    return new CustomerPolicy(
        reference.path("Name").asText(),
        reference.hasNonNull("Path") ? reference.get("Path").asText() : null);
  }

  /** Writes a reference. */
  static ObjectNode json(CustomerPolicy policy) {
    return Json.object("Name", policy.name(), "Path", policy.path());
  }

  private ObjectNode attach(Request request) {
    var arn = request.text("ManagedPolicyArn");
    return change(
        request,
        content ->
            content.withManagedPolicies(with(request, content, content.managedPolicies(), arn)));
  }

  private ObjectNode detach(Request request) {
    var arn = request.text("ManagedPolicyArn");
    return change(
        request,
        content -> content.withManagedPolicies(without(request, content.managedPolicies(), arn)));
  }

  private ObjectNode list(Request request) {
    return pages.answer(
        request,
        "AttachedManagedPolicies",
        content(request).managedPolicies(),
        arn -> arn,
        arn -> Json.object("Name", arn.substring(arn.lastIndexOf('/') + 1), "Arn", arn));
  }

  private ObjectNode attachReference(Request request) {
    var policy = read(request.node("CustomerManagedPolicyReference"));
    return change(
        request,
        content ->
            content.withCustomerPolicies(
                with(request, content, content.customerPolicies(), policy)));
  }

  private ObjectNode detachReference(Request request) {
    var policy = read(request.node("CustomerManagedPolicyReference"));
    return change(
        request,
        content ->
            content.withCustomerPolicies(without(request, content.customerPolicies(), policy)));
  }

  private ObjectNode listReferences(Request request) {
    return pages.answer(
        request,
        "CustomerManagedPolicyReferences",
        content(request).customerPolicies(),
        CustomerPolicy::qualifiedName,
        ManagedPolicyOperations::json);
  }

  private Content content(Request request) {
    return world.access().requirePermissionSet(request.permissionSetArn()).content();
  }

  private ObjectNode change(Request request, UnaryOperator<Content> change) {
    var set = world.access().requirePermissionSet(request.permissionSetArn());
    rules.checkPermissionSet(request);
    world.workflows().requireIdleSet(set.arn());
    world.access().put(set.with(change.apply(set.content())));
    return Json.object();
  }

  private <T> List<T> with(Request request, Content content, List<T> policies, T added) {
    if (policies.contains(added)) {
      throw AwsException.conflict(
          "Permission set with id "
              + id(request)
              + " already has a typed link attachment to a manged policy with "
              + added);
    }
    if (content.policies() >= world.options().limit(Limit.POLICIES_PER_PERMISSION_SET)) {
      throw AwsException.quota("You have exceeded AWS SSO limits. Cannot create more policies.");
    }
    var list = new ArrayList<>(policies);
    list.add(added);
    return list;
  }

  private static <T> List<T> without(Request request, List<T> policies, T removed) {
    if (!policies.contains(removed)) {
      throw AwsException.notFound(
          "Policy " + removed + " is not attached to permission set " + id(request));
    }
    var list = new ArrayList<>(policies);
    list.remove(removed);
    return list;
  }

  private static String id(Request request) {
    var arn = request.permissionSetArn();
    return arn.substring(arn.lastIndexOf('/') + 1);
  }
}
