package dev.identitycenter.operator.identitycenter;

import java.time.Instant;
import java.util.Optional;

/**
 * How far an asynchronous request is.
 *
 * @param failureReason AWS's words, only when failed
 */
public record RequestStatus(
    String id, State state, Optional<String> failureReason, Instant createdAt) {
  /** In AWS's words. */
  public enum State {
    IN_PROGRESS,
    SUCCEEDED,
    FAILED
  }
}
