package dev.identitycenter.operator.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;

/** What AWS does not have: a look inside, and ways to make things go wrong, over HTTP. */
final class AdminEndpoint {
  private static final String HELP =
      """
      GET    /_admin/snapshot   what AWS looks like now
      GET    /_admin/journal    calls and workflows
      DELETE /_admin/journal    forget them
      POST   /_admin/seed       start again from a seed (YAML or JSON)
      POST   /_admin/accounts   {"id": "222222222222", "state": "SUSPENDED"}
      POST   /_admin/faults     {"operation": "CreateAccountAssignment", "times": 3, "fault": "throttled"}
                                {"operation": "*", "probability": 0.1, "fault": "serverErrorAfterEffect"}
                                {"operation": "*", "times": 1, "code": "ValidationException", "message": "no"}
                                {"operation": "ProvisionPermissionSet", "account": "222222222222", "reason": "…"}
                                faults: throttled tooManyOutstanding serverError serverErrorAfterEffect
                                connectionClosed connectionClosedAfterEffect accessDenied conflictInProcess
      DELETE /_admin/faults     nothing goes wrong any more
      """;

  private static final Map<String, Supplier<Fault>> FAULTS =
      Map.of(
          "throttled", Fault::throttled,
          "tooManyOutstanding", Fault::tooManyOutstanding,
          "serverError", Fault::serverError,
          "serverErrorAfterEffect", Fault::serverErrorAfterEffect,
          "connectionClosed", Fault::connectionClosed,
          "connectionClosedAfterEffect", Fault::connectionClosedAfterEffect,
          "accessDenied", Fault::accessDenied,
          "conflictInProcess", Fault::conflictInProcess);

  private final World world;

  AdminEndpoint(World world) {
    this.world = world;
  }

  void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      int status = 200;
      String text;
      try {
        text = answer(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), body);
      } catch (IllegalArgumentException | JsonProcessingException e) {
        status = 400;
        text = e.getMessage() + "\n";
      }
      exchange
          .getResponseHeaders()
          .set(
              "Content-Type",
              text.startsWith("{") ? "application/json" : "text/plain; charset=utf-8");
      var bytes = text.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private String answer(String method, String path, String body) throws JsonProcessingException {
    return switch (method + " " + path) {
      case "GET /_admin/" -> HELP;
      case "GET /_admin/snapshot" -> write(world.snapshot());
      case "GET /_admin/journal" ->
          write(
              Map.of("calls", world.journal().entries(), "workflows", world.journal().workflows()));
      case "DELETE /_admin/journal" -> done(world.journal()::clear);
      case "POST /_admin/seed" -> done(() -> world.seed(Seed.parse(body)));
      case "POST /_admin/accounts" -> changeAccount(Json.MAPPER.readTree(body));
      case "POST /_admin/faults" -> plan(Json.MAPPER.readTree(body));
      case "DELETE /_admin/faults" -> done(world.faults()::clear);
      default -> throw new IllegalArgumentException("There is no " + method + " " + path + ".");
    };
  }

  private String changeAccount(JsonNode json) {
    var state = AccountState.valueOf(json.path("state").asText());
    world.changeAccount(json.path("id").asText(), account -> account.in(state));
    return "{}\n";
  }

  private String plan(JsonNode json) {
    var operation = json.path("operation").asText("*");
    var times = json.path("times").asInt(Integer.MAX_VALUE);
    var probability = json.path("probability").asDouble(1);
    if (json.hasNonNull("reason")) {
      return done(
          () ->
              world
                  .faults()
                  .failWorkflows(
                      new WorkflowFault(
                          operation,
                          json.path("account").asText("*"),
                          json.get("reason").asText(),
                          times,
                          probability)));
    }
    var fault = fault(json);
    return done(() -> world.faults().plan(operation, times, probability, fault));
  }

  private static Fault fault(JsonNode json) {
    if (json.hasNonNull("code")) {
      return Fault.error(json.get("code").asText(), json.path("message").asText(""));
    }
    var fault = FAULTS.get(json.path("fault").asText());
    if (fault == null) {
      throw new IllegalArgumentException(
          "A fault has a reason, a code, or one of " + FAULTS.keySet() + " as fault.");
    }
    return fault.get();
  }

  private static String done(Runnable action) {
    action.run();
    return "{}\n";
  }

  private static String write(Object value) throws JsonProcessingException {
    return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
  }
}
