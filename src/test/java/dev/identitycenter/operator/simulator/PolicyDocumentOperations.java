package dev.identitycenter.operator.simulator;

import static dev.identitycenter.operator.simulator.Shape.Member.optional;
import static dev.identitycenter.operator.simulator.Shape.Member.required;
import static dev.identitycenter.operator.simulator.Shape.structure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.identitycenter.operator.simulator.PermissionSet.Content;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

/** The inline policy and the permissions boundary of a permission set. */
final class PolicyDocumentOperations implements Operation.Topic {
  private final World world;
  private final AccessRules rules;

  PolicyDocumentOperations(World world, AccessRules rules) {
    this.world = world;
    this.rules = rules;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.onPermissionSet(
            "PutInlinePolicyToPermissionSet",
            this::putInlinePolicy,
            required("InlinePolicy", Fields.INLINE_POLICY)),
        Operation.onPermissionSet("GetInlinePolicyForPermissionSet", this::getInlinePolicy),
        Operation.onPermissionSet("DeleteInlinePolicyFromPermissionSet", this::deleteInlinePolicy),
        Operation.onPermissionSet(
            "PutPermissionsBoundaryToPermissionSet",
            this::putBoundary,
            required(
                "PermissionsBoundary",
                structure(
                    optional("CustomerManagedPolicyReference", Fields.CUSTOMER_POLICY),
                    optional("ManagedPolicyArn", Fields.MANAGED_POLICY_ARN)))),
        Operation.onPermissionSet("GetPermissionsBoundaryForPermissionSet", this::getBoundary),
        Operation.onPermissionSet(
            "DeletePermissionsBoundaryFromPermissionSet", this::deleteBoundary));
  }

  private ObjectNode putInlinePolicy(Request request) {
    var policy = request.text("InlinePolicy");
    checkPolicy(policy);
    return change(request, content -> content.withInlinePolicy(policy));
  }

  private ObjectNode getInlinePolicy(Request request) {
    return Json.object("InlinePolicy", set(request).content().inlinePolicy());
  }

  private ObjectNode deleteInlinePolicy(Request request) {
    return change(request, content -> content.withInlinePolicy(""));
  }

  private ObjectNode putBoundary(Request request) {
    var json = request.node("PermissionsBoundary");
    var reference = json.path("CustomerManagedPolicyReference");
    if (reference.isObject() == json.hasNonNull("ManagedPolicyArn")) {
      throw AwsException.validation(
          "PermissionsBoundary needs exactly one of CustomerManagedPolicyReference and"
              + " ManagedPolicyArn.");
    }
    var boundary =
        reference.isObject()
            ? new Boundary(ManagedPolicyOperations.read(reference), null)
            : new Boundary(null, json.get("ManagedPolicyArn").asText());
    return change(request, content -> content.withBoundary(boundary));
  }

  private ObjectNode getBoundary(Request request) {
    var boundary = set(request).content().boundary();
    if (boundary == null) {
      if (world.options().assumes(Assumption.MISSING_BOUNDARY_IS_NOT_FOUND)) {
        throw boundaryNotFound(request);
      }
      return Json.object();
    }
    return Json.object(
        "PermissionsBoundary",
        boundary.customerPolicy() == null
            ? Json.object("ManagedPolicyArn", boundary.managedPolicyArn())
            : Json.object(
                "CustomerManagedPolicyReference",
                ManagedPolicyOperations.json(boundary.customerPolicy())));
  }

  private ObjectNode deleteBoundary(Request request) {
    if (set(request).content().boundary() == null) {
      throw boundaryNotFound(request);
    }
    return change(request, content -> content.withBoundary(null));
  }

  private PermissionSet set(Request request) {
    return world.access().requirePermissionSet(request.permissionSetArn());
  }

  private ObjectNode change(Request request, UnaryOperator<Content> change) {
    var set = set(request);
    rules.checkPermissionSet(request);
    world.workflows().requireIdleSet(set.arn());
    world.access().put(set.with(change.apply(set.content())));
    return Json.object();
  }

  private void checkPolicy(String policy) {
    try {
      var json = Json.MAPPER.readTree(policy);
      if (!json.isObject() || !json.hasNonNull("Statement")) {
        throw invalid("a policy is an object with a Statement");
      }
    } catch (JsonProcessingException e) {
      throw invalid(e.getOriginalMessage());
    }
    int bytes = policy.replaceAll("\\s", "").getBytes(StandardCharsets.UTF_8).length;
    int quota = world.options().limit(Limit.INLINE_POLICY_BYTES);
    if (bytes > quota) {
      throw AwsException.quota("The inline policy exceeds " + quota + " bytes.");
    }
  }

  private static AwsException invalid(String why) {
    return AwsException.validation("Invalid PermissionsPolicy Document: " + why);
  }

  private static AwsException boundaryNotFound(Request request) {
    return AwsException.notFound(
        "No permissions boundary is set for " + request.permissionSetArn());
  }
}
