package dev.identitycenter.operator.simulator;

import static dev.identitycenter.operator.simulator.Shape.Member.required;
import static dev.identitycenter.operator.simulator.Shape.choice;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.identitycenter.operator.simulator.Assignment.PrincipalType;
import java.util.List;

/** Asking for assignments to be created and deleted, and what became of it. */
final class AssignmentOperations implements Operation.Topic {
  private final World world;
  private final AccessRules rules;

  AssignmentOperations(World world, AccessRules rules) {
    this.world = world;
    this.rules = rules;
  }

  @Override
  public List<Operation> operations() {
    Shape.Member[] tuple = {
      required("TargetId", Fields.ACCOUNT_ID),
      required("TargetType", choice("AWS_ACCOUNT")),
      required("PrincipalType", Fields.PRINCIPAL_TYPE),
      required("PrincipalId", Fields.PRINCIPAL_ID)
    };
    return List.of(
        Operation.onPermissionSet("CreateAccountAssignment", this::create, tuple),
        Operation.onPermissionSet("DeleteAccountAssignment", this::delete, tuple),
        Operation.onInstance(
            "DescribeAccountAssignmentCreationStatus",
            request -> describe(request, WorkflowKind.CREATE_ASSIGNMENT, "Creation"),
            required("AccountAssignmentCreationRequestId", Fields.REQUEST_ID)),
        Operation.onInstance(
            "DescribeAccountAssignmentDeletionStatus",
            request -> describe(request, WorkflowKind.DELETE_ASSIGNMENT, "Deletion"),
            required("AccountAssignmentDeletionRequestId", Fields.REQUEST_ID)));
  }

  private ObjectNode create(Request request) {
    var assignment = permitted(request);
    if (!world.options().assumes(Assumption.UNKNOWN_PRINCIPAL_FAILS_LATER)) {
      requireKnown(assignment);
    }
    checkQuotas(assignment);
    var workflow = world.workflows().begin(WorkflowKind.CREATE_ASSIGNMENT, assignment, request);
    return Json.object("AccountAssignmentCreationStatus", workflow.describe());
  }

  private ObjectNode delete(Request request) {
    var assignment = permitted(request);
    if (!world.options().assumes(Assumption.MISSING_ASSIGNMENT_FAILS_LATER)
        && !world.access().exists(assignment)
        && !isBeingCreated(assignment)) {
      throw AwsException.notFound("Assignment not found.");
    }
    if (world.options().assumes(Assumption.ORPHAN_DELETION_REFUSED)) {
      requireKnown(assignment);
    }
    var workflow = world.workflows().begin(WorkflowKind.DELETE_ASSIGNMENT, assignment, request);
    return Json.object("AccountAssignmentDeletionStatus", workflow.describe());
  }

  private ObjectNode describe(Request request, WorkflowKind kind, String word) {
    var id = request.text("AccountAssignment" + word + "RequestId");
    return Json.object(
        "AccountAssignment" + word + "Status",
        world
            .workflows()
            .find(id, kind::equals, request.now())
            .orElseThrow(() -> AwsException.notFound("Could not find status for request " + id))
            .describe());
  }

  private Assignment permitted(Request request) {
    var set = world.access().requirePermissionSet(request.permissionSetArn());
    var account = request.text("TargetId");
    rules.checkTarget(request, account);
    rules.checkPermissionSet(request);
    if (!world.state().organization().accounts().containsKey(account)) {
      throw AwsException.notFound("Account " + account + " not found.");
    }
    world.workflows().requireIdleAccount(account, request.now());
    return new Assignment(
        account,
        set.arn(),
        PrincipalType.valueOf(request.text("PrincipalType")),
        request.text("PrincipalId"));
  }

  private void checkQuotas(Assignment assignment) {
    var access = world.access();
    var setsThere = access.roles(role -> role.accountId().equals(assignment.accountId())).size();
    if (access.role(assignment.accountId(), assignment.permissionSetArn()).isEmpty()
        && setsThere >= world.options().limit(Limit.PERMISSION_SETS_PER_ACCOUNT)) {
      throw AwsException.quota(
          "Account " + assignment.accountId() + " has reached its quota of permission sets.");
    }
    var groupsThere =
        access.assignments(assignment.accountId(), assignment.permissionSetArn()).stream()
            .filter(row -> row.principalType() == PrincipalType.GROUP)
            .count();
    if (assignment.principalType() == PrincipalType.GROUP
        && !access.exists(assignment)
        && groupsThere >= world.options().limit(Limit.GROUPS_PER_ASSIGNED_SET)) {
      throw AwsException.quota(
          "The permission set has reached its quota of groups in account "
              + assignment.accountId()
              + ".");
    }
  }

  private void requireKnown(Assignment assignment) {
    if (!world.state().directory().exists(assignment.principalType(), assignment.principalId())) {
      throw AwsException.notFound(
          assignment.principalType() + " " + assignment.principalId() + " not found.");
    }
  }

  private boolean isBeingCreated(Assignment assignment) {
    return world.workflows().running().stream()
        .anyMatch(
            workflow ->
                workflow.kind() == WorkflowKind.CREATE_ASSIGNMENT
                    && assignment.equals(workflow.assignment()));
  }
}
