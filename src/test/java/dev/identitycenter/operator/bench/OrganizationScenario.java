package dev.identitycenter.operator.bench;

import dev.identitycenter.operator.bench.Findings.Verdict;
import dev.identitycenter.operator.simulator.Simulator;
import dev.identitycenter.operator.simulator.SimulatorOptions;
import dev.identitycenter.operator.testing.FastClock;
import dev.identitycenter.operator.testing.LocalAws;
import dev.identitycenter.operator.testing.OperatorProcess;
import dev.identitycenter.operator.testing.ReadinessFeed;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A large organization in accelerated time: everything granted from nothing, compared with AWS once
 * it is settled, and found settled after a restart.
 */
final class OrganizationScenario implements Scenario {
  private static final int ACCOUNTS = 500;
  private static final int SETS = 20;
  private static final int GROUPS = 300;

  /** So much faster than real that the machine can still follow: its own time counts sixfold. */
  private static final int TIMES = 6;

  private static final Duration RESYNC_INTERVAL = Duration.ofMinutes(10);
  private static final int CALLS_PER_SECOND = 18;
  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final Duration COME_TO_REST = Duration.ofSeconds(30);
  private static final String RUNS = "identitycenter_operator_reconcile_outcomes_total";

  private final Workload workload = Workload.organization(ACCOUNTS, SETS, GROUPS);
  private final FastClock clock = FastClock.times(TIMES);

  /** What was measured; durations by the accelerated clock. */
  private record Measured(
      Duration cold,
      AwsUse coldUse,
      ApiServerWrites writes,
      OptionalLong settledMemory,
      OptionalLong peakMemory,
      AwsUse pass,
      Duration restart,
      AwsUse restartUse) {}

  @Override
  public String id() {
    return "organization";
  }

  @Override
  public Findings measure(Wishes wishes) throws InterruptedException {
    var measured = measure(wishes.progress());
    return new Findings(
        "10 000 assignments over 500 accounts",
        "20 permission sets, each assigned once in each of 500 accounts, to 300 groups; time runs %d times faster than real, workflows take 2 to 10 s of it. What the machine itself needs counts %<d times, too."
            .formatted(TIMES),
        table(measured),
        verdicts(measured));
  }

  private Measured measure(Progress progress) throws InterruptedException {
    var times = new ReadyTimes();
    try (var simulator =
            Simulator.start(
                SimulatorOptions.builder().seed(workload.organization()).clock(clock).build());
        var aws = new LocalAws(simulator.endpoint());
        var cluster = TestCluster.start()) {
      cluster.installCrds(Path.of("crds"));
      progress.say("creating objects …");
      createObjects(cluster);
      var before = ApiServerWrites.soFar(cluster.admin());
      try (var feed = ReadinessFeed.watch(cluster.admin(), times)) {
        var operator = start(cluster, aws, "cold");
        var start = clock.instant();
        try {
          progress.say("granting everything …");
          times.awaitReady(objects(), LIMIT, operator::requireAlive);
          var cold = Duration.between(start, clock.instant());
          var coldUse = AwsUse.of(simulator.journal());
          JournalFile.write(id() + " cold", simulator.journal());
          var writes = ApiServerWrites.soFar(cluster.admin()).minus(before);
          progress.say("granted in %s; comparing with AWS …".formatted(inSeconds(cold)));
          pass(COME_TO_REST);
          simulator.journal().clear();
          pass(RESYNC_INTERVAL);
          var comparing = AwsUse.of(simulator.journal());
          var settled = operator.residentBytes();
          var peak = operator.peakResidentBytes();
          operator.kill();
          simulator.journal().clear();
          progress.say("starting again …");
          var restarted = clock.instant();
          operator = start(cluster, aws, "restart");
          awaitAllCompared(operator);
          var restart = Duration.between(restarted, clock.instant());
          return new Measured(
              cold,
              coldUse,
              writes,
              settled,
              peak,
              comparing,
              restart,
              AwsUse.of(simulator.journal()));
        } finally {
          operator.close();
        }
      }
    }
  }

  private int objects() {
    return workload.sets().size() + workload.grants().size();
  }

  private void createObjects(TestCluster cluster) {
    var admin = cluster.admin();
    var namespace = cluster.newNamespace("bench");
    workload.manifests(namespace).parallelStream()
        .forEach(manifest -> admin.resource(manifest).inNamespace(namespace).create());
  }

  private OperatorProcess start(TestCluster cluster, LocalAws aws, String name) {
    return OperatorProcess.startAccelerated(
        cluster.kubeconfig(),
        aws.environment(),
        OperatorContestant.JAVA_OPTIONS,
        clock,
        Path.of("target", "bench", "operator-" + name + ".log"));
  }

  private void pass(Duration duration) throws InterruptedException {
    Thread.sleep(clock.real(duration).toMillis());
  }

  private void awaitAllCompared(OperatorProcess operator) throws InterruptedException {
    operator.awaitReady();
    var deadline = Instant.now().plus(LIMIT);
    while (settledRuns(operator) < workload.grants().size()) {
      operator.requireAlive();
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException("Not all assignments were compared after the restart.");
      }
      Thread.sleep(200);
    }
  }

  private static double settledRuns(OperatorProcess operator) throws InterruptedException {
    return operator.metric(RUNS, "kind=\"AccountAssignment\"", "reason=\"Ready\"");
  }

  private Table table(Measured m) {
    var table = new Table(List.of("", "operator"));
    row(table, "cold to Ready", inSeconds(m.cold()));
    row(table, "bound", inSeconds(m.coldUse().bound().value()));
    row(table, "cold to Ready ÷ bound", Figures.ratio(coldToBound(m)));
    row(table, "AWS calls per assignment, cold", Figures.ratio(perGrant(m.coldUse().calls())));
    row(table, "finalizer writes per assignment", Figures.ratio(perGrant(m.writes().finalizers())));
    row(table, "status writes per assignment", Figures.ratio(perGrant(m.writes().statuses())));
    row(table, "event writes per assignment", Figures.ratio(perGrant(m.writes().events())));
    row(table, "resident memory, settled", Figures.mebibytes(m.settledMemory()));
    row(table, "resident memory, peak", Figures.mebibytes(m.peakMemory()));
    row(table, "AWS calls to compare everything once", Long.toString(m.pass().calls()));
    row(
        table,
        "the same at 18 calls a second",
        String.format(Locale.ROOT, "%.0f s", m.pass().calls() / (double) CALLS_PER_SECOND));
    row(table, "share of the budget at the default interval", percent(shareOfBudget(m)));
    for (var calls : m.pass().callsByOperation().entrySet()) {
      row(table, "  of these " + calls.getKey(), Long.toString(calls.getValue()));
    }
    row(table, "restart to everything compared, at 18 calls a second", inSeconds(m.restart()));
    row(table, "AWS calls of the restart", Long.toString(m.restartUse().calls()));
    row(table, "changes in AWS after the restart", Long.toString(changes(m.restartUse())));
    return table;
  }

  private List<Verdict> verdicts(Measured m) {
    var pairs = ACCOUNTS * SETS;
    // Where the system does not tell, the target counts as missed.
    var memory = m.settledMemory().orElse(Long.MAX_VALUE) / 1024 / 1024;
    var writes = perGrant(m.writes().finalizers() + m.writes().statuses());
    return List.of(
        new Verdict(
            coldToBound(m) <= 1.05,
            "cold to Ready within 1.05 × bound",
            Figures.ratio(coldToBound(m))),
        new Verdict(
            m.coldUse().peaks().areWithinLimits() && m.coldUse().refused() == 0,
            "within AWS's limits, nothing refused",
            m.coldUse().peaks() + ", " + m.coldUse().refused() + " refused"),
        new Verdict(
            shareOfBudget(m) < 0.05,
            "comparing everything takes less than 5 % of the budget",
            percent(shareOfBudget(m))),
        new Verdict(
            m.pass().calls() < pairs,
            "fewer calls than pairs of account and permission set",
            m.pass().calls() + " of " + pairs),
        new Verdict(
            memory < 350, "settled in less than 350 MiB", Figures.mebibytes(m.settledMemory())),
        new Verdict(writes <= 4, "at most 4 writes of each assignment", Figures.ratio(writes)),
        new Verdict(
            changes(m.restartUse()) == 0,
            "no change in AWS after a restart",
            Long.toString(changes(m.restartUse()))));
  }

  private static long changes(AwsUse use) {
    return use.callsByOperation().entrySet().stream()
        .filter(calls -> AwsUse.changesSomething(calls.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static double coldToBound(Measured m) {
    return (double) m.cold().toMillis() / m.coldUse().bound().value().toMillis();
  }

  private static double shareOfBudget(Measured m) {
    return (double) m.pass().calls() / CALLS_PER_SECOND / RESYNC_INTERVAL.toSeconds();
  }

  private double perGrant(long count) {
    return (double) count / workload.grants().size();
  }

  private static void row(Table table, String label, String cell) {
    table.add(label, List.of(cell));
  }

  private static String inSeconds(Duration duration) {
    return String.format(Locale.ROOT, "%d s", duration.toSeconds());
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", share * 100);
  }
}
