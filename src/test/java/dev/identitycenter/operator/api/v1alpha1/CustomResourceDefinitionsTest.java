package dev.identitycenter.operator.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is in {@code crds/} is what the Java types say; {@code make crds} writes it there. */
class CustomResourceDefinitionsTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  @Test
  void theCommittedDefinitionsAreThoseOfTheJavaTypes() throws IOException {
    for (var entry : CustomResourceDefinitions.generate().entrySet()) {
      var file = CustomResourceDefinitions.DIRECTORY.resolve(entry.getKey());
      if (Boolean.getBoolean("crds.write")) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, entry.getValue());
      }
      assertThat(file)
          .as("%s differs from the Java types; run make crds and commit the result", file)
          .content()
          .isEqualTo(entry.getValue());
    }
  }

  @Test
  void everyFieldIsExplained() throws IOException {
    for (var text : CustomResourceDefinitions.generate().values()) {
      var schema = YAML.readTree(text).at("/spec/versions/0/schema/openAPIV3Schema");
      var silent = new ArrayList<String>();
      collectSilentFields("", schema, silent);
      // The API server explains these itself.
      silent.removeAll(List.of(".metadata", ".metadata.name"));
      assertThat(silent).as("fields without description").isEmpty();
    }
  }

  /** Elements of lists and maps are explained by the list or map. */
  private static void collectSilentFields(String path, JsonNode schema, List<String> silent) {
    if (schema.path("description").asText().isBlank()) {
      silent.add(path);
    }
    collectSilentPropertiesOf(path, schema, silent);
  }

  private static void collectSilentPropertiesOf(String path, JsonNode schema, List<String> silent) {
    schema
        .path("properties")
        .properties()
        .forEach(
            property ->
                collectSilentFields(path + "." + property.getKey(), property.getValue(), silent));
    for (var elements : List.of("items", "additionalProperties")) {
      if (schema.has(elements)) {
        collectSilentPropertiesOf(path + "[]", schema.get(elements), silent);
      }
    }
  }

  @Test
  void aSampleShowsEveryFieldOfASpec() throws IOException {
    for (var text : CustomResourceDefinitions.generate().values()) {
      var definition = YAML.readTree(text);
      var kind = definition.at("/spec/names/singular").asText();
      var sample = Files.readString(Path.of("config/samples/reference", kind + ".yaml"));
      var spec = definition.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
      for (var properties : spec.findValues("properties")) {
        for (var name : (Iterable<String>) properties::fieldNames) {
          assertThat(sample).as("field %s of %s", name, kind).contains(name + ":");
        }
      }
    }
  }

  @Test
  void nothingIsDefaultedByTheSchema() throws IOException {
    for (var text : CustomResourceDefinitions.generate().values()) {
      assertThat(YAML.readTree(text).findValues("default")).isEmpty();
    }
  }

  @Test
  void everyRuleHasASentence() throws IOException {
    for (var text : CustomResourceDefinitions.generate().values()) {
      for (var rules : YAML.readTree(text).findValues("x-kubernetes-validations")) {
        assertThat(rules)
            .allSatisfy(rule -> assertThat(rule.path("message").asText()).isNotBlank());
      }
    }
  }
}
