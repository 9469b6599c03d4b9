package dev.identitycenter.operator.simulator;

/**
 * A reason for asynchronous requests to end FAILED.
 *
 * @param operation the operation that starts them, or {@code *}
 * @param account where they work, or {@code *}
 * @param reason the FailureReason
 * @param times how many of them still fail
 * @param probability how likely each of them fails, from 0 to 1
 */
public record WorkflowFault(
    String operation, String account, String reason, int times, double probability) {
  /** All requests that an operation starts fail. */
  public static WorkflowFault of(String operation, String reason) {
    return new WorkflowFault(operation, "*", reason, Integer.MAX_VALUE, 1);
  }

  public WorkflowFault inAccount(String id) {
    return new WorkflowFault(operation, id, reason, times, probability);
  }

  public WorkflowFault times(int count) {
    return new WorkflowFault(operation, account, reason, count, probability);
  }

  public WorkflowFault withProbability(double share) {
    return new WorkflowFault(operation, account, reason, times, share);
  }

  boolean matches(WorkflowKind kind, String accountId) {
    return matches(operation, kind.operation()) && matches(account, accountId);
  }

  private static boolean matches(String pattern, String value) {
    return pattern.equals("*") || pattern.equals(value);
  }
}
