package dev.identitycenter.operator.simulator;

import static dev.identitycenter.operator.simulator.Shape.Member.optional;
import static dev.identitycenter.operator.simulator.Shape.Member.required;
import static dev.identitycenter.operator.simulator.Shape.structure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.identitycenter.operator.simulator.Assignment.PrincipalType;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Listings of assignments, by place and by principal, and of the requests about them. */
final class AssignmentListings implements Operation.Topic {
  private final World world;
  private final Pages pages;

  AssignmentListings(World world, Pages pages) {
    this.world = world;
    this.pages = pages;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.onPermissionSet(
            "ListAccountAssignments",
            this::listByPlace,
            required("AccountId", Fields.ACCOUNT_ID),
            Fields.PAGE_SIZE,
            Fields.PAGE_TOKEN),
        Operation.onInstance(
            "ListAccountAssignmentsForPrincipal",
            this::listByPrincipal,
            required("PrincipalId", Fields.PRINCIPAL_ID),
            required("PrincipalType", Fields.PRINCIPAL_TYPE),
            optional("Filter", structure(optional("AccountId", Fields.ACCOUNT_ID))),
            Fields.PAGE_SIZE,
            Fields.PAGE_TOKEN),
        requests("Creation", WorkflowKind.CREATE_ASSIGNMENT),
        requests("Deletion", WorkflowKind.DELETE_ASSIGNMENT));
  }

  private Operation requests(String word, WorkflowKind kind) {
    return Operation.onInstance(
        "ListAccountAssignment" + word + "Status",
        request ->
            RequestListing.answer(
                pages,
                request,
                "AccountAssignments" + word + "Status",
                world.workflows().list(kind, request.now())),
        Fields.STATUS_FILTER,
        Fields.PAGE_SIZE,
        Fields.PAGE_TOKEN);
  }

  private ObjectNode listByPlace(Request request) {
    var set = world.access().requirePermissionSet(request.permissionSetArn());
    return page(
        request,
        world.access().visible(request.text("AccountId"), set.arn(), request.now(), readLag()));
  }

  private ObjectNode listByPrincipal(Request request) {
    if (world.options().assumes(Assumption.PRINCIPAL_LISTING_NEEDS_MANAGEMENT)
        && request.caller().isDelegate()) {
      throw AccessRules.denied(request.caller(), request.operation());
    }
    var type = PrincipalType.valueOf(request.text("PrincipalType"));
    var id = request.text("PrincipalId");
    var account = request.node("Filter").path("AccountId").asText("");
    var groups = inheritedFrom(type, id);
    return page(
        request,
        world
            .access()
            .visible(
                row ->
                    (account.isEmpty() || row.accountId().equals(account))
                        && (row.principalType() == type
                            ? row.principalId().equals(id)
                            : groups.contains(row.principalId())),
                request.now(),
                readLag()));
  }

  /** The groups whose rows a principal has too. */
  private Set<String> inheritedFrom(PrincipalType type, String id) {
    return type == PrincipalType.USER && world.options().assumes(Assumption.INHERITED_ROWS_LISTED)
        ? world.state().directory().groupsOf(id)
        : Set.of();
  }

  private Duration readLag() {
    return world.options().readLag();
  }

  private ObjectNode page(Request request, List<Assignment> rows) {
    return pages.answer(
        request,
        "AccountAssignments",
        rows,
        Assignment::toString,
        row ->
            Json.object(
                "AccountId", row.accountId(),
                "PermissionSetArn", row.permissionSetArn(),
                "PrincipalType", row.principalType(),
                "PrincipalId", row.principalId()));
  }
}
