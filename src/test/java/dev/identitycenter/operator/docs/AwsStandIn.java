package dev.identitycenter.operator.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * As much of the AWS CLI as the documentation uses, for machines without it: {@code aws SERVICE
 * OPERATION --parameter value … [--query PATH] [--output text]}, in AWS's own protocol. Where the
 * AWS CLI is installed, it runs instead.
 */
final class AwsStandIn {
  private static final Map<String, String> TARGETS =
      Map.of("sso-admin", "SWBExternalService", "identitystore", "AWSIdentityStore");

  private static final Pattern STEP = Pattern.compile("(\\w+)(?:\\[(\\d+)])?");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI endpoint;
  private final String accessKey;

  AwsStandIn(URI endpoint, String accessKey) {
    this.endpoint = endpoint;
    this.accessKey = accessKey;
  }

  /** Ends with the code of the AWS CLI: 254 when AWS refuses. */
  public static void main(String[] arguments) throws Exception {
    UnaryOperator<String> environment = System::getenv;
    var aws =
        new AwsStandIn(
            URI.create(environment.apply("AWS_ENDPOINT_URL")),
            environment.apply("AWS_ACCESS_KEY_ID"));
    try {
      System.out.println(aws.run(List.of(arguments)));
    } catch (IllegalStateException refused) {
      System.err.println(refused.getMessage());
      System.exit(254);
    }
  }

  /** What the command prints. */
  String run(List<String> arguments) throws IOException, InterruptedException {
    var parameters = JSON.createObjectNode();
    var query = "";
    for (int i = 2; i < arguments.size(); i += 2) {
      switch (arguments.get(i)) {
        case "--query" -> query = arguments.get(i + 1);
        case "--output" -> {}
        default -> put(parameters, arguments.get(i), arguments.get(i + 1));
      }
    }
    var answer = call(arguments.get(0), arguments.get(1), parameters);
    return query.isEmpty() ? answer.toPrettyString() : select(answer, query).asText();
  }

  private static void put(ObjectNode parameters, String option, String value) {
    var name = pascal(option.substring(2));
    if (value.matches("\\d{1,3}")) {
      parameters.put(name, Integer.parseInt(value));
    } else if (value.startsWith("Key=")) {
      var tag = parameters.putArray(name).addObject();
      Stream.of(value.split(",", 2))
          .map(part -> part.split("=", 2))
          .forEach(p -> tag.put(p[0], p[1]));
    } else {
      parameters.put(name, value);
    }
  }

  private JsonNode call(String service, String operation, ObjectNode parameters)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(endpoint)
            .header("Content-Type", "application/x-amz-json-1.1")
            .header("X-Amz-Target", TARGETS.get(service) + "." + pascal(operation))
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=%s/20260101/us-east-1/sso/aws4_request, SignedHeaders=host, Signature=0"
                    .formatted(accessKey))
            .POST(HttpRequest.BodyPublishers.ofString(parameters.toString()))
            .build();
    var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IllegalStateException(
          "An error occurred when calling the %s operation: %s"
              .formatted(pascal(operation), response.body()));
    }
    return response.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(response.body());
  }

  private static JsonNode select(JsonNode answer, String query) {
    var selected = answer;
    for (var part : query.split("\\.", -1)) {
      var step = STEP.matcher(part);
      if (!step.matches()) {
        throw new IllegalStateException("This stand-in of the AWS CLI cannot select " + query);
      }
      selected = selected.path(step.group(1));
      if (step.group(2) != null) {
        selected = selected.path(Integer.parseInt(step.group(2)));
      }
    }
    return selected;
  }

  private static String pascal(String words) {
    return Stream.of(words.split("-", -1))
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(Collectors.joining());
  }
}
