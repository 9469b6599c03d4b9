package dev.identitycenter.operator.bench;

import dev.identitycenter.operator.simulator.Simulator;
import dev.identitycenter.operator.simulator.SimulatorOptions;
import dev.identitycenter.operator.testing.LocalAws;
import dev.identitycenter.operator.testing.OperatorProcess;
import dev.identitycenter.operator.testing.cluster.Command;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How soon the operator is ready, and how much memory it has then, with and without what the image
 * does for it. The image's files are made here as the Dockerfile makes them, by {@code
 * tools/image-layout}, with the JDK that runs this.
 */
final class StartScenario implements Scenario {
  private static final int RUNS = 7;

  private static final String WITHOUT = "the image's Java, no archive";
  private static final String WITH = "the image: class-data-sharing archive";

  @Override
  public String id() {
    return "start";
  }

  private record Start(Duration untilReady, long memory) {}

  @Override
  public Findings measure(Wishes wishes) throws InterruptedException {
    wishes.progress().say("makes the files of the image");
    try (var image = new ImageFiles();
        var simulator = Simulator.start(SimulatorOptions.builder().build());
        var aws = new LocalAws(simulator.endpoint());
        var cluster = TestCluster.start()) {
      cluster.installCrds(Path.of("crds"));
      var variants = variants(image);
      var starts = new LinkedHashMap<String, List<Start>>();
      for (var run = 0; run <= RUNS; run++) {
        for (var variant : variants.entrySet()) {
          var start = start(cluster, aws, variant.getValue());
          // The first of each fills the caches of the operating system.
          if (run > 0) {
            starts.computeIfAbsent(variant.getKey(), name -> new ArrayList<>()).add(start);
          }
        }
        wishes.progress().say(run == 0 ? "warmed up" : "round " + run + " of " + RUNS);
      }
      return findings(starts);
    }
  }

  private static Map<String, List<String>> variants(ImageFiles image) {
    var variants = new LinkedHashMap<String, List<String>>();
    variants.put(
        "the JDK, java -jar",
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-jar",
            image.jar()));
    variants.put(WITHOUT, image.command());
    variants.put(WITH, image.command("-XX:SharedArchiveFile=" + image.sharedArchive()));
    return variants;
  }

  private static Start start(TestCluster cluster, LocalAws aws, List<String> command)
      throws InterruptedException {
    try (var operator =
        OperatorProcess.startCommand(
            cluster.kubeconfig(),
            aws.environment(),
            command,
            Path.of("target", "bench", "start.log"))) {
      operator.awaitReady();
      return new Start(
          Duration.between(operator.startedAt(), Instant.now()),
          operator.peakResidentBytes().orElse(0));
    }
  }

  private static Findings findings(Map<String, List<Start>> starts) {
    var table =
        new Table(
            List.of(
                "", "ready after, median", "lowest", "highest", "peak resident memory, median"));
    starts.forEach(
        (name, all) -> {
          var times = times(all);
          table.add(
              name,
              List.of(
                  seconds(median(times)),
                  seconds(times.get(0)),
                  seconds(times.get(times.size() - 1)),
                  "%d MiB".formatted(median(memory(all)) >> 20)));
        });
    var with = median(times(starts.get(WITH)));
    var without = median(times(starts.get(WITHOUT)));
    return new Findings(
        "Start",
        ("%d starts of each in turns, in an empty cluster, from the start of the process until /readyz says yes, asked"
                + " every 50 ms: caches filled and AWS answered. Java %s; the image's Java has the image's options, the"
                + " serial collector among them.")
            .formatted(RUNS, Runtime.version()),
        table,
        List.of(
            new Findings.Verdict(
                with.compareTo(without) < 0,
                "the archive makes the image start faster",
                "%s instead of %s".formatted(seconds(with), seconds(without)))));
  }

  private static List<Duration> times(List<Start> starts) {
    return starts.stream().map(Start::untilReady).sorted().toList();
  }

  private static List<Long> memory(List<Start> starts) {
    return starts.stream().map(Start::memory).sorted().toList();
  }

  private static <T> T median(List<T> sorted) {
    return sorted.get(sorted.size() / 2);
  }

  private static String seconds(Duration duration) {
    return "%.2f s".formatted(duration.toMillis() / 1000.0);
  }

  /** What the Dockerfile copies into the operator's image, gone when closed. */
  private static final class ImageFiles implements AutoCloseable {
    private final Path folder;

    ImageFiles() {
      try {
        folder = Files.createTempDirectory("identity-center-image-");
      } catch (IOException e) {
        throw new UncheckedIOException("Making a folder for the image's files", e);
      }
      run(List.of("tools/image-layout", folder.toString()));
    }

    String jar() {
      return folder.resolve("operator/identity-center-operator.jar").toString();
    }

    String sharedArchive() {
      return folder.resolve("operator/classes.jsa").toString();
    }

    /** Like the entry point of the Dockerfile. */
    List<String> command(String... options) {
      var command = new ArrayList<String>();
      command.add(folder.resolve("jre/bin/java").toString());
      command.addAll(
          List.of(
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "-XX:MaxRAMPercentage=25",
              "-XX:+ExitOnOutOfMemoryError"));
      command.addAll(List.of(options));
      command.addAll(List.of("-jar", jar()));
      return command;
    }

    @Override
    public void close() {
      run(List.of("chmod", "-R", "u+w", folder.toString()));
      run(List.of("rm", "-rf", folder.toString()));
    }

    private static void run(List<String> command) {
      var environment = new HashMap<>(System.getenv());
      environment.put("JAVA_HOME", System.getProperty("java.home"));
      var result = Command.runWith(environment, command);
      if (!result.succeeded()) {
        throw new IllegalStateException(String.join("\n", result.errors()));
      }
    }
  }
}
