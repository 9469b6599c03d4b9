package dev.identitycenter.operator.testing;

import dev.identitycenter.operator.AcceleratedOperator;
import dev.identitycenter.operator.testing.cluster.LoopbackPorts;
import dev.identitycenter.operator.testing.cluster.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The operator as a process of its own, as users run it. It ends with {@link #close}, with this
 * JVM, and when this JVM is killed.
 */
public final class OperatorProcess implements AutoCloseable {
  private static final Path JAR = Path.of("target", "identity-center-operator.jar");

  /** So that many of them run beside the servers. */
  private static final List<String> SMALL = List.of("-Xmx128m");

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_GRACE = Duration.ofSeconds(30);
  private static final Duration PROBE_INTERVAL = Duration.ofMillis(50);
  private static final String PEAK_MEMORY = "VmHWM:";
  private static final String MEMORY = "VmRSS:";

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;
  private final Instant startedAt;
  private final ServerProcess process;

  private OperatorProcess(int port, Instant startedAt, ServerProcess process) {
    this.port = port;
    this.startedAt = startedAt;
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param environment all it sees, besides its port and the way to the cluster
   * @param javaOptions such as {@code -Xmx64m}
   * @param log where its output goes; emptied first
   */
  public static OperatorProcess start(
      Path kubeconfig, Map<String, String> environment, List<String> javaOptions, Path log) {
    if (!Files.exists(JAR)) {
      throw new IllegalStateException("Missing " + JAR + ": run make build.");
    }
    return start(kubeconfig, environment, javaOptions, List.of("-jar", JAR.toString()), log);
  }

  /** Starts it from the classes that are being tested, whether or not they are packaged. */
  public static OperatorProcess startUnpackaged(
      Path kubeconfig, Map<String, String> environment, Path log) {
    return start(
        kubeconfig,
        environment,
        SMALL,
        unpackaged("dev.identitycenter.operator.OperatorMain"),
        log);
  }

  /** Starts it with a clock of its own, from the classes that are being tested. */
  public static OperatorProcess startAccelerated(
      Path kubeconfig,
      Map<String, String> environment,
      List<String> javaOptions,
      FastClock clock,
      Path log) {
    var options = new ArrayList<>(javaOptions);
    options.addAll(AcceleratedOperator.javaOptions(clock));
    return start(
        kubeconfig, environment, options, unpackaged(AcceleratedOperator.class.getName()), log);
  }

  private static List<String> unpackaged(String mainClass) {
    // Surefire hides the class path in the manifest of a jar.
    var classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return List.of("-Dlogback.configurationFile=logback.xml", "-cp", classPath, mainClass);
  }

  private static OperatorProcess start(
      Path kubeconfig,
      Map<String, String> environment,
      List<String> javaOptions,
      List<String> program,
      Path log) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(javaOptions);
    command.addAll(program);
    return startCommand(kubeconfig, environment, command, log);
  }

  /** Starts it by that command, with whatever Java and options are in it. */
  public static OperatorProcess startCommand(
      Path kubeconfig, Map<String, String> environment, List<String> command, Path log) {
    var port = LoopbackPorts.pick();
    var complete = new HashMap<>(environment);
    complete.put("KUBECONFIG", kubeconfig.toString());
    complete.put("HTTP_PORT", Integer.toString(port));
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      Files.deleteIfExists(log);
    } catch (IOException e) {
      throw new UncheckedIOException("Emptying " + log, e);
    }
    return new OperatorProcess(
        port, Instant.now(), ServerProcess.startWith(complete, command, log));
  }

  /** When the process was started. */
  public Instant startedAt() {
    return startedAt;
  }

  /**
   * Returns when it says that it is ready.
   *
   * @throws IllegalStateException with the end of its log when it does not become so
   */
  public void awaitReady() throws InterruptedException {
    var deadline = Instant.now().plus(START_LIMIT);
    while (!isReady()) {
      requireAlive();
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException(
            "The operator is not ready after %d s; its last words:%n%s"
                .formatted(START_LIMIT.toSeconds(), process.lastWords()));
      }
      Thread.sleep(PROBE_INTERVAL.toMillis());
    }
  }

  /** Throws with the end of its log if it has ended. */
  public void requireAlive() {
    if (!process.isAlive()) {
      throw new IllegalStateException(
          "The operator has ended; its last words:\n" + process.lastWords());
    }
  }

  private boolean isReady() throws InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readyz"))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The most memory it has had in RAM, in bytes; empty where the system does not tell. */
  public OptionalLong peakResidentBytes() {
    return fromKernel(PEAK_MEMORY);
  }

  /** The memory it has in RAM now, in bytes; empty where the system does not tell. */
  public OptionalLong residentBytes() {
    return fromKernel(MEMORY);
  }

  private OptionalLong fromKernel(String name) {
    var status = Path.of("/proc", Long.toString(process.pid()), "status");
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst();
    } catch (IOException notLinux) {
      return OptionalLong.empty();
    }
  }

  /** The sum of its metric over all label values that match, 0 if there are none. */
  public double metric(String name, String... labels) throws InterruptedException {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"));
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofLines())
          .body()
          .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
          .filter(line -> Stream.of(labels).allMatch(line::contains))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException("Reading the metrics of the operator", e);
    }
  }

  /** Ends it at once, as the kernel does when memory runs out. */
  public void kill() {
    process.kill();
  }

  /** What it had of all cores together so far; zero where the system does not tell. */
  public Duration cpuTime() {
    return ProcessHandle.of(process.pid())
        .flatMap(handle -> handle.info().totalCpuDuration())
        .orElse(Duration.ZERO);
  }

  /** Stops it the way Kubernetes does. */
  @Override
  public void close() {
    process.stop(STOP_GRACE);
  }
}
