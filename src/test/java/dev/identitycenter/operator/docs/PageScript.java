package dev.identitycenter.operator.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Pages as one shell script that does what their reader does, from top to bottom: runs the
 * commands, applies the manifests, and waits until those of our kinds are ready.
 */
final class PageScript {
  private static final YAMLMapper YAML = new YAMLMapper();

  /** Commands that cannot run here, by how they begin, and why. */
  static final Map<Pattern, String> COMMANDS_NOT_RUN =
      patterns(
          Map.of(
              "make |mvn ", "build this repository, as the running test does",
              "docker ", "needs a container engine; make image-check checks the image without",
              "export KUBECONFIG=|\\$\\(tools/build kubectl\\)", "needs a test at a breakpoint",
              "kubectl( -n \\S+)? logs ", "needs a kubelet",
              "aws (iam|eks|cloudtrail) ", "needs AWS: not Identity Center",
              "terraform ", "needs Terraform and its state"));

  /** API groups whose manifests cannot be applied here, and why. */
  static final Map<Pattern, String> GROUPS_NOT_SERVED =
      patterns(Map.of("[a-z]+\\.toolkit\\.fluxcd\\.io/.*", "needs the definitions of Flux"));

  private static final String OURS = "identitycenter.dev/";
  private static final String VALUES = "# values.yaml";

  private static final String PROLOGUE =
      """
      set -euo pipefail
      trap 'echo "This failed: $at" >&2' ERR
      in_namespace() {
        kubectl get namespace "$1" >/dev/null 2>&1 || kubectl create namespace "$1"
      }
      """;

  private final Path folder;
  private final StringBuilder script = new StringBuilder(PROLOGUE);
  private final Set<Pattern> used = new HashSet<>();

  /** A script that keeps the manifests in a folder. */
  PageScript(Path folder) {
    this.folder = folder;
  }

  private static Map<Pattern, String> patterns(Map<String, String> reasons) {
    var patterns = new LinkedHashMap<Pattern, String>();
    reasons.forEach((begin, reason) -> patterns.put(Pattern.compile(begin), reason));
    return patterns;
  }

  String text() {
    return script.toString();
  }

  /** The entries of the lists that were needed. */
  Set<Pattern> used() {
    return used;
  }

  /** Adds what the reader of these blocks does. */
  void add(Page page, List<Page.Block> blocks) throws IOException {
    for (var block : blocks) {
      if (block.language().equals("sh")) {
        addCommands(page, block);
      } else if (block.language().equals("yaml")) {
        addManifests(page, block);
      }
    }
  }

  private void addCommands(Page page, Page.Block block) {
    var line = block.line();
    var command = new ArrayList<String>();
    for (var text : block.lines()) {
      command.add(text);
      line++;
      if (!text.endsWith("\\")) {
        addCommand(page, line - command.size(), String.join("\n", command));
        command.clear();
      }
    }
  }

  private void addCommand(Page page, int line, String command) {
    var reason = COMMANDS_NOT_RUN.keySet().stream().filter(p -> begins(p, command)).findFirst();
    reason.ifPresent(used::add);
    if (reason.isEmpty() && !command.isBlank() && !command.startsWith("#")) {
      addStep("%s:%d".formatted(page, line), command);
    }
  }

  private static boolean begins(Pattern pattern, String command) {
    return pattern.matcher(command).lookingAt();
  }

  private void addStep(String place, String command) {
    script.append("at='%s'%n%s%n".formatted(place, command));
  }

  private void addManifests(Page page, Page.Block block) throws IOException {
    var place = "%s:%d".formatted(page, block.line());
    var file = folder.resolve(place.replaceAll("[/:]", "-") + ".yaml");
    Files.writeString(file, block.text());
    if (block.text().startsWith(VALUES)) {
      addStep(
          place,
          "helm template identity-center-operator helm/identity-center-operator --values %s >target/docs/rendered.yaml"
              .formatted(file));
      return;
    }
    var objects = documentsOf(place, block.text());
    var unserved = objects.stream().map(PageScript::unserved).flatMap(Optional::stream).toList();
    used.addAll(unserved);
    if (unserved.size() == objects.size()) {
      return;
    }
    for (var namespace : namespacesOf(objects)) {
      addStep(place, "in_namespace " + namespace);
    }
    addStep(place, "kubectl apply -f " + file);
    if (objects.stream().anyMatch(o -> o.path("apiVersion").asText().startsWith(OURS))) {
      addStep(place, "kubectl wait --for=condition=Ready --timeout=60s -f " + file);
    }
  }

  private static Optional<Pattern> unserved(JsonNode object) {
    return GROUPS_NOT_SERVED.keySet().stream()
        .filter(group -> group.matcher(object.path("apiVersion").asText()).matches())
        .findFirst();
  }

  private static Set<String> namespacesOf(List<JsonNode> objects) {
    var namespaces = new TreeSet<String>();
    objects.forEach(object -> namespaces.add(object.at("/metadata/namespace").asText()));
    namespaces.remove("");
    return namespaces;
  }

  private static List<JsonNode> documentsOf(String place, String text) throws IOException {
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
      var all = documents.readAll();
      for (var document : all) {
        if (!document.has("apiVersion") || !document.has("kind")) {
          throw new IllegalStateException(
              place + ": neither manifests nor, with \"" + VALUES + "\" on top, values");
        }
      }
      return all;
    }
  }
}
