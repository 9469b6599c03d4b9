package dev.identitycenter.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.identitystore.IdentitystoreClient;
import software.amazon.awssdk.services.organizations.model.TooManyRequestsException;
import software.amazon.awssdk.services.ssoadmin.model.ThrottlingException;

class SimulatorThrottlingTest {
  private final SimulatorFixture aws = new SimulatorFixture(options -> options);

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void allSsoAdminCallsShareTwentyPerSecond() {
    var instance = aws.instance();
    for (int i = 0; i < 10; i++) {
      aws.sso().listInstances(request -> {});
      aws.sso().listPermissionSets(request -> request.instanceArn(instance));
    }

    assertThatThrownBy(() -> aws.sso().listInstances(request -> {}))
        .isInstanceOfSatisfying(
            ThrottlingException.class,
            e -> {
              assertThat(e.isThrottlingException()).isTrue();
              assertThat(e.statusCode()).isEqualTo(400);
              assertThat(e.requestId()).isNotBlank();
            })
        .hasMessageContaining("Rate exceeded");
    aws.clock().advance(Duration.ofMillis(50));
    aws.sso().listInstances(request -> {});
    assertThatThrownBy(() -> aws.sso().listInstances(request -> {}))
        .isInstanceOf(ThrottlingException.class);
    assertThat(aws.simulator().journal().maxRequestsInAnySecond()).isEqualTo(23);
  }

  @Test
  void identityStoreCallsAreCountedByOperation() {
    for (int i = 0; i < 20; i++) {
      listUsers(aws.store());
    }

    assertThatThrownBy(() -> listUsers(aws.store()))
        .isInstanceOf(
            software.amazon.awssdk.services.identitystore.model.ThrottlingException.class);
    aws.store().listGroups(request -> request.identityStoreId(aws.storeId()));
  }

  @Test
  void organizationsHasRatesOfItsOwn() {
    aws.organizations().listRoots();
    aws.organizations().listRoots();

    assertThatThrownBy(() -> aws.organizations().listRoots())
        .isInstanceOf(TooManyRequestsException.class);
    aws.clock().advance(Duration.ofSeconds(1));
    aws.organizations().listRoots();
  }

  private void listUsers(IdentitystoreClient store) {
    store.listUsers(request -> request.identityStoreId(aws.storeId()));
  }
}
