package dev.identitycenter.operator.simulator;

/**
 * A way for a call to go wrong.
 *
 * @param moment before or after the call had its effect
 * @param code error code to answer, or null to close the connection without an answer
 * @param status HTTP status of the answer
 */
public record Fault(Moment moment, String code, String message, int status) {
  /** When a call goes wrong. */
  public enum Moment {
    BEFORE_EFFECT,
    AFTER_EFFECT
  }

  /** Rate exceeded; organizations says it in its own words. */
  public static Fault throttled() {
    return error("ThrottlingException", "Rate exceeded");
  }

  /** Too much asynchronous work outstanding, the throttling that lasts. */
  public static Fault tooManyOutstanding() {
    return error("ThrottlingException", Workflows.TOO_MANY);
  }

  /** HTTP 500, nothing happened. */
  public static Fault serverError() {
    return new Fault(
        Moment.BEFORE_EFFECT,
        "InternalServerException",
        "An unexpected internal service exception was encountered",
        500);
  }

  /** HTTP 500 although it happened. */
  public static Fault serverErrorAfterEffect() {
    return serverError().afterEffect();
  }

  /** No answer, nothing happened. */
  public static Fault connectionClosed() {
    return new Fault(Moment.BEFORE_EFFECT, null, "", 0);
  }

  /** No answer although it happened: what a timeout looks like from outside. */
  public static Fault connectionClosedAfterEffect() {
    return connectionClosed().afterEffect();
  }

  /** The caller lacks a permission. */
  public static Fault accessDenied() {
    return error("AccessDeniedException", "User is not authorized to perform this operation.");
  }

  /** Another write is under way. */
  public static Fault conflictInProcess() {
    return error("ConflictException", "There is a conflicting operation in process.");
  }

  /** Any error with HTTP 400, before the effect. */
  public static Fault error(String code, String message) {
    return new Fault(Moment.BEFORE_EFFECT, code, message, 400);
  }

  /** The same, but after the effect. */
  public Fault afterEffect() {
    return new Fault(Moment.AFTER_EFFECT, code, message, status);
  }

  boolean closesConnection() {
    return code == null;
  }
}
