package dev.identitycenter.operator.testing.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
  private static final List<String> SERVER = List.of("sleep", "600");

  @TempDir private Path directory;

  /**
   * A JVM that starts a server which owns the folder in its first argument, and waits to be killed.
   */
  static final class Starter {
    private Starter() {}

    public static void main(String[] arguments) throws InterruptedException {
      var folder = Path.of(arguments[0]);
      var server = ServerProcess.startOwning(folder, SERVER, folder.resolve("log"));
      System.out.println(server.pid());
      Thread.sleep(Duration.ofMinutes(10).toMillis());
    }
  }

  @Test
  void diesAndLeavesNothingWhenTheJvmIsKilled() throws Exception {
    var folder = Files.createDirectory(directory.resolve("owned"));
    var jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Starter.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long pid;
    try (var output = jvm.inputReader()) {
      pid = Long.parseLong(output.readLine());
      assertThat(isRunning(pid)).isTrue();
    } finally {
      jvm.toHandle().destroyForcibly();
    }

    await().untilAsserted(() -> assertThat(isRunning(pid)).isFalse());
    await().untilAsserted(() -> assertThat(folder).doesNotExist());
  }

  @Test
  void stopsWhenAsked() {
    var server = ServerProcess.start(SERVER, directory.resolve("log"));

    server.stop(Duration.ofSeconds(10));

    assertThat(server.isAlive()).isFalse();
  }

  @Test
  void isKilledWhenItDoesNotStop() {
    var stubborn = List.of("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done");
    var server = ServerProcess.start(stubborn, directory.resolve("log"));
    await().until(() -> server.lastWords().contains("ready"));

    server.stop(Duration.ofMillis(100));

    assertThat(server.isAlive()).isFalse();
  }

  @Test
  void isKilledEvenWhilePaused() {
    var server = ServerProcess.start(SERVER, directory.resolve("log"));
    server.signal("STOP");

    server.kill();

    assertThat(server.isAlive()).isFalse();
  }

  @Test
  void quotesTheEndOfItsLog() throws IOException {
    var server =
        ServerProcess.start(List.of("sh", "-c", "seq 100; exit 1"), directory.resolve("log"));

    await().until(() -> !server.isAlive());

    assertThat(server.lastWords()).startsWith("86\n").endsWith("\n100");
  }

  private static boolean isRunning(long pid) {
    // Not isAlive: it counts a dead process whose parent, the first of a container, never asks for
    // it.
    return ProcessHandle.of(pid).flatMap(process -> process.info().command()).isPresent();
  }
}
