package dev.identitycenter.operator.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.identitycenter.operator.testing.cluster.Command;
import dev.identitycenter.operator.testing.cluster.Partners;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The real Helm, without the developer's own configuration. */
final class Helm {
  static final Path CHART = Path.of("helm", "identity-center-operator");

  private static final YAMLMapper YAML = new YAMLMapper(new YAMLFactory());

  private final Path program = Partners.helm();
  private final Map<String, String> environment;

  private Helm(Map<String, String> environment) {
    this.environment = environment;
  }

  /** A Helm that knows no cluster. */
  static Helm offline() {
    return on(Path.of("/dev/null"));
  }

  /** A Helm that works on a cluster. */
  static Helm on(Path kubeconfig) {
    var home = Path.of("target", "helm").toAbsolutePath().toString();
    return new Helm(
        Map.of(
            "HELM_CACHE_HOME", home,
            "HELM_CONFIG_HOME", home,
            "HELM_DATA_HOME", home,
            "HOME", home,
            "KUBECONFIG", kubeconfig.toString()));
  }

  /** Runs it to its end. */
  Command.Result run(String... arguments) {
    var command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    return Command.runWith(environment, command);
  }

  /**
   * Runs it and returns what it prints.
   *
   * @throws IllegalStateException with its complaint when it fails
   */
  String succeed(String... arguments) {
    var result = run(arguments);
    if (!result.succeeded()) {
      throw new IllegalStateException(String.join("\n", result.errors()) + result.output());
    }
    return result.output();
  }

  /**
   * Runs it and returns what it complains about.
   *
   * @throws IllegalStateException when it does not fail
   */
  String fail(String... arguments) {
    var result = run(arguments);
    if (result.succeeded()) {
      throw new IllegalStateException("helm " + String.join(" ", arguments) + " succeeded");
    }
    return String.join("\n", result.errors());
  }

  /** The manifests of release {@code operator} in namespace {@code access}. */
  Manifests template(String... options) {
    var arguments =
        new ArrayList<>(List.of("template", "operator", CHART.toString(), "--namespace=access"));
    arguments.addAll(List.of(options));
    return Manifests.of(succeed(arguments.toArray(String[]::new)));
  }

  /**
   * Rendered objects by kind and name, such as {@code Deployment/operator}; one in another
   * namespace than the release's has it in front of the name, such as {@code Role/team-a/operator}.
   */
  record Manifests(Map<String, JsonNode> objects) {
    static Manifests of(String text) {
      var objects = new TreeMap<String, JsonNode>();
      try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
        while (documents.hasNextValue()) {
          var document = documents.nextValue();
          if (document.isObject()) {
            objects.put(keyOf(document), document);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(text, e);
      }
      return new Manifests(objects);
    }

    private static String keyOf(JsonNode object) {
      var namespace = object.at("/metadata/namespace").asText();
      return object.path("kind").asText()
          + "/"
          + (namespace.isEmpty() || namespace.equals("access") ? "" : namespace + "/")
          + object.at("/metadata/name").asText();
    }

    JsonNode get(String key) {
      var object = objects.get(key);
      if (object == null) {
        throw new IllegalArgumentException(key + " is not among " + objects.keySet());
      }
      return object;
    }

    /** The objects of one kind. */
    List<JsonNode> ofKind(String kind) {
      return objects.values().stream()
          .filter(object -> object.path("kind").asText().equals(kind))
          .toList();
    }

    /** The operator's container. */
    JsonNode operator() {
      return get("Deployment/operator-identity-center-operator")
          .at("/spec/template/spec/containers/0");
    }
  }
}
