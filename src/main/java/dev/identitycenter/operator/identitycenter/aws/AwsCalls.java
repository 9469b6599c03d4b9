package dev.identitycenter.operator.identitycenter.aws;

import dev.identitycenter.operator.budget.RequestRate;
import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Makes every call: waits for its place in the rate, measures it, classifies its failure. */
final class AwsCalls {

  private static final Logger LOGGER = LoggerFactory.getLogger(AwsCalls.class);

  /** They start asynchronous work, or tell that some ended and made place for other. */
  private static final Set<String> AHEAD =
      Set.of(
          "CreateAccountAssignment",
          "DeleteAccountAssignment",
          "ProvisionPermissionSet",
          "ListAccountAssignmentCreationStatus",
          "ListAccountAssignmentDeletionStatus",
          "ListPermissionSetProvisioningStatus");

  /** Answers that tell something. */
  private static final Set<FailureKind> ORDINARY =
      Set.of(FailureKind.NOT_FOUND, FailureKind.ALREADY_EXISTS);

  private final RequestRate shared;
  private final RequestRate own;
  private final CallObserver observer;
  private final boolean readOnly;

  /**
   * Makes calls within two rates.
   *
   * @param shared the rate of the whole process
   * @param own the rate of the service that is called, which may be lower; a throttle slows only it
   * @param readOnly refuses every call that could change something, whoever makes it
   */
  AwsCalls(RequestRate shared, RequestRate own, CallObserver observer, boolean readOnly) {
    this.shared = shared;
    this.own = own;
    this.observer = observer;
    this.readOnly = readOnly;
  }

  /**
   * Runs one request.
   *
   * @param operation AWS's name of it
   * @throws IdentityCenterException when it fails in any way; also when the SDK fails in a way it
   *     does not document, because the call may have had its effect then
   */
  <T> T call(String operation, Supplier<T> request) {
    if (readOnly && !isRead(operation)) {
      throw new IdentityCenterException(
          FailureKind.READ_ONLY,
          operation,
          "DRY_RUN is on: " + operation + " is not called.",
          null);
    }
    observer.waited(place(operation));
    var start = System.nanoTime();
    try {
      var answer = request.get();
      own.accepted();
      observer.ended(operation, "OK", since(start));
      return answer;
    } catch (IdentityCenterException notAsked) {
      // Something the request is made of had to be asked first; this call was not made.
      throw notAsked;
    } catch (RuntimeException | Error failure) {
      var classified = FailureClassifier.classify(operation, failure);
      if (classified.kind() == FailureKind.UNEXPECTED && !(failure instanceof SdkException)) {
        LOGGER.error("{} failed in an unexpected way", operation, failure);
      }
      if (classified.kind() == FailureKind.RATE_EXCEEDED) {
        own.throttled();
      }
      observer.ended(operation, classified.kind().name(), since(start));
      log(classified);
      throw classified;
    }
  }

  /** AWS's support asks for the request id; a status would change with it at every attempt. */
  private static void log(IdentityCenterException failure) {
    if (failure.getCause() instanceof AwsServiceException answer) {
      var ordinary = ORDINARY.contains(failure.kind()) || failure.kind().isThrottle();
      LOGGER
          .atLevel(ordinary ? Level.DEBUG : Level.INFO)
          .addKeyValue("operation", failure.operation())
          .addKeyValue("kind", failure.kind())
          .addKeyValue("requestId", answer.requestId())
          .log("AWS refused a call");
    }
  }

  private Duration place(String operation) {
    try {
      if (AHEAD.contains(operation)) {
        return shared.acquireAhead();
      }
      return own == shared ? shared.acquire() : own.acquire().plus(shared.acquire());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IdentityCenterException(
          FailureKind.UNAVAILABLE,
          operation,
          "The operator stops before " + operation + ".",
          interrupted);
    }
  }

  private static boolean isRead(String operation) {
    return operation.startsWith("List")
        || operation.startsWith("Describe")
        || operation.startsWith("Get");
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
