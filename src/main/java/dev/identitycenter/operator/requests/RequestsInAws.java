package dev.identitycenter.operator.requests;

import dev.identitycenter.operator.api.v1alpha1.AsyncRequest.Operation;
import dev.identitycenter.operator.identitycenter.AssignmentRequest;
import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenter;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.identitycenter.ProvisioningRequest;
import dev.identitycenter.operator.identitycenter.RequestStatus;
import java.util.Optional;
import java.util.Set;

/** What AWS tells about its asynchronous requests, alike for all kinds of them. */
final class RequestsInAws {

  private final IdentityCenter identityCenter;

  /** A request and what it is about. */
  record Found(Subject subject, RequestStatus status) {
    boolean isInProgress() {
      return status.state() == RequestStatus.State.IN_PROGRESS;
    }
  }

  RequestsInAws(IdentityCenter identityCenter) {
    this.identityCenter = identityCenter;
  }

  /** Ids of all requests of that kind that AWS works on, whoever started them. */
  Set<String> inProgress(Operation operation) {
    return switch (operation) {
      case Create -> identityCenter.assignments().creationsInProgress();
      case Delete -> identityCenter.assignments().deletionsInProgress();
      case Provision -> identityCenter.permissionSets().provisioningsInProgress();
    };
  }

  /** Empty when AWS does not know the request any more. */
  Optional<Found> describe(Operation operation, String id) {
    try {
      return Optional.of(
          switch (operation) {
            case Create -> found(identityCenter.assignments().describeCreation(id));
            case Delete -> found(identityCenter.assignments().describeDeletion(id));
            case Provision -> found(identityCenter.permissionSets().describeProvisioning(id));
          });
    } catch (IdentityCenterException failure) {
      if (failure.kind() == FailureKind.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private static Found found(AssignmentRequest request) {
    return new Found(new Subject.OfAssignment(request.key()), request.status());
  }

  private static Found found(ProvisioningRequest request) {
    return new Found(new Subject.OfPermissionSet(request.permissionSetArn()), request.status());
  }
}
