package dev.identitycenter.operator.bench;

import dev.identitycenter.operator.simulator.Simulator;
import dev.identitycenter.operator.testing.LocalAws;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** The good script: {@link ScriptedAssignments}, in this JVM. */
final class ScriptContestant implements Contestant {
  private final Duration pollInterval;

  ScriptContestant(Duration pollInterval) {
    this.pollInterval = pollInterval;
  }

  @Override
  public String name() {
    return String.format(Locale.ROOT, "script, polls each %s s", pollInterval.toMillis() / 1000.0);
  }

  @Override
  public Run grant(Workload workload, Simulator simulator) throws InterruptedException {
    try (var aws = new LocalAws(simulator.endpoint())) {
      var start = Instant.now();
      new ScriptedAssignments(aws, pollInterval).grant(workload);
      var wall = Duration.between(start, Instant.now());
      return new Run(wall, AwsUse.of(simulator.journal()), Optional.empty());
    }
  }
}
