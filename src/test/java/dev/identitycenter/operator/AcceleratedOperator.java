package dev.identitycenter.operator;

import dev.identitycenter.operator.background.Tempo;
import dev.identitycenter.operator.testing.FastClock;
import java.time.Instant;
import java.util.List;

/** The operator as a process of its own for which time passes faster than in reality. */
public final class AcceleratedOperator {
  private static final String START = "clock.start";
  private static final String FACTOR = "clock.factor";

  private AcceleratedOperator() {}

  /** The options of a JVM whose operator follows that clock. */
  public static List<String> javaOptions(FastClock clock) {
    return List.of("-D" + START + "=" + clock.start(), "-D" + FACTOR + "=" + clock.factor());
  }

  /** Runs until the process is told to stop. */
  public static void main(String[] none) throws Exception {
    var clock =
        FastClock.since(
            Instant.parse(System.getProperty(START)), Integer.parseInt(System.getProperty(FACTOR)));
    var operator =
        new IdentityCenterOperator(
            OperatorConfig.of(System::getenv),
            KubernetesClients.create(),
            new Tempo(clock, clock.factor()));
    Runtime.getRuntime().addShutdownHook(new Thread(operator::close, "shutdown"));
    operator.start();
    Thread.currentThread().join();
  }
}
