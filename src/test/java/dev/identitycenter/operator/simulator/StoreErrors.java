package dev.identitycenter.operator.simulator;

/** Errors of the identity store, which carry more than a message. */
final class StoreErrors {
  private StoreErrors() {}

  /**
   * @param resourceType such as {@code USER}
   */
  static AwsException notFound(String resourceType, String message) {
    return new AwsException(
        "ResourceNotFoundException", 400, message, Json.object("ResourceType", resourceType));
  }

  static AwsException duplicate(String message) {
    return new AwsException(
        "ConflictException",
        400,
        message,
        Json.object("Reason", "UNIQUENESS_CONSTRAINT_VIOLATION"));
  }
}
