package dev.identitycenter.operator.requests;

import dev.identitycenter.operator.budget.WorkflowSlots.Claim;
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

  boolean looksAgainAfter(Instant now) {
    return lookAgainAt != null && lookAgainAt.isAfter(now);
  }
}
