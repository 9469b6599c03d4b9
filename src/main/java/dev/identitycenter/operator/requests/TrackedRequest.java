package dev.identitycenter.operator.requests;

import dev.identitycenter.operator.budget.WorkflowSlots.Claim;
import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import java.time.Instant;

/** A request in flight. Mutable on purpose: only the polling thread moves it through its phases. */
final class TrackedRequest {

  enum Phase {
    /** AWS works on it. */
    RUNNING,
    /** AWS does not any more; whether it had its effect is not known yet. */
    ENDED
  }

  final Subject subject;
  final Request request;
  final Claim claim;
  final Instant since;
  volatile Runnable wake;
  volatile Phase phase = Phase.RUNNING;

  /** Why AWS does not tell how far it is; null while it does. */
  volatile IdentityCenterException denial;

  /** Whether AWS ever listed it as in progress. */
  boolean seen;

  Instant endedAt;
  Instant lookAgainAt;

  TrackedRequest(Subject subject, Request request, Claim claim, Runnable wake, Instant since) {
    this.subject = subject;
    this.request = request;
    this.claim = claim;
    this.wake = wake;
    this.since = since;
  }

  /** AWS told how far it is. */
  void followed() {
    denial = null;
  }

  /** AWS was asked and failed. */
  void notFollowed(IdentityCenterException failure) {
    denial = failure.kind() == FailureKind.ACCESS_DENIED ? failure : null;
  }

  boolean looksAgainAfter(Instant now) {
    return lookAgainAt != null && lookAgainAt.isAfter(now);
  }
}
