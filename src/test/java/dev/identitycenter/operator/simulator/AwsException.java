package dev.identitycenter.operator.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An error as AWS answers it. */
final class AwsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final int status;
  private final transient ObjectNode details;

  AwsException(String code, int status, String message, ObjectNode details) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details;
  }

  AwsException(String code, String message) {
    this(code, 400, message, Json.object());
  }

  static AwsException validation(String message) {
    return new AwsException("ValidationException", message);
  }

  static AwsException notFound(String message) {
    return new AwsException("ResourceNotFoundException", message);
  }

  static AwsException conflict(String message) {
    return new AwsException("ConflictException", message);
  }

  static AwsException conflictInProcess() {
    return conflict("There is a conflicting operation in process.");
  }

  static AwsException quota(String message) {
    return new AwsException("ServiceQuotaExceededException", message);
  }

  static AwsException denied(String message) {
    return new AwsException("AccessDeniedException", message);
  }

  static AwsException throttled(String message) {
    return new AwsException("ThrottlingException", message);
  }

  /** The short name in {@code __type}. */
  String code() {
    return code;
  }

  /** HTTP status. */
  int status() {
    return status;
  }

  /** The body of the answer. */
  ObjectNode body() {
    var body = Json.object("__type", code, "message", getMessage());
    body.setAll(details);
    return body;
  }
}
