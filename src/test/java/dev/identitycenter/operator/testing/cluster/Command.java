package dev.identitycenter.operator.testing.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs a program to its end. */
public final class Command {
  private Command() {}

  /**
   * What the program leaves behind.
   *
   * @param status exit status, 0 for success
   * @param output standard output
   * @param errors lines of standard error
   */
  public record Result(int status, String output, List<String> errors) {
    public boolean succeeded() {
      return status == 0;
    }
  }

  /**
   * Runs {@code command} without input and waits; each line of standard error also goes to {@code
   * onError}.
   */
  static Result run(List<String> command, Consumer<String> onError) {
    return run(new ProcessBuilder(), command, onError);
  }

  /** Runs {@code command} without input, with no environment but the given one, and waits. */
  public static Result runWith(Map<String, String> environment, List<String> command) {
    var builder = new ProcessBuilder();
    builder.environment().clear();
    builder.environment().putAll(environment);
    return run(builder, command, line -> {});
  }

  private static Result run(
      ProcessBuilder builder, List<String> command, Consumer<String> onError) {
    try {
      var process = builder.command(command).start();
      process.getOutputStream().close();
      var errors = Collections.synchronizedList(new ArrayList<String>());
      var reader =
          new Thread(
              () ->
                  process
                      .errorReader(StandardCharsets.UTF_8)
                      .lines()
                      .peek(onError)
                      .forEach(errors::add),
              "standard error of " + command.get(0));
      reader.start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      reader.join();
      return new Result(process.waitFor(), output, List.copyOf(errors));
    } catch (IOException e) {
      throw new IllegalStateException("Cannot run " + String.join(" ", command), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while running " + String.join(" ", command), e);
    }
  }
}
