package dev.identitycenter.operator.testing.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server beside the tests that does not outlive this JVM, however the JVM ends. */
public final class ServerProcess {
  /**
   * Waits in the background for the end of its input and then kills the server and removes the
   * folder in its first argument, if any. The input is a pipe whose other end only this JVM holds,
   * so that it closes even when the JVM is killed. The server replaces the shell and so has the
   * process id that we know; a session of its own keeps an interrupt at the terminal from it,
   * because we decide when it stops.
   */
  private static final String GUARDED =
      """
      leftover=$1
      shift
      exec 3<&0
      {
        trap '' HUP INT TERM
        read -r _ <&3
        kill -KILL $$
        [ -z "$leftover" ] || { sleep 1; rm -rf "$leftover"; }
      } >/dev/null 2>&1 &
      if command -v setsid >/dev/null; then
        exec setsid "$@" </dev/null 3<&-
      fi
      exec "$@" </dev/null 3<&-
      """;

  private static final int QUOTED_LOG_LINES = 15;

  private final String name;
  private final Path log;
  private final Process process;

  private ServerProcess(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  /** Starts {@code command}; its output is appended to {@code log}. */
  static ServerProcess start(List<String> command, Path log) {
    return launch("", new ProcessBuilder(), command, log);
  }

  /** Like {@link #start}; the server sees no environment but the given one. */
  public static ServerProcess startWith(
      Map<String, String> environment, List<String> command, Path log) {
    var builder = new ProcessBuilder();
    builder.environment().clear();
    builder.environment().putAll(environment);
    return launch("", builder, command, log);
  }

  /** Like {@link #start}; should the JVM be killed, {@code folder} goes as well. */
  static ServerProcess startOwning(Path folder, List<String> command, Path log) {
    return launch(folder.toString(), new ProcessBuilder(), command, log);
  }

  private static ServerProcess launch(
      String leftover, ProcessBuilder builder, List<String> command, Path log) {
    var name = String.valueOf(Path.of(command.get(0)).getFileName());
    var guarded = new ArrayList<>(List.of("sh", "-c", GUARDED, name, leftover));
    guarded.addAll(command);
    try {
      var process =
          builder
              .command(guarded)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      return new ServerProcess(name, log, process);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot start " + name, e);
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** Asks the server to stop and kills it when it has not after {@code grace}. */
  public void stop(Duration grace) {
    // Process.destroy would also close the pipe, upon which the guard kills the server.
    process.toHandle().destroy();
    try {
      if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } finally {
      dismissGuard();
    }
  }

  /** Kills the server. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
    dismissGuard();
  }

  /** Sends a signal, named without its {@code SIG}. */
  void signal(String signal) {
    // The shell's own kill: the program of that name is not installed everywhere.
    var command = List.of("sh", "-c", "kill -" + signal + " " + process.pid());
    var result = Command.run(command, line -> {});
    if (!result.succeeded()) {
      throw new IllegalStateException("Cannot send SIG" + signal + " to " + name + ": " + result);
    }
  }

  /** The end of the log, to quote in a complaint. */
  public String lastWords() {
    try {
      var lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      return String.join(
          "\n", lines.subList(Math.max(0, lines.size() - QUOTED_LOG_LINES), lines.size()));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }

  private void dismissGuard() {
    try {
      process.getOutputStream().close();
    } catch (IOException ignored) {
      // Closed before: the guard has gone already.
    }
  }
}
