package dev.identitycenter.operator.simulator;

import static dev.identitycenter.operator.simulator.Shape.Member.optional;
import static dev.identitycenter.operator.simulator.Shape.Member.required;
import static dev.identitycenter.operator.simulator.Shape.choice;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Bringing roles up to date with their permission set. */
final class ProvisioningOperations implements Operation.Topic {
  private final World world;
  private final AccessRules rules;
  private final Pages pages;

  ProvisioningOperations(World world, AccessRules rules, Pages pages) {
    this.world = world;
    this.rules = rules;
    this.pages = pages;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.onPermissionSet(
            "ProvisionPermissionSet",
            this::provision,
            required("TargetType", choice("AWS_ACCOUNT", "ALL_PROVISIONED_ACCOUNTS")),
            optional("TargetId", Fields.ACCOUNT_ID)),
        Operation.onInstance(
            "DescribePermissionSetProvisioningStatus",
            this::describe,
            required("ProvisionPermissionSetRequestId", Fields.REQUEST_ID)),
        Operation.onInstance(
            "ListPermissionSetProvisioningStatus",
            this::list,
            Fields.STATUS_FILTER,
            Fields.PAGE_SIZE,
            Fields.PAGE_TOKEN));
  }

  private ObjectNode provision(Request request) {
    var set = world.access().requirePermissionSet(request.permissionSetArn());
    rules.checkPermissionSet(request);
    var target =
        request.text("TargetType").equals("AWS_ACCOUNT") ? request.textOrNull("TargetId") : null;
    if (target == null && request.text("TargetType").equals("AWS_ACCOUNT")) {
      throw AwsException.validation("TargetId is required when TargetType is AWS_ACCOUNT.");
    }
    if (target != null) {
      rules.checkTarget(request, target);
      requireAccount(target);
    }
    var accounts =
        target == null
            ? world.access().roles(role -> role.permissionSetArn().equals(set.arn())).stream()
                .map(Role::accountId)
                .toList()
            : List.of(target);
    if (accounts.size() > world.options().limit(Limit.ACCOUNTS_PER_PROVISION)) {
      throw AwsException.validation(
          "The permission set is provisioned in too many accounts for one request.");
    }
    world.workflows().requireIdleSet(set.arn());
    accounts.forEach(account -> world.workflows().requireIdleAccount(account, request.now()));
    var workflow = world.workflows().provision(set.arn(), target, accounts, request);
    return Json.object("PermissionSetProvisioningStatus", workflow.describe());
  }

  private void requireAccount(String accountId) {
    if (!world.state().organization().accounts().containsKey(accountId)) {
      throw AwsException.notFound("Account " + accountId + " not found.");
    }
  }

  private ObjectNode describe(Request request) {
    var id = request.text("ProvisionPermissionSetRequestId");
    return Json.object(
        "PermissionSetProvisioningStatus",
        world
            .workflows()
            .find(id, kind -> kind == WorkflowKind.PROVISION, request.now())
            .orElseThrow(
                () -> AwsException.notFound("Could not find provisioning status for request " + id))
            .describe());
  }

  private ObjectNode list(Request request) {
    return RequestListing.answer(
        pages,
        request,
        "PermissionSetsProvisioningStatus",
        world.workflows().list(WorkflowKind.PROVISION, request.now()));
  }
}
