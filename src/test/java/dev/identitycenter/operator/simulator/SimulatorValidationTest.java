package dev.identitycenter.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.organizations.model.InvalidInputException;
import software.amazon.awssdk.services.ssoadmin.model.CreatePermissionSetRequest;
import software.amazon.awssdk.services.ssoadmin.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ssoadmin.model.ValidationException;

class SimulatorValidationTest {
  private final SimulatorFixture aws = new SimulatorFixture();

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void namesTheConstraintAsAwsDoes() {
    assertThatThrownBy(() -> create(request -> request.name("two words")))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining(
            "1 validation error detected: Value 'two words' at 'name' failed to satisfy"
                + " constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+");
    assertThatThrownBy(() -> create(request -> request.name("x".repeat(33))))
        .hasMessageContaining("Member must have length less than or equal to 32");
  }

  @Test
  void reportsAllViolationsTogether() {
    assertThatThrownBy(() -> create(request -> request.description("").relayState("ä")))
        .hasMessageContaining("3 validation errors detected:")
        .hasMessageContaining("Value null at 'name' failed to satisfy constraint: Member must not")
        .hasMessageContaining("at 'description'")
        .hasMessageContaining("at 'relayState'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT59M", "PT12H1S", "P1Y", "4h", "-PT2H"})
  void refusesDurationsOutOfBounds(String duration) {
    assertThatThrownBy(() -> create(request -> request.name("A").sessionDuration(duration)))
        .isInstanceOf(ValidationException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "PT60M", "PT12H", "PT5400S"})
  void keepsDurationsWithinBoundsAsTheyAreSpelled(String duration) {
    create(request -> request.name("A").sessionDuration(duration));

    assertThat(aws.snapshot().permissionSet("A").orElseThrow().content().sessionDuration())
        .isEqualTo(duration);
  }

  @Test
  void knowsOnlyItsOwnInstance() {
    assertThatThrownBy(
            () ->
                aws.sso()
                    .listPermissionSets(
                        request ->
                            request.instanceArn("arn:aws:sso:::instance/ssoins-0000000000000000")))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(
            () -> aws.sso().listPermissionSets(request -> request.instanceArn("ssoins-1")))
        .isInstanceOf(ValidationException.class);
  }

  @Test
  void boundsThePageSize() {
    assertThatThrownBy(
            () ->
                aws.sso()
                    .listPermissionSets(
                        request -> request.instanceArn(aws.instance()).maxResults(101)))
        .hasMessageContaining("Member must have value less than or equal to 100");
    assertThatThrownBy(() -> aws.organizations().listAccounts(request -> request.maxResults(21)))
        .isInstanceOf(InvalidInputException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "SWBExternalService.ListApplications, UnknownOperationException",
    "AmazonEC2.DescribeInstances, UnknownOperationException",
    "SWBExternalService.ListInstances, MissingAuthenticationTokenException"
  })
  void answersStrangeCallsInJson(String target, String type) throws Exception {
    var response = post(target, "{}");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
    assertThat(Json.MAPPER.readTree(response.body()).get("__type").asText()).isEqualTo(type);
    assertThat(aws.simulator().journal().entries()).last().matches(call -> !call.isOk());
  }

  private void create(Consumer<CreatePermissionSetRequest.Builder> change) {
    aws.sso()
        .createPermissionSet(
            request -> {
              request.instanceArn(aws.instance());
              change.accept(request);
            });
  }

  private HttpResponse<String> post(String target, String body)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(aws.simulator().endpoint())
                .header("X-Amz-Target", target)
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
  }
}
