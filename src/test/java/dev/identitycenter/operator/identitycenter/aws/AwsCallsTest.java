package dev.identitycenter.operator.identitycenter.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.identitycenter.operator.background.Tempo;
import dev.identitycenter.operator.budget.RequestRate;
import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

class AwsCallsTest {
  private final RequestRate rate = new RequestRate(20, Tempo.real());
  private final AwsCalls calls = new AwsCalls(rate, rate, CallObserver.NONE, false);

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
