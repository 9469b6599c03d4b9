package dev.identitycenter.operator.identitycenter.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.identitycenter.operator.background.Tempo;
import dev.identitycenter.operator.budget.RequestRate;
import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

class AwsCallsTest {
  private final RequestRate rate = new RequestRate(20, Tempo.real());
  private final AwsCalls calls = new AwsCalls(rate, rate, CallObserver.NONE, false);

  static Stream<Throwable> strangeFailures() {
    return Stream.of(
        new IllegalStateException("Connection pool shut down"),
        new NullPointerException(),
        new NoClassDefFoundError("software/amazon/awssdk/Something"),
        AbortedException.create("Thread was interrupted"),
        SdkException.create("odd", new IllegalStateException()));
  }

  /** Whatever the SDK throws, the call may have had its effect. */
  @ParameterizedTest
  @MethodSource("strangeFailures")
  void leavesOpenWhetherACallHadItsEffect(Throwable strange) {
    assertThatThrownBy(() -> calls.call("CreateAccountAssignment", () -> failing(strange)))
        .isInstanceOfSatisfying(
            IdentityCenterException.class,
            failure -> assertThat(failure.kind().isUnclear()).isTrue())
        .hasCause(strange);
  }

  /** The instance is asked for first; that failure says which call was made. */
  @Test
  void passesOnTheFailureOfACallThatHadToComeFirst() {
    var first =
        new IdentityCenterException(FailureKind.ACCESS_DENIED, "ListInstances", "Denied.", null);

    assertThatThrownBy(
            () ->
                calls.call(
                    "CreateAccountAssignment",
                    () -> {
                      throw first;
                    }))
        .isSameAs(first);
  }

  private static Object failing(Throwable strange) {
    if (strange instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) strange;
  }

  @Test
  void knowsABrokenConnectionThatTheSdkDoesNotTranslate() {
    assertThatThrownBy(
            () ->
                calls.call(
                    "CreateAccountAssignment",
                    () -> {
                      throw new UncheckedIOException(new ConnectException("Connection refused"));
                    }))
        .isInstanceOfSatisfying(
            IdentityCenterException.class,
            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE))
        .hasMessage("CreateAccountAssignment got no answer from AWS: Connection refused.");
  }
}
