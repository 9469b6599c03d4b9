package dev.identitycenter.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * A call that arrived.
 *
 * @param sequence position among all calls, from 1
 * @param at arrival by the simulator's clock
 * @param service null where the target names none of ours
 * @param accessKey access key id of the signature, empty where there is none
 * @param request the body
 * @param result {@code OK}, an error code, {@code ConnectionClosed}, or {@code IN_PROGRESS} until
 *     the answer
 */
public record Call(
    long sequence,
    Instant at,
    Service service,
    String operation,
    String accessKey,
    JsonNode request,
    String result) {
  static final String OK = "OK";
  static final String CONNECTION_CLOSED = "ConnectionClosed";
  static final String IN_PROGRESS = "IN_PROGRESS";

  /** Whether AWS did what was asked and said so. */
  public boolean isOk() {
    return OK.equals(result);
  }

  Call answered(String newResult) {
    return new Call(sequence, at, service, operation, accessKey, request, newResult);
  }
}
