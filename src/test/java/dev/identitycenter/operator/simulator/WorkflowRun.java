package dev.identitycenter.operator.simulator;

import java.time.Instant;
import java.util.List;

/**
 * The course of one asynchronous request. It is fixed when the request is accepted, so times may
 * lie ahead of the clock.
 *
 * @param accepted when the request was accepted; from then until {@code end} it is outstanding
 * @param end when its status stops being IN_PROGRESS
 * @param steps the accounts it holds; none where nothing is provisioned
 */
public record WorkflowRun(
    String requestId, WorkflowKind kind, Instant accepted, Instant end, List<Step> steps) {
  /** Holding one account: nothing else changes roles there between start and end. */
  public record Step(String accountId, Instant start, Instant end) {}

  public WorkflowRun {
    steps = List.copyOf(steps);
  }
}
