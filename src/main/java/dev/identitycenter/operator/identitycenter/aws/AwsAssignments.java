package dev.identitycenter.operator.identitycenter.aws;

import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.identitycenter.AssignmentRequest;
import dev.identitycenter.operator.identitycenter.Assignments;
import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.identitycenter.PrincipalId;
import dev.identitycenter.operator.identitycenter.RequestStatus;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;
import software.amazon.awssdk.services.ssoadmin.model.AccountAssignmentOperationStatus;
import software.amazon.awssdk.services.ssoadmin.model.AccountAssignmentOperationStatusMetadata;
import software.amazon.awssdk.services.ssoadmin.model.ListAccountAssignmentCreationStatusResponse;
import software.amazon.awssdk.services.ssoadmin.model.ListAccountAssignmentDeletionStatusResponse;
import software.amazon.awssdk.services.ssoadmin.model.ListAccountAssignmentsForPrincipalResponse;
import software.amazon.awssdk.services.ssoadmin.model.ListAccountAssignmentsResponse;
import software.amazon.awssdk.services.ssoadmin.model.PrincipalType;
import software.amazon.awssdk.services.ssoadmin.model.StatusValues;
import software.amazon.awssdk.services.ssoadmin.model.TargetType;

/** Account assignments through the sso-admin API. */
final class AwsAssignments implements Assignments {

  private final SsoAdminClient client;
  private final AwsCalls calls;
  private final Supplier<String> instanceArn;

  AwsAssignments(SsoAdminClient client, AwsCalls calls, Supplier<String> instanceArn) {
    this.client = client;
    this.calls = calls;
    this.instanceArn = instanceArn;
  }

  @Override
  public RequestStatus createAssignment(AssignmentKey key) {
    return status(
        calls
            .call(
                "CreateAccountAssignment",
                () ->
                    client.createAccountAssignment(
                        r ->
                            r.instanceArn(instanceArn.get())
                                .targetType(TargetType.AWS_ACCOUNT)
                                .targetId(key.accountId())
                                .permissionSetArn(key.permissionSetArn())
                                .principalType(key.principal().type().name())
                                .principalId(key.principal().id())))
            .accountAssignmentCreationStatus());
  }

  @Override
  public RequestStatus deleteAssignment(AssignmentKey key) {
    return status(
        calls
            .call(
                "DeleteAccountAssignment",
                () ->
                    client.deleteAccountAssignment(
                        r ->
                            r.instanceArn(instanceArn.get())
                                .targetType(TargetType.AWS_ACCOUNT)
                                .targetId(key.accountId())
                                .permissionSetArn(key.permissionSetArn())
                                .principalType(key.principal().type().name())
                                .principalId(key.principal().id())))
            .accountAssignmentDeletionStatus());
  }

  @Override
  public AssignmentRequest describeCreation(String requestId) {
    return request(
        calls
            .call(
                "DescribeAccountAssignmentCreationStatus",
                () ->
                    client.describeAccountAssignmentCreationStatus(
                        r ->
                            r.instanceArn(instanceArn.get())
                                .accountAssignmentCreationRequestId(requestId)))
            .accountAssignmentCreationStatus());
  }

  @Override
  public AssignmentRequest describeDeletion(String requestId) {
    return request(
        calls
            .call(
                "DescribeAccountAssignmentDeletionStatus",
                () ->
                    client.describeAccountAssignmentDeletionStatus(
                        r ->
                            r.instanceArn(instanceArn.get())
                                .accountAssignmentDeletionRequestId(requestId)))
            .accountAssignmentDeletionStatus());
  }

  @Override
  public Set<String> creationsInProgress() {
    return new HashSet<>(
        Pages.all(
            calls,
            "ListAccountAssignmentCreationStatus",
            token ->
                client.listAccountAssignmentCreationStatus(
                    r ->
                        r.instanceArn(instanceArn.get())
                            .filter(f -> f.status(StatusValues.IN_PROGRESS))
                            .maxResults(Pages.LARGEST)
                            .nextToken(token)),
            answer -> ids(answer.accountAssignmentsCreationStatus()),
            ListAccountAssignmentCreationStatusResponse::nextToken));
  }

  @Override
  public Set<String> deletionsInProgress() {
    return new HashSet<>(
        Pages.all(
            calls,
            "ListAccountAssignmentDeletionStatus",
            token ->
                client.listAccountAssignmentDeletionStatus(
                    r ->
                        r.instanceArn(instanceArn.get())
                            .filter(f -> f.status(StatusValues.IN_PROGRESS))
                            .maxResults(Pages.LARGEST)
                            .nextToken(token)),
            answer -> ids(answer.accountAssignmentsDeletionStatus()),
            ListAccountAssignmentDeletionStatusResponse::nextToken));
  }

  private static List<String> ids(List<AccountAssignmentOperationStatusMetadata> statuses) {
    return statuses.stream().map(AccountAssignmentOperationStatusMetadata::requestId).toList();
  }

  @Override
  public Set<AssignmentKey> listAssignments(String accountId, String permissionSetArn) {
    try {
      return listPair(accountId, permissionSetArn);
    } catch (IdentityCenterException failure) {
      // A permission set that is gone has no assignments: AWS refuses to delete it before.
      if (failure.kind() == FailureKind.NOT_FOUND) {
        return Set.of();
      }
      throw failure;
    }
  }

  private Set<AssignmentKey> listPair(String accountId, String permissionSetArn) {
    var rows =
        Pages.all(
            calls,
            "ListAccountAssignments",
            token ->
                client.listAccountAssignments(
                    r ->
                        r.instanceArn(instanceArn.get())
                            .accountId(accountId)
                            .permissionSetArn(permissionSetArn)
                            .maxResults(Pages.LARGEST)
                            .nextToken(token)),
            ListAccountAssignmentsResponse::accountAssignments,
            ListAccountAssignmentsResponse::nextToken);
    return rows.stream()
        .map(
            row ->
                new AssignmentKey(
                    row.permissionSetArn(),
                    principal(row.principalType(), row.principalId()),
                    row.accountId()))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Set<AssignmentKey> listAssignmentsOf(PrincipalId principal) {
    var rows =
        Pages.all(
            calls,
            "ListAccountAssignmentsForPrincipal",
            token ->
                client.listAccountAssignmentsForPrincipal(
                    r ->
                        r.instanceArn(instanceArn.get())
                            .principalType(principal.type().name())
                            .principalId(principal.id())
                            .maxResults(Pages.LARGEST)
                            .nextToken(token)),
            ListAccountAssignmentsForPrincipalResponse::accountAssignments,
            ListAccountAssignmentsForPrincipalResponse::nextToken);
    return rows.stream()
        .map(
            row ->
                new AssignmentKey(
                    row.permissionSetArn(),
                    principal(row.principalType(), row.principalId()),
                    row.accountId()))
        // A user's listing contains rows of the groups the user is in.
        .filter(key -> key.principal().equals(principal))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static AssignmentRequest request(AccountAssignmentOperationStatus status) {
    return new AssignmentRequest(
        new AssignmentKey(
            status.permissionSetArn(),
            principal(status.principalType(), status.principalId()),
            status.targetId()),
        status(status));
  }

  private static RequestStatus status(AccountAssignmentOperationStatus status) {
    return Statuses.of(
        status.requestId(), status.status(), status.failureReason(), status.createdDate());
  }

  private static PrincipalId principal(PrincipalType type, String id) {
    return new PrincipalId(PrincipalId.Type.valueOf(type.name()), id);
  }
}
