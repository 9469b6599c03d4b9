package dev.identitycenter.operator.requests;

import dev.identitycenter.operator.api.v1alpha1.AsyncRequest;
import dev.identitycenter.operator.identitycenter.RequestStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * A request as far as we know it.
 *
 * @param state {@code SUCCEEDED} only after a listing confirmed the effect
 */
public record Request(
    String id,
    AsyncRequest.Operation operation,
    RequestStatus.State state,
    Optional<String> failureReason,
    Instant createdAt) {

  static Request started(AsyncRequest.Operation operation, RequestStatus status) {
    return new Request(
        status.id(),
        operation,
        RequestStatus.State.IN_PROGRESS,
        Optional.empty(),
        status.createdAt());
  }

  /** What an object's status says of it. */
  public static Request of(AsyncRequest status) {
    return new Request(
        status.id(),
        status.operation(),
        RequestStatus.State.valueOf(status.status().name()),
        Optional.ofNullable(status.failureReason()),
        Instant.parse(status.createdAt()));
  }

  Request ended(RequestStatus.State state, Optional<String> failureReason) {
    return new Request(id, operation, state, failureReason, createdAt);
  }

  public boolean isInProgress() {
    return state == RequestStatus.State.IN_PROGRESS;
  }

  public boolean isFailed() {
    return state == RequestStatus.State.FAILED;
  }

  public boolean isSucceeded() {
    return state == RequestStatus.State.SUCCEEDED;
  }

  /** The form in which users see it. */
  public AsyncRequest toStatus() {
    return new AsyncRequest(
        id,
        operation,
        AsyncRequest.Status.valueOf(state.name()),
        failureReason.orElse(null),
        createdAt.toString());
  }
}
