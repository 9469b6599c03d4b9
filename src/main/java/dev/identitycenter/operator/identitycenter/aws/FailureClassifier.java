package dev.identitycenter.operator.identitycenter.aws;

import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import java.io.UncheckedIOException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Turns what the SDK throws into our classes, once. AWS uses one code for several situations. */
final class FailureClassifier {

  private static final String TOO_MANY = "too many requests processing";
  private static final String CONFLICTING = "conflicting operation";

  private static final String CHECK_KEY =
      " Check the KMS key that encrypts the Identity Center instance: it has to be enabled, and its policy has to let the operator use it.";

  private FailureClassifier() {}

  static IdentityCenterException classify(String operation, Throwable failure) {
    if (failure instanceof AwsServiceException service && service.awsErrorDetails() != null) {
      var details = service.awsErrorDetails();
      var said = details.errorMessage() == null ? "" : details.errorMessage();
      var code = String.valueOf(details.errorCode());
      var aboutKey = isAboutKey(service) && !code.equals("ThrottlingException");
      var kind =
          aboutKey
              ? FailureKind.ACCESS_DENIED
              : kindOf(operation, code, said, service.statusCode());
      return new IdentityCenterException(
          kind,
          operation,
          "AWS answered %s with %s: %s.%s"
              .formatted(
                  operation,
                  code,
                  withoutFullStop(said),
                  aboutKey ? CHECK_KEY : wayOut(operation, code)),
          failure);
    }
    return new IdentityCenterException(
        isOutage(failure) ? FailureKind.UNAVAILABLE : FailureKind.UNEXPECTED,
        operation,
        "%s got no answer from AWS: %s.".formatted(operation, withoutFullStop(rootText(failure))),
        failure);
  }

  /**
   * The key that encrypts the instance cannot be used, for which AWS has several codes (API
   * reference, {@code Reason}). Taken for a set or principal that is gone, access would be left
   * behind; taken for a wrong spec, somebody would be told to change it.
   */
  private static boolean isAboutKey(AwsServiceException failure) {
    return failure.sdkFields().stream()
        .filter(field -> field.memberName().equals("Reason"))
        .map(field -> field.getValueOrDefault(failure))
        .anyMatch(reason -> String.valueOf(reason).startsWith("KMS_"));
  }

  private static String wayOut(String operation, String code) {
    return switch (code) {
      case "AccessDeniedException", "AccessDenied" ->
          " Allow " + operation + " in the operator's IAM policy.";
      case "UnrecognizedClientException",
          "InvalidClientTokenId",
          "InvalidSignatureException",
          "SignatureDoesNotMatch",
          "ExpiredTokenException",
          "ExpiredToken" ->
          " Give the operator valid credentials.";
      default -> "";
    };
  }

  /** Service or network failed; the SDK lets a kept connection that broke pass as it is. */
  private static boolean isOutage(Throwable failure) {
    return failure instanceof SdkClientException
        || failure instanceof AwsServiceException
        || failure instanceof UncheckedIOException;
  }

  private static FailureKind kindOf(String operation, String code, String said, int httpStatus) {
    return switch (code) {
      case "ThrottlingException", "TooManyRequestsException", "Throttling" ->
          said.contains(TOO_MANY) ? FailureKind.TOO_MANY_IN_PROGRESS : FailureKind.RATE_EXCEEDED;
      case "ConflictException", "ConcurrentModificationException" -> conflict(operation, said);
      case "ResourceNotFoundException", "AccountNotFoundException" -> FailureKind.NOT_FOUND;
      case "ValidationException", "InvalidInputException" -> FailureKind.INVALID;
      case "ServiceQuotaExceededException", "ConstraintViolationException" ->
          FailureKind.QUOTA_EXCEEDED;
      case "AccessDeniedException",
          "AccessDenied",
          "UnrecognizedClientException",
          "InvalidClientTokenId",
          "InvalidSignatureException",
          "SignatureDoesNotMatch",
          "ExpiredTokenException",
          "ExpiredToken",
          "AWSOrganizationsNotInUseException" ->
          FailureKind.ACCESS_DENIED;
      case "InternalServerException", "ServiceException", "InternalFailure", "ServiceUnavailable" ->
          FailureKind.UNAVAILABLE;
      default -> httpStatus >= 500 ? FailureKind.UNAVAILABLE : FailureKind.UNEXPECTED;
    };
  }

  /** The same code means three different things; only operation and text tell (API reference). */
  private static FailureKind conflict(String operation, String said) {
    if (said.contains(CONFLICTING)) {
      return FailureKind.CONFLICTING_OPERATION;
    }
    if (operation.equals("CreatePermissionSet") || operation.startsWith("Attach")) {
      return FailureKind.ALREADY_EXISTS;
    }
    return operation.equals("DeletePermissionSet")
        ? FailureKind.IN_USE
        : FailureKind.CONFLICTING_OPERATION;
  }

  private static String rootText(Throwable failure) {
    var cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private static String withoutFullStop(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}
