package dev.identitycenter.operator.identitycenter.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.identitycenter.FailureKind;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ssoadmin.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ssoadmin.model.ResourceNotFoundExceptionReason;
import software.amazon.awssdk.services.ssoadmin.model.SsoAdminException;
import software.amazon.awssdk.services.ssoadmin.model.ThrottlingException;
import software.amazon.awssdk.services.ssoadmin.model.ThrottlingExceptionReason;
import software.amazon.awssdk.services.ssoadmin.model.ValidationException;
import software.amazon.awssdk.services.ssoadmin.model.ValidationExceptionReason;

class FailureClassifierTest {

  @ParameterizedTest(name = "{0} of {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ThrottlingException             | ListPermissionSets        | Rate exceeded                                                                | RATE_EXCEEDED
          ThrottlingException             | CreateAccountAssignment   | There are too many requests processing. Please try again later.              | TOO_MANY_IN_PROGRESS
          ThrottlingException             | ProvisionPermissionSet    | There are too many requests processing. Please try again later.              | TOO_MANY_IN_PROGRESS
          TooManyRequestsException        | ListAccounts              | You have exceeded the rate                                                   | RATE_EXCEEDED
          ConflictException               | CreatePermissionSet       | PermissionSet with name ReadOnly already exists.                             | ALREADY_EXISTS
          ConflictException               | AttachManagedPolicyToPermissionSet | Permission set with id ps-1 already has a typed link attachment to a manged policy with arn | ALREADY_EXISTS
          ConflictException               | AttachCustomerManagedPolicyReferenceToPermissionSet | It is attached                                     | ALREADY_EXISTS
          ConflictException               | AttachManagedPolicyToPermissionSet | There is a conflicting operation in process.                        | CONFLICTING_OPERATION
          ConflictException               | CreatePermissionSet       | There is a conflicting operation in process.                                 | CONFLICTING_OPERATION
          ConflictException               | CreateAccountAssignment   | There is a conflicting operation in process.                                 | CONFLICTING_OPERATION
          ConflictException               | DeleteAccountAssignment   | There is a conflicting operation in process.                                 | CONFLICTING_OPERATION
          ConflictException               | ProvisionPermissionSet    | There is a conflicting operation in process.                                 | CONFLICTING_OPERATION
          ConflictException               | DeletePermissionSet       | There is a conflicting operation in process.                                 | CONFLICTING_OPERATION
          ConflictException               | PutInlinePolicyToPermissionSet | An earlier write has not propagated                                     | CONFLICTING_OPERATION
          ConflictException               | DeletePermissionSet       | Could not delete because it is assigned                                      | IN_USE
          ConcurrentModificationException | ListAccounts              | Try again                                                                    | CONFLICTING_OPERATION
          ResourceNotFoundException       | DeleteAccountAssignment   | Not found                                                                    | NOT_FOUND
          ResourceNotFoundException       | GetUserId                 | USER not found                                                               | NOT_FOUND
          AccountNotFoundException        | DescribeAccount           | No such account                                                              | NOT_FOUND
          ValidationException             | PutInlinePolicyToPermissionSet | Invalid PermissionsPolicy Document                                      | INVALID
          InvalidInputException           | ListAccounts              | Bad token                                                                    | INVALID
          ServiceQuotaExceededException   | CreatePermissionSet       | Too many sets                                                                | QUOTA_EXCEEDED
          AccessDeniedException           | ListPermissionSets        | Not authorized                                                               | ACCESS_DENIED
          AWSOrganizationsNotInUseException | DescribeOrganization    | No organization                                                              | ACCESS_DENIED
          UnrecognizedClientException     | ListInstances             | The security token included in the request is invalid.                       | ACCESS_DENIED
          ExpiredTokenException           | ListInstances             | Expired                                                                      | ACCESS_DENIED
          InvalidClientTokenId            | GetCallerIdentity         | The security token included in the request is invalid                        | ACCESS_DENIED
          InternalServerException         | CreateAccountAssignment   | Internal                                                                     | UNAVAILABLE
          ServiceException                | ListAccounts              | Internal                                                                     | UNAVAILABLE
          SomethingNew                    | CreateAccountAssignment   | Who knows                                                                    | UNEXPECTED
          """)
  void understandsWhatAwsMeans(
      String code, String operation, String message, FailureKind expected) {
    // When
    var failure = FailureClassifier.classify(operation, answer(code, message, 400));

    // Then
    assertThat(failure.kind()).isEqualTo(expected);
    assertThat(failure.operation()).isEqualTo(operation);
  }

  /** A message that differs with each attempt would be a new status each time. */
  @Test
  void tellsTheOperationTheWordsOfAwsAndTheWayOutButNotTheRequest() {
    // When
    var failure =
        FailureClassifier.classify(
            "DescribePermissionSet", answer("AccessDeniedException", "You may not.", 400));

    // Then
    assertThat(failure)
        .hasMessage(
            "AWS answered DescribePermissionSet with AccessDeniedException: You may not. Allow DescribePermissionSet in the operator's IAM policy.");
  }

  @Test
  void doesNotBlameTheIamPolicyForCredentials() {
    // When
    var failure =
        FailureClassifier.classify(
            "DescribePermissionSet", answer("ExpiredTokenException", "Too old.", 403));

    // Then
    assertThat(failure)
        .hasMessage(
            "AWS answered DescribePermissionSet with ExpiredTokenException: Too old. Give the operator valid credentials.");
  }

  @Test
  void takesAServerErrorWithoutACodeForAnOutage() {
    // When
    var failure = FailureClassifier.classify("CreatePermissionSet", answer(null, null, 503));

    // Then
    assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
  }

  /** A proxy answered with a page of its own. */
  @Test
  void takesAServerErrorWithoutAnyDetailsForAnOutage() {
    // Given
    var page = SsoAdminException.builder().statusCode(500).message("<html>").build();

    // When
    var failure = FailureClassifier.classify("CreatePermissionSet", page);

    // Then
    assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
  }

  @Test
  void takesANetworkFailureForAnOutageAndTellsItsRoot() {
    // Given
    var failure =
        SdkClientException.create("Unable to execute", new SocketTimeoutException("timed out."));

    // When
    var classified = FailureClassifier.classify("CreateAccountAssignment", failure);

    // Then
    assertThat(classified.kind()).isEqualTo(FailureKind.UNAVAILABLE);
    assertThat(classified)
        .hasMessage("CreateAccountAssignment got no answer from AWS: timed out.")
        .hasCause(failure);
  }

  @Test
  void takesADeadlineForAnOutage() {
    // When
    var failure =
        FailureClassifier.classify(
            "CreateAccountAssignment",
            ApiCallTimeoutException.builder().message("too late").build());

    // Then
    assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
  }

  @Test
  void doesNotGuessWhatAnUnknownExceptionMeans() {
    // When
    var failure =
        FailureClassifier.classify(
            "CreateAccountAssignment", SdkException.create("odd", new IllegalStateException()));

    // Then
    assertThat(failure.kind()).isEqualTo(FailureKind.UNEXPECTED);
  }

  /** Access would be left behind by whoever took it for that. */
  @Test
  void doesNotTakeAKeyThatCannotBeUsedForAnObjectThatIsGone() {
    // When
    var failure =
        FailureClassifier.classify(
            "ListAccountAssignments",
            ResourceNotFoundException.builder()
                .reason(ResourceNotFoundExceptionReason.KMS_NOT_FOUND_EXCEPTION)
                .statusCode(400)
                .awsErrorDetails(details("ResourceNotFoundException", "Key not found"))
                .build());

    // Then
    assertThat(failure.kind()).isEqualTo(FailureKind.ACCESS_DENIED);
    assertThat(failure.getMessage()).contains("Check the KMS key");
  }

  @Test
  void takesAKeyThatCannotBeUsedForNoFaultOfTheSpec() {
    // When
    var disabled =
        FailureClassifier.classify(
            "ListAccountAssignments",
            ValidationException.builder()
                .reason(ValidationExceptionReason.KMS_DISABLED_EXCEPTION)
                .statusCode(400)
                .awsErrorDetails(details("ValidationException", "Key is disabled"))
                .build());
    var slowed =
        FailureClassifier.classify(
            "ListAccountAssignments",
            ThrottlingException.builder()
                .reason(ThrottlingExceptionReason.KMS_THROTTLING_EXCEPTION)
                .statusCode(400)
                .awsErrorDetails(details("ThrottlingException", "Rate exceeded"))
                .build());

    // Then
    assertThat(disabled.kind()).isEqualTo(FailureKind.ACCESS_DENIED);
    assertThat(disabled.getMessage()).contains("Check the KMS key").doesNotContain("Allow");
    assertThat(slowed.kind()).isEqualTo(FailureKind.RATE_EXCEEDED);
  }

  private static AwsErrorDetails details(String code, String message) {
    return AwsErrorDetails.builder().errorCode(code).errorMessage(message).build();
  }

  private static SdkException answer(String code, String message, int status) {
    return SsoAdminException.builder()
        .statusCode(status)
        .requestId("4711")
        .awsErrorDetails(details(code, message))
        .build();
  }
}
