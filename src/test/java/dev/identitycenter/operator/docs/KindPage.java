package dev.identitycenter.operator.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One kind as its definition in {@code crds/} describes it. */
final class KindPage {
  private static final String HEADING = "| Field | Type | Meaning |\n|---|---|---|\n";

  private final StringBuilder rows = new StringBuilder();
  private final Set<String> rules = new LinkedHashSet<>();

  private KindPage() {}

  static String of(String plural) throws IOException {
    var definition =
        new YAMLMapper().readTree(Path.of("crds", plural + ".identitycenter.dev.yaml").toFile());
    var version = definition.at("/spec/versions/0");
    var schema = version.at("/schema/openAPIV3Schema");
    var spec = schema.at("/properties/spec");
    return String.join(
        "\n",
        Markdown.withCode(textOf("kind", schema)) + "\n",
        names(definition, version),
        "## spec\n\n" + Markdown.withCode(textOf("spec", spec)) + "\n",
        section("spec", spec),
        "## Rules\n",
        "The API server refuses what breaks one of these, in these words:\n",
        rules(schema),
        "## status\n\n"
            + Markdown.withCode(textOf("status", schema.at("/properties/status")))
            + "\n",
        section("status", schema.at("/properties/status")),
        "## Columns\n",
        columns(version));
  }

  private static String names(JsonNode definition, JsonNode version) {
    var names = definition.at("/spec/names");
    var selectable = new ArrayList<String>();
    version
        .path("selectableFields")
        .forEach(field -> selectable.add("`" + field.path("jsonPath").asText().substring(1) + "`"));
    return """
        | | |
        |---|---|
        | `apiVersion` | `%s/%s` |
        | `kind` | `%s` |
        | For `kubectl` | `%s`, `%s`; with all kinds of the operator: `%s` |
        | `--field-selector` | %s |
        """
        .formatted(
            definition.at("/spec/group").asText(),
            version.path("name").asText(),
            names.path("kind").asText(),
            names.path("plural").asText(),
            names.at("/shortNames/0").asText(),
            names.at("/categories/0").asText(),
            selectable.isEmpty() ? "none of its own" : String.join(", ", selectable));
  }

  private static String section(String path, JsonNode schema) {
    var page = new KindPage();
    page.addFields(path, schema);
    return HEADING + page.rows;
  }

  private void addFields(String path, JsonNode schema) {
    var required = new TreeSet<String>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    for (var property : schema.path("properties").properties()) {
      var name = path + "." + property.getKey();
      var field = property.getValue();
      rows.append(
          "| `%s` | %s | %s |%n"
              .formatted(
                  name.substring(name.indexOf('.') + 1),
                  typeOf(field) + (required.contains(property.getKey()) ? ", **required**" : ""),
                  Markdown.withCode(textOf(name, field))));
      addFields(name, field);
      addFields(name + "[]", field.path("items"));
    }
  }

  private static String textOf(String name, JsonNode field) {
    var text = field.path("description").asText();
    if (text.isBlank()) {
      throw new IllegalStateException(name + " has no description");
    }
    return text;
  }

  private static String typeOf(JsonNode field) {
    if (field.has("enum")) {
      var values = new ArrayList<String>();
      field.path("enum").forEach(value -> values.add("`" + value.asText() + "`"));
      return String.join(", ", values);
    }
    return switch (field.path("type").asText()) {
      case "array" ->
          "list of "
              + typeOf(field.path("items"))
                  .replaceFirst("^(string|object)(?:, (.*))?$", "$1s ($2)")
                  .replace(" ()", "")
              + bounds(field, "minItems", "maxItems", "entries")
              + (field.path("x-kubernetes-list-type").asText().matches("set|map")
                  ? ", each once"
                  : "");
      case "object" ->
          field.has("additionalProperties")
              ? "map of strings" + bounds(field, "minProperties", "maxProperties", "entries")
              : "object";
      case "string" ->
          field.path("format").asText("string")
              + bounds(field, "minLength", "maxLength", "characters");
      default -> field.path("type").asText();
    };
  }

  private static String bounds(JsonNode field, String lowest, String highest, String unit) {
    var least = Optional.of(field.path(lowest)).filter(JsonNode::isInt).map(JsonNode::asText);
    var most = Optional.of(field.path(highest)).filter(JsonNode::isInt).map(JsonNode::asText);
    return most.map(
            to ->
                least
                    .map(from -> ", %s to %s %s".formatted(from, to, unit))
                    .orElse(", at most %s %s".formatted(to, unit)))
        .orElse("");
  }

  private static String rules(JsonNode schema) {
    var page = new KindPage();
    page.addRules("", schema);
    return String.join("\n", page.rules) + "\n";
  }

  private void addRules(String path, JsonNode schema) {
    for (var rule : schema.path("x-kubernetes-validations")) {
      var field = (path + rule.path("fieldPath").asText()).replaceFirst("^\\.", "");
      rules.add("- `%s`: %s.".formatted(field, Markdown.withCode(rule.path("message").asText())));
    }
    for (var property : schema.path("properties").properties()) {
      addRules(path + "." + property.getKey(), property.getValue());
    }
    for (var elements : List.of("items", "additionalProperties")) {
      if (schema.has(elements)) {
        addRules(path + "[]", schema.path(elements));
      }
    }
  }

  private static String columns(JsonNode version) {
    var table =
        new StringBuilder(
            "`kubectl get` shows these, the last ones with `-o wide`:\n\n| Column | Meaning |\n|---|---|\n");
    table.append("| `NAME` | Name of the object. |\n");
    for (var column : version.path("additionalPrinterColumns")) {
      table.append(
          "| `%s`%s | %s |%n"
              .formatted(
                  column.path("name").asText().toUpperCase(Locale.ROOT),
                  column.path("priority").asInt() > 0 ? ", wide" : "",
                  Markdown.withCode(textOf("column", column))));
    }
    return table.toString();
  }
}
