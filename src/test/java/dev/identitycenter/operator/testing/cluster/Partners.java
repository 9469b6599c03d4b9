package dev.identitycenter.operator.testing.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The real programs that tests run beside the operator. They come from {@code tools/build}, which
 * takes them from {@code KUBEBUILDER_ASSETS} or builds them once; the first call may therefore take
 * minutes, and says so on standard error. A program that cannot be had is an exception with one
 * sentence that says what is missing, never a skipped test.
 */
public final class Partners {
  private Partners() {}

  /** The {@code kubectl} of the same release as the API server. */
  public static Path kubectl() {
    return provide("kubectl").resolve("kubectl");
  }

  /** The real {@code helm}. */
  public static Path helm() {
    return provide("helm").resolve("helm");
  }

  /** The real {@code promtool}. */
  public static Path promtool() {
    return provide("promtool").resolve("promtool");
  }

  /** The linter behind {@code docker build --check}. */
  public static Path dockerfileLint() {
    return provide("dockerfile-lint").resolve("dockerfile-lint");
  }

  /** What asks the code of Argo CD and Flux about objects. */
  public static Path gitops() {
    return provide("gitops").resolve("gitops");
  }

  /** A folder that has at least {@code programs}. */
  static Path provide(String... programs) {
    // Maven and IDEs run tests in the folder of the module.
    var build = Path.of("tools", "build").toAbsolutePath();
    if (!Files.isExecutable(build)) {
      throw new IllegalStateException(
          "Run tests in the root of the repository, where tools/build is, not in "
              + Path.of("").toAbsolutePath()
              + ".");
    }
    var command = new ArrayList<>(List.of(build.toString()));
    command.addAll(List.of(programs));
    var result = Command.run(command, System.err::println);
    if (!result.succeeded()) {
      var errors = result.errors();
      throw new IllegalStateException(
          errors.isEmpty() ? build + " failed." : errors.get(errors.size() - 1));
    }
    return Path.of(result.output().strip());
  }
}
