package dev.identitycenter.operator.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Argo CD passes the tests that are written in its own form beside each script. */
class HealthScriptTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final List<String> KINDS = List.of("PermissionSet", "AccountAssignment");

  private static GitOps gitOps;

  @BeforeAll
  static void start() {
    gitOps = GitOps.assessing();
  }

  @AfterAll
  static void stop() {
    gitOps.close();
  }

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

  /** Of an object that is being deleted, Argo CD shows another message. */
  private static void assess(String kind, JsonNode test) throws IOException {
    var input = folder(kind).resolve(test.path("inputPath").asText());
    var expected = test.path("healthStatus");
    var deleting = expected.has("deletionMessage");

    var assessment = gitOps.assess(YAML.readTree(Files.readString(input)));

    assertThat(assessment.health()).isEqualTo(expected.path("status").asText());
    assertThat(assessment.healthMessage())
        .isEqualTo(expected.path(deleting ? "deletionMessage" : "message").asText());
    assertThat(assessment.kstatus().equals("Terminating")).isEqualTo(deleting);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PermissionSet", "AccountAssignment"})
  void hasATestForEachFixtureAndEachHealth(String kind) throws IOException {
    List<String> fixtures;
    try (var files = Files.list(folder(kind).resolve("testdata"))) {
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
    var configMap = YAML.readTree(Files.readString(GitOps.CONFIG_MAP));

    assertThat(
            configMap
                .path("data")
                .path("resource.customizations.health.identitycenter.dev_" + kind)
                .asText())
        .isEqualTo(Files.readString(folder(kind).resolve("health.lua")));
  }

  private static Stream<JsonNode> tests(String kind) {
    try {
      var tests = YAML.readTree(Files.readString(folder(kind).resolve("health_test.yaml")));
      return StreamSupport.stream(tests.path("tests").spliterator(), false);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where the script, its tests and their data are. */
  private static Path folder(String kind) {
    return Path.of("config/argocd/identitycenter.dev", kind);
  }
}
