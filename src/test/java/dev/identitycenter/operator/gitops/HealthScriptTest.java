package dev.identitycenter.operator.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.identitycenter.operator.gitops.HealthScript.Health;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the tests that are written in Argo CD's own form beside each script. */
class HealthScriptTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final List<String> KINDS = List.of("PermissionSet", "AccountAssignment");

  @TestFactory
  Stream<DynamicTest> assessesWhatItsTestsShow() {
    return KINDS.stream()
        .flatMap(
            kind ->
                tests(kind)
                    .map(
                        test ->
                            DynamicTest.dynamicTest(
                                kind + " " + test.path("inputPath").asText(),
                                () -> assess(kind, test))));
  }

  private static void assess(String kind, JsonNode test) throws IOException {
    var input = HealthScript.folder(kind).resolve(test.path("inputPath").asText());
    var expected = test.path("healthStatus");

    var health = HealthScript.of(kind).assess(YAML.readTree(Files.readString(input)));

    assertThat(health)
        .isEqualTo(new Health(expected.path("status").asText(), expected.path("message").asText()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PermissionSet", "AccountAssignment"})
  void hasATestForEachFixtureAndEachHealth(String kind) throws IOException {
    List<String> fixtures;
    try (var files = Files.list(HealthScript.folder(kind).resolve("testdata"))) {
      fixtures = files.map(file -> "testdata/" + file.getFileName()).sorted().toList();
    }

    assertThat(tests(kind).map(test -> test.path("inputPath").asText()))
        .containsExactlyInAnyOrderElementsOf(fixtures);
    assertThat(tests(kind).map(test -> test.path("healthStatus").path("status").asText()))
        .contains("Healthy", "Progressing", "Degraded", "Suspended");
  }

  /** People without a checkout of Argo CD install the scripts by this ConfigMap. */
  @ParameterizedTest
  @ValueSource(strings = {"PermissionSet", "AccountAssignment"})
  void isTheScriptOfTheConfigMap(String kind) throws IOException {
    var configMap = YAML.readTree(Files.readString(Path.of("config/argocd/argocd-cm.yaml")));

    assertThat(
            configMap
                .path("data")
                .path("resource.customizations.health.identitycenter.dev_" + kind)
                .asText())
        .isEqualTo(HealthScript.of(kind).source());
  }

  private static Stream<JsonNode> tests(String kind) {
    try {
      var tests =
          YAML.readTree(HealthScript.read(HealthScript.folder(kind).resolve("health_test.yaml")));
      return StreamSupport.stream(tests.path("tests").spliterator(), false);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
