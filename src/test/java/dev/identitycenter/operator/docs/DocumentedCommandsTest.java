package dev.identitycenter.operator.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.simulator.Latency;
import dev.identitycenter.operator.simulator.Seed;
import dev.identitycenter.operator.simulator.Simulator;
import dev.identitycenter.operator.simulator.SimulatorOptions;
import dev.identitycenter.operator.testing.LocalAws;
import dev.identitycenter.operator.testing.cluster.Command;
import dev.identitycenter.operator.testing.cluster.Partners;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Does what a reader of each page does, on an API server of its own and a simulated AWS. The README
 * begins with an empty cluster; every other page begins where its installation and the first step
 * of its walk-through end.
 */
@Tag("cluster")
class DocumentedCommandsTest {
  private static final Path FOLDER = Path.of("target", "docs");
  private static final Path ORGANIZATION = Path.of("src/test/resources/docs/organization.yaml");
  private static final Page README = Page.read(Path.of("README.md"));
  private static final String INSTALL = "Install";
  private static final String WALK_THROUGH = "Walk-through";

  /** What pages take for given. */
  private static final List<String> NAMESPACES = List.of("argocd", "team-a", "team-b");

  /** Pages with something to run. */
  static Stream<Page> pages() throws IOException {
    Files.createDirectories(FOLDER);
    var pages = new ArrayList<Page>();
    for (var page : Page.all()) {
      if (!scriptOf(page, true).text().equals(new PageScript(FOLDER).text())) {
        pages.add(page);
      }
    }
    return pages.stream();
  }

  @ParameterizedTest
  @MethodSource("pages")
  @Timeout(value = 4, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.MINUTES)
  void doWhatTheReaderIsToldTheyDo(Page page) throws Exception {
    var name = page.toString().replace('/', '-');
    var script = FOLDER.resolve(name + ".sh");
    Files.writeString(script, scriptOf(page, false).text());
    try (var cluster = TestCluster.start();
        var simulator = Simulator.start(organization());
        var aws = new LocalAws(simulator.endpoint());
        var node =
            NodeStandIn.start(cluster, aws.environment(), FOLDER.resolve(name + ".operator.log"))) {
      for (var namespace : NAMESPACES) {
        cluster.runKubectl("create", "namespace", namespace);
      }
      var result = Command.runWith(environment(cluster, aws), List.of("bash", script.toString()));

      Files.writeString(FOLDER.resolve(name + ".out"), result.output());
      node.requireWell();
      assertThat(result.succeeded())
          .as("%s%n%s", String.join("\n", result.errors()), result.output())
          .isTrue();
    }
  }

  /** Whoever removes a command from the pages removes its excuse as well. */
  @Test
  void everyExceptionIsNeeded() throws IOException {
    Files.createDirectories(FOLDER);
    var used = new HashSet<Pattern>();
    for (var page : Page.all()) {
      used.addAll(scriptOf(page, true).used());
    }

    var listed = new HashSet<>(PageScript.COMMANDS_NOT_RUN.keySet());
    listed.addAll(PageScript.GROUPS_NOT_SERVED.keySet());
    assertThat(used).isEqualTo(listed);
  }

  private static PageScript scriptOf(Page page, boolean alone) throws IOException {
    var script = new PageScript(FOLDER);
    if (page.path().equals(README.path())) {
      // What comes before the installation shows what one gets.
      var installation = page.blocks().stream().map(Page.Block::section).toList().indexOf(INSTALL);
      var blocks = page.blocks();
      script.add(page, blocks.subList(installation, blocks.size()));
      script.add(page, blocks.subList(0, installation));
      return script;
    }
    if (!alone) {
      script.add(README, section(INSTALL));
      script.add(README, section(WALK_THROUGH).subList(0, 1));
    }
    script.add(page, page.blocks());
    return script;
  }

  private static List<Page.Block> section(String name) {
    return README.blocks().stream().filter(block -> block.section().equals(name)).toList();
  }

  private static SimulatorOptions organization() throws IOException {
    return SimulatorOptions.builder()
        .seed(Seed.parse(Files.readString(ORGANIZATION)))
        .latency(Latency.fixed(Duration.ofMillis(50)))
        .build();
  }

  private static Map<String, String> environment(TestCluster cluster, LocalAws aws)
      throws IOException {
    var home = FOLDER.resolve("home").toAbsolutePath().toString();
    var environment = aws.environment();
    environment.put("KUBECONFIG", cluster.kubeconfig().toString());
    environment.put("KUBECACHEDIR", home);
    environment.put("HELM_CACHE_HOME", home);
    environment.put("HELM_CONFIG_HOME", home);
    environment.put("HELM_DATA_HOME", home);
    environment.put("AWS_PAGER", "");
    environment.put(
        "PATH",
        String.join(
            ":",
            cluster.kubectl().getParent().toString(),
            Partners.helm().getParent().toString(),
            environment.get("PATH"),
            standIns().toString()));
    return environment;
  }

  /** A folder at the end of the path, for programs that the machine may not have. */
  private static Path standIns() throws IOException {
    var folder = Files.createDirectories(FOLDER.resolve("stand-ins")).toAbsolutePath();
    var program = folder.resolve("aws");
    Files.writeString(
        program,
        """
        #!/usr/bin/env bash
        exec '%s' -cp '%s' %s "$@"
        """
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                AwsStandIn.class.getName()));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return folder;
  }
}
