package dev.identitycenter.operator.simulator;

import static dev.identitycenter.operator.simulator.SimulatorFixture.DEV;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ssoadmin.model.ThrottlingException;

class SimulatorAdminTest {
  private final SimulatorFixture aws = new SimulatorFixture();

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void explainsItself() throws Exception {
    var answer = call("GET", "", "");

    assertThat(answer.body()).contains("POST   /_admin/faults");
    assertThat(call("GET", "nothing", "").statusCode()).isEqualTo(400);
  }

  @Test
  void showsStateAndJournal() throws Exception {
    var set = aws.createSet("AuditAccess");
    aws.assign(set, DEV, aws.frank());

    assertThat(json("snapshot").at("/permissionSets/0/name").asText()).isEqualTo("AuditAccess");
    assertThat(json("snapshot").at("/inFlight/0/accountId").asText()).isEqualTo(DEV);
    assertThat(json("journal").at("/calls/0/operation").asText()).isEqualTo("CreatePermissionSet");
    assertThat(json("journal").at("/workflows/0/kind").asText()).isEqualTo("CREATE_ASSIGNMENT");
    call("DELETE", "journal", "");
    assertThat(aws.simulator().journal().entries()).isEmpty();
  }

  @Test
  void plansFaults() throws Exception {
    call("POST", "faults", "{\"operation\": \"ListInstances\", \"fault\": \"throttled\"}");

    assertThatThrownBy(() -> aws.sso().listInstances(request -> {}))
        .isInstanceOf(ThrottlingException.class);
    call("DELETE", "faults", "");
    aws.sso().listInstances(request -> {});
    assertThat(call("POST", "faults", "{\"fault\": \"strange\"}").statusCode()).isEqualTo(400);
  }

  @Test
  void changesAccountsAndStartsAgainFromASeed() throws Exception {
    call("POST", "accounts", "{\"id\": \"%s\", \"state\": \"CLOSED\"}".formatted(DEV));
    assertThat(aws.snapshot().accounts().get(1).state()).isEqualTo(AccountState.CLOSED);

    call("POST", "seed", "accounts: [{id: \"999999999999\", name: Other}]");
    assertThat(aws.snapshot().accounts())
        .extracting(Snapshot.Account::id)
        .containsExactly("999999999999");
    assertThat(call("POST", "seed", "accounts: []").statusCode()).isEqualTo(400);
  }

  private JsonNode json(String path) throws IOException, InterruptedException {
    return Json.MAPPER.readTree(call("GET", path, "").body());
  }

  private HttpResponse<String> call(String method, String path, String body)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(aws.simulator().endpoint().resolve("/_admin/" + path))
                .method(method, BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
  }
}
