package dev.identitycenter.operator.testing;

import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.identitycenter.AssignmentRequest;
import dev.identitycenter.operator.identitycenter.Assignments;
import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.PrincipalId;
import dev.identitycenter.operator.identitycenter.RequestStatus;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Assignments in memory. */
final class FakeAssignments implements Assignments {

  static final String CREATION = "create";
  static final String DELETION = "delete";

  private final CallScript script;
  private final FakeRequests requests;
  private final FakePermissionSets permissionSets;
  private final Set<AssignmentKey> rows = new LinkedHashSet<>();

  FakeAssignments(CallScript script, FakeRequests requests, FakePermissionSets permissionSets) {
    this.script = script;
    this.requests = requests;
    this.permissionSets = permissionSets;
  }

  Set<AssignmentKey> rows() {
    return Set.copyOf(rows);
  }

  void add(AssignmentKey key) {
    rows.add(key);
    permissionSets.assigned(key.permissionSetArn(), key.accountId());
  }

  void remove(AssignmentKey key) {
    rows.remove(key);
    var last =
        rows.stream()
            .noneMatch(
                row ->
                    row.accountId().equals(key.accountId())
                        && row.permissionSetArn().equals(key.permissionSetArn()));
    if (last) {
      permissionSets.unassigned(key.permissionSetArn(), key.accountId());
    }
  }

  RequestStatus requestCreation(AssignmentKey key) {
    return requests.make(CREATION, key, () -> add(key));
  }

  RequestStatus requestDeletion(AssignmentKey key) {
    return requests.make(DELETION, key, () -> remove(key));
  }

  @Override
  public RequestStatus createAssignment(AssignmentKey key) {
    var operation = "CreateAccountAssignment";
    return script.call(
        operation,
        () -> {
          if (permissionSets.isLost(key.permissionSetArn())) {
            throw CallScript.failure(FailureKind.NOT_FOUND, operation);
          }
          return requestCreation(key);
        });
  }

  @Override
  public RequestStatus deleteAssignment(AssignmentKey key) {
    var operation = "DeleteAccountAssignment";
    return script.call(
        operation,
        () -> {
          if (!rows.contains(key)) {
            throw CallScript.failure(FailureKind.NOT_FOUND, operation);
          }
          return requestDeletion(key);
        });
  }

  @Override
  public AssignmentRequest describeCreation(String requestId) {
    return describe("DescribeAccountAssignmentCreationStatus", requestId);
  }

  @Override
  public AssignmentRequest describeDeletion(String requestId) {
    return describe("DescribeAccountAssignmentDeletionStatus", requestId);
  }

  private AssignmentRequest describe(String operation, String requestId) {
    return script.call(
        operation,
        () -> {
          var entry = requests.describe(operation, requestId);
          return new AssignmentRequest((AssignmentKey) entry.subject(), entry.status());
        });
  }

  @Override
  public Set<String> creationsInProgress() {
    return script.call("ListAccountAssignmentCreationStatus", () -> requests.inProgress(CREATION));
  }

  @Override
  public Set<String> deletionsInProgress() {
    return script.call("ListAccountAssignmentDeletionStatus", () -> requests.inProgress(DELETION));
  }

  @Override
  public Set<AssignmentKey> listAssignments(String accountId, String permissionSetArn) {
    return script.call(
        "ListAccountAssignments",
        () ->
            rows.stream()
                .filter(key -> key.accountId().equals(accountId))
                .filter(key -> key.permissionSetArn().equals(permissionSetArn))
                .collect(Collectors.toSet()));
  }

  @Override
  public Set<AssignmentKey> listAssignmentsOf(PrincipalId principal) {
    return script.call(
        "ListAccountAssignmentsForPrincipal",
        () ->
            rows.stream()
                .filter(key -> key.principal().equals(principal))
                .collect(Collectors.toSet()));
  }
}
