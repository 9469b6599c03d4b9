package dev.identitycenter.operator.gitops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.identitycenter.operator.testing.cluster.Partners;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What Argo CD and Flux make of objects, by their own code: a running {@code tools/gitops}, which
 * answers one question after the other.
 */
final class GitOps implements AutoCloseable {
  static final Path CONFIG_MAP = Path.of("config/argocd/argocd-cm.yaml");

  private static final ObjectMapper JSON = new ObjectMapper();

  /** How Argo CD writes and compares. */
  enum Manner {
    CLIENT_SIDE,
    /** With the sync option {@code ServerSideApply=true}. */
    SERVER_SIDE
  }

  /**
   * How an object is.
   *
   * @param kstatus one of Flux's words, such as {@code InProgress}
   * @param health one of Argo CD's words, such as {@code Progressing}
   * @param check one of Flux's words again, by the {@code healthCheckExprs} that docs/flux.md shows
   */
  record Assessment(
      String kstatus, String kstatusMessage, String health, String healthMessage, String check) {}

  private final Process process;
  private final Path errors;
  private final Writer questions;
  private final BufferedReader answers;

  private GitOps(List<String> arguments) {
    var command = new ArrayList<>(List.of(Partners.gitops().toString()));
    command.addAll(arguments);
    try {
      errors = Files.createTempFile("gitops-", ".log");
      process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    questions = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Assesses objects, with the health scripts that we ship and the expressions that we document.
   */
  static GitOps assessing() {
    try {
      var kustomization = Files.createTempFile("kustomization-", ".yaml");
      kustomization.toFile().deleteOnExit();
      Files.writeString(kustomization, documentedKustomization());
      return new GitOps(List.of("assess", CONFIG_MAP.toString(), kustomization.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String documentedKustomization() throws IOException {
    return Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(Path.of("docs/flux.md")))
        .results()
        .map(block -> block.group(1))
        .filter(block -> block.contains("healthCheckExprs"))
        .findFirst()
        .orElseThrow();
  }

  /** Applies manifests as Argo CD does. */
  static GitOps syncing(Path kubeconfig, Manner manner) {
    return onCluster("sync", kubeconfig, manner);
  }

  /** Compares manifests with the objects on a cluster as Argo CD does. */
  static GitOps comparing(Path kubeconfig, Manner manner) {
    return onCluster("compare", kubeconfig, manner);
  }

  private static GitOps onCluster(String what, Path kubeconfig, Manner manner) {
    var arguments = new ArrayList<>(List.of(what, kubeconfig.toString()));
    if (manner == Manner.SERVER_SIDE) {
      arguments.add("--server-side");
    }
    return new GitOps(arguments);
  }

  Assessment assess(JsonNode object) {
    return JSON.convertValue(ask(object), Assessment.class);
  }

  /**
   * What the program answers about an object or manifest.
   *
   * @throws IllegalStateException with its complaint when it has ended
   */
  JsonNode ask(JsonNode object) {
    try {
      questions.write(JSON.writeValueAsString(object) + "\n");
      questions.flush();
      var answer = answers.readLine();
      if (answer != null) {
        return JSON.readTree(answer);
      }
    } catch (IOException e) {
      throw new IllegalStateException(complaint(), e);
    }
    throw new IllegalStateException(complaint());
  }

  private String complaint() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the program, which it does at the end of its input. */
  @Override
  public void close() {
    try {
      questions.close();
      process.waitFor();
      Files.delete(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
