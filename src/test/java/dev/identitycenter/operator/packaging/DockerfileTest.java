package dev.identitycenter.operator.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.identitycenter.operator.testing.cluster.Command;
import dev.identitycenter.operator.testing.cluster.Partners;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be said of the Dockerfile by reading it; tools/image-check runs what it makes. */
class DockerfileTest {
  private static final Path DOCKERFILE = Path.of("Dockerfile");
  private static final String HEX = "[0-9a-f]{64}";

  @Test
  void followsTheRulesOfBuildKit() {
    assertThat(lint(DOCKERFILE)).isEqualTo(new Command.Result(0, "", List.of()));
  }

  /** The same file with one mistake, so that a linter that saw nothing would be noticed. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "ENV PATH=/opt/identity-center/jre/bin:, ENV X=$NOBODY PATH=, UndefinedVar: ",
        "WORKDIR /source, WORKDIR source, WorkdirRelativePath: ",
        "ARG REVISION=, ARG PASSWORD=, SecretsUsedInArgOrEnv: ",
        "`CMD [\"--host=0.0.0.0\"]`, CMD everywhere, JSONArgsRecommended: ",
        "FROM runtime AS operator, FROM runtime AS simulator, DuplicateStageName: ",
        "EXPOSE 8080, EXPOSED 8080, error: ",
      })
  void complainsAboutAMistake(String right, String wrong, String rule, @TempDir Path folder)
      throws IOException {
    var text = Files.readString(DOCKERFILE);
    assertThat(text).containsOnlyOnce(right);
    var line = text.substring(0, text.indexOf(right)).lines().count() + 1;
    var file = Files.writeString(folder.resolve("Dockerfile"), text.replace(right, wrong));

    var result = lint(file);

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.output()).contains(file + ":" + line + ": " + rule);
  }

  @Test
  void tellsTheRegistryWhatTheImageIs() throws IOException {
    var labels = labels();

    assertThat(labels.keySet())
        .containsExactlyInAnyOrder(
            "base.digest",
            "base.name",
            "created",
            "description",
            "documentation",
            "licenses",
            "revision",
            "source",
            "title",
            "url",
            "version");
    var chart = new YAMLMapper().readTree(Helm.CHART.resolve("Chart.yaml").toFile());
    var home = chart.path("home").asText();
    assertThat(labels)
        .containsEntry("url", home)
        .containsEntry("source", home)
        .containsEntry("documentation", home + "/blob/main/README.md")
        .containsEntry("description", chart.path("description").asText());
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains("<version>%s</version>".formatted(argument("VERSION")));
  }

  @Test
  void namesTheBaseItIsBuiltOn() throws IOException {
    var base =
        Pattern.compile("^FROM (\\S+)@(sha256:%s) AS runtime$".formatted(HEX), Pattern.MULTILINE)
            .matcher(Files.readString(DOCKERFILE));
    assertThat(base.find()).isTrue();

    assertThat(labels())
        .containsEntry("base.name", "docker.io/library/" + base.group(1))
        .containsEntry("base.digest", base.group(2));
  }

  /**
   * Labels of the OCI specification; of one in several stages, the last, which is the operator's.
   */
  private static Map<String, String> labels() throws IOException {
    var labels = new TreeMap<String, String>();
    Pattern.compile("org[.]opencontainers[.]image[.]([\\w.]+)=\"([^\"]*)\"")
        .matcher(Files.readString(DOCKERFILE))
        .results()
        .forEach(label -> labels.put(label.group(1), label.group(2)));
    return labels;
  }

  private static String argument(String name) throws IOException {
    var found =
        Pattern.compile("^ARG %s=(\\S+)$".formatted(name), Pattern.MULTILINE)
            .matcher(Files.readString(DOCKERFILE));
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  private static Command.Result lint(Path file) {
    return Command.runWith(
        Map.of(), List.of(Partners.dockerfileLint().toString(), file.toString()));
  }
}
