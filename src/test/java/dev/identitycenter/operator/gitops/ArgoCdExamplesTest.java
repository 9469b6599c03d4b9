package dev.identitycenter.operator.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples follow the advice of docs/argocd.md. */
class ArgoCdExamplesTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Path FOLDER = Path.of("config/argocd");

  @Test
  void permissionSetsComeBeforeAssignments() throws IOException {
    assertThat(documents("example/permission-sets.yaml"))
        .isNotEmpty()
        .allSatisfy(set -> assertThat(wave(set)).isEqualTo("0"))
        .allSatisfy(
            set ->
                assertThat(annotation(set, "sync-options"))
                    .isEqualTo("Prune=confirm,Delete=confirm"));
    assertThat(documents("example/account-assignments.yaml"))
        .isNotEmpty()
        .allSatisfy(assignment -> assertThat(wave(assignment)).isEqualTo("1"));
  }

  @Test
  void theOperatorComesFirstAndIsNotDeletedWithItsApplication() throws IOException {
    var applications = documents("application.yaml");

    assertThat(applications).extracting(ArgoCdExamplesTest::wave).containsExactly("-1", "0");
    assertThat(applications)
        .extracting(application -> application.path("metadata").has("finalizers"))
        .containsExactly(false, true);
  }

  @Test
  void theOperatorIsTheFirstStepAndTheLastToGo() throws IOException {
    var strategy = documents("applicationset.yaml").get(0).path("spec").path("strategy");

    assertThat(strategy.path("rollingSync").path("steps"))
        .extracting(step -> step.path("matchExpressions").path(0).path("values").path(0).asText())
        .containsExactly("operator", "access");
    assertThat(strategy.path("deletionOrder").asText()).isEqualTo("Reverse");
  }

  /**
   * Replacing an object deletes it first: access is gone meanwhile, and the role gets a new ARN.
   */
  @Test
  void nothingIsEverReplaced() throws IOException {
    try (var files = Files.walk(FOLDER)) {
      for (var file : files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
        assertThat(Files.readString(file))
            .describedAs("%s", file)
            .doesNotContain("Replace=true", "Force=true");
      }
    }
  }

  private static List<JsonNode> documents(String file) throws IOException {
    try (var parser = YAML.getFactory().createParser(FOLDER.resolve(file).toFile())) {
      return YAML.readValues(parser, JsonNode.class).readAll();
    }
  }

  private static String wave(JsonNode object) {
    return annotation(object, "sync-wave");
  }

  private static String annotation(JsonNode object, String name) {
    return object.path("metadata").path("annotations").path("argocd.argoproj.io/" + name).asText();
  }
}
