package dev.identitycenter.operator.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the simulator as a process of its own. */
@Command(
    name = "simulator",
    description = "An AWS organization with IAM Identity Center on one local port.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class SimulatorMain implements Callable<Integer> {
  @Option(names = "--host", description = "Address to listen on.")
  private String host = "127.0.0.1";

  @Option(names = "--port", description = "Port to listen on; 0 takes any free one.")
  private int port = 4599;

  @Option(names = "--seed", description = "YAML file with what exists at the start.")
  private Path seed;

  @Option(
      names = "--accounts",
      description = "Generate a large organization with so many accounts instead of a seed.")
  private int accounts;

  @Option(names = "--users", description = "Users of the generated organization.")
  private int users = 1000;

  @Option(names = "--groups", description = "Groups of the generated organization.")
  private int groups = 100;

  @Option(names = "--region", description = "Primary Region of the instance.")
  private String region = "us-east-1";

  @Option(names = "--caller", description = "Where callers stand: ${COMPLETION-CANDIDATES}.")
  private CallerRole caller = CallerRole.MANAGEMENT;

  @Option(
      names = "--latency",
      description = "How long a workflow works on one account, such as PT5S or PT2S..PT10S.")
  private String latency = "PT2S..PT10S";

  @Option(
      names = "--assume",
      paramLabel = "ASSUMPTION=BOOLEAN",
      description = "Behaviour that is not documented: ${COMPLETION-CANDIDATES}.")
  private Map<Assumption, Boolean> assumptions = new HashMap<>();

  @Option(names = "--limit", paramLabel = "LIMIT=NUMBER", description = "Change a rate or quota.")
  private Map<Limit, Integer> limits = new HashMap<>();

  @Option(
      names = "--allow",
      paramLabel = "ACCESS_KEY=ACTION,…",
      description = "Restrict an access key to these actions, such as sso:List*.")
  private Map<String, String> allowedActions = new HashMap<>();

  /** Runs until interrupted. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new SimulatorMain())
            .setExecutionExceptionHandler(
                (failure, commandLine, parsed) -> {
                  commandLine.getErr().println(failure);
                  return commandLine.getCommandSpec().exitCodeOnExecutionException();
                })
            .execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var options =
        SimulatorOptions.builder()
            .host(host)
            .port(port)
            .seed(seed())
            .region(region)
            .caller(caller)
            .latency(Latency.parse(latency));
    assumptions.forEach(options::assume);
    limits.forEach(options::limit);
    allowedActions.forEach((key, actions) -> options.allow(key, Set.of(actions.split(",", -1))));
    try (var simulator = Simulator.start(options.build())) {
      System.out.printf(
          "Identity Center simulator: %1$s (look inside: curl %1$s/_admin/)%n"
              + "AWS_ENDPOINT_URL=%1$s AWS_REGION=%2$s AWS_ACCESS_KEY_ID=any"
              + " AWS_SECRET_ACCESS_KEY=any aws sso-admin list-instances%n",
          simulator.endpoint(), region);
      System.out.flush();
      new CountDownLatch(1).await();
    }
    return 0;
  }

  private Seed seed() throws IOException {
    if (seed != null) {
      return Seed.parse(Files.readString(seed));
    }
    return accounts > 0 ? Seed.generated(accounts, users, groups) : Seed.article();
  }
}
