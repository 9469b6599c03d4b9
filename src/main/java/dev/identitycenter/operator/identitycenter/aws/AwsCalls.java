package dev.identitycenter.operator.identitycenter.aws;

import dev.identitycenter.operator.budget.RequestRate;
import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/** Makes every call: waits for its place in the rate, measures it, classifies its failure. */
final class AwsCalls {

  /** They start asynchronous work, or tell that some ended and made place for other. */
  private static final Set<String> AHEAD =
      Set.of(
          "CreateAccountAssignment",
          "DeleteAccountAssignment",
          "ProvisionPermissionSet",
          "ListAccountAssignmentCreationStatus",
          "ListAccountAssignmentDeletionStatus",
          "ListPermissionSetProvisioningStatus");

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
   * @throws IdentityCenterException when it fails in any way
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
    } catch (SdkException | UncheckedIOException failure) {
      var classified =
          failure instanceof SdkException told
              ? FailureClassifier.classify(operation, told)
              // The SDK lets a kept connection that cannot be renewed pass as it is.
              : FailureClassifier.unanswered(operation, failure);
      if (classified.kind() == FailureKind.RATE_EXCEEDED) {
        own.throttled();
      }
      observer.ended(operation, classified.kind().name(), since(start));
      throw classified;
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
