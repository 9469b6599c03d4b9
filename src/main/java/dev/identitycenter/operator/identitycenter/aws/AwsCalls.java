package dev.identitycenter.operator.identitycenter.aws;

import dev.identitycenter.operator.budget.RequestRate;
import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import java.time.Duration;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/** Makes every call: waits for its place in the rate, measures it, classifies its failure. */
final class AwsCalls {

  private final RequestRate rate;
  private final CallObserver observer;

  AwsCalls(RequestRate rate, CallObserver observer) {
    this.rate = rate;
    this.observer = observer;
  }

  /**
   * Runs one request.
   *
   * @param operation AWS's name of it
   * @throws IdentityCenterException when it fails in any way
   */
  <T> T call(String operation, Supplier<T> request) {
    observer.waited(place(operation));
    var start = System.nanoTime();
    try {
      var answer = request.get();
      rate.accepted();
      observer.ended(operation, "OK", since(start));
      return answer;
    } catch (SdkException failure) {
      var classified = FailureClassifier.classify(operation, failure);
      if (classified.kind() == FailureKind.RATE_EXCEEDED) {
        rate.throttled();
      }
      observer.ended(operation, classified.kind().name(), since(start));
      throw classified;
    }
  }

  private Duration place(String operation) {
    try {
      return rate.acquire();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IdentityCenterException(
          FailureKind.UNAVAILABLE,
          operation,
          "The operator stops before " + operation + ".",
          interrupted);
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
