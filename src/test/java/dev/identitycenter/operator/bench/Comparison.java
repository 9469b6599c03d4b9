package dev.identitycenter.operator.bench;

import dev.identitycenter.operator.bench.Findings.Verdict;
import dev.identitycenter.operator.simulator.Simulator;
import dev.identitycenter.operator.simulator.SimulatorOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Lets contestants grant the same access, each in a fresh AWS with the same latencies. */
final class Comparison {
  private static final long RANDOM_SEED = 20_201_118;

  private final String id;
  private final Workload workload;
  private final List<Contestant> contestants;

  /** What one contestant did, and how much of the workload. */
  private record Entrant(Contestant contestant, Workload share, Run run) {
    double callsPerGrant() {
      return (double) run.aws().calls() / share.grants().size();
    }
  }

  private final Map<String, Entrant> entrants = new LinkedHashMap<>();
  private final Map<String, String> absent = new LinkedHashMap<>();

  Comparison(String id, Workload workload, List<Contestant> contestants) {
    this.id = id;
    this.workload = workload;
    this.contestants = contestants;
  }

  /** Runs them one after another. */
  void run(Scenario.Wishes wishes) throws InterruptedException {
    var progress = wishes.progress();
    for (var contestant : contestants.stream().filter(wishes::include).toList()) {
      var obstacle = contestant.obstacle();
      if (obstacle.isPresent()) {
        absent.put(contestant.name(), obstacle.get());
        continue;
      }
      var share = contestant.share(workload);
      progress.say("%s: %d assignments …".formatted(contestant.name(), share.grants().size()));
      try (var simulator = Simulator.start(options())) {
        var run = contestant.grant(share, simulator);
        JournalFile.write(id + " " + contestant.name(), simulator.journal());
        entrants.put(contestant.name(), new Entrant(contestant, share, run));
        requireGranted(share, simulator);
        progress.say("%s: %s".formatted(contestant.name(), seconds(run.wall())));
      }
    }
  }

  private SimulatorOptions options() {
    return SimulatorOptions.builder().seed(workload.organization()).randomSeed(RANDOM_SEED).build();
  }

  private static void requireGranted(Workload share, Simulator simulator) {
    var granted = simulator.snapshot().assignments().size();
    if (granted != share.grants().size()) {
      throw new IllegalStateException(
          "AWS has %d assignments instead of %d.".formatted(granted, share.grants().size()));
    }
  }

  /** All numbers, a column for each contestant. */
  Table table() {
    var heading = new ArrayList<>(List.of(""));
    heading.addAll(entrants.keySet());
    heading.addAll(absent.keySet());
    var table = new Table(heading);
    row(table, "assignments made", e -> share(e));
    row(table, "wall time", e -> seconds(e.run().wall()));
    row(
        table,
        "bound",
        e -> seconds(e.run().aws().bound().value()) + " (" + e.run().aws().bound().cause() + ")");
    row(table, "wall time ÷ bound", e -> Figures.ratio(e.run().wallToBound()));
    row(table, "AWS calls", e -> Long.toString(e.run().aws().calls()));
    row(table, "AWS calls per assignment", e -> Figures.ratio(e.callsPerGrant()));
    row(table, "calls refused by AWS", e -> Long.toString(e.run().aws().refused()));
    row(
        table,
        "most calls in a second (of 20)",
        e -> Integer.toString(e.run().aws().peaks().requests()));
    row(
        table,
        "most workflows at once (of 15)",
        e -> Integer.toString(e.run().aws().peaks().assignments()));
    row(
        table,
        "most provisionings at once (of 3)",
        e -> Integer.toString(e.run().aws().peaks().provisions()));
    row(
        table,
        "most role changes in one account (of 1)",
        e -> Integer.toString(e.run().aws().peaks().roleChangesInOneAccount()));
    inside(table, "time to Ready, median", i -> seconds(i.timeToReady(0.5)));
    inside(table, "time to Ready, 99th percentile", i -> seconds(i.timeToReady(0.99)));
    inside(table, "CPU time of the process", i -> seconds(i.cpuTime()));
    inside(table, "peak resident memory", i -> Figures.mebibytes(i.peakMemory()));
    inside(table, "process start to first reconcile", i -> seconds(i.startToFirstVisit()));
    perGrant(table, "finalizer writes per assignment", i -> i.writes().finalizers());
    perGrant(table, "status writes per assignment", i -> i.writes().statuses());
    perGrant(table, "event writes per assignment", i -> i.writes().events());
    for (var operation : operations()) {
      row(
          table,
          "calls of " + operation,
          e -> Long.toString(e.run().aws().callsByOperation().getOrDefault(operation, 0L)));
    }
    return table;
  }

  private SortedSet<String> operations() {
    var all = new TreeSet<String>();
    entrants.values().forEach(e -> all.addAll(e.run().aws().callsByOperation().keySet()));
    return all;
  }

  private String share(Entrant entrant) {
    var made = entrant.share().grants().size();
    return made == workload.grants().size()
        ? Integer.toString(made)
        : "only the first %d of %d".formatted(made, workload.grants().size());
  }

  private void row(Table table, String label, Function<Entrant, String> cell) {
    var cells = new ArrayList<>(entrants.values().stream().map(cell).toList());
    absent.values().forEach(why -> cells.add("not run: " + why));
    table.add(label, cells);
  }

  private void inside(Table table, String label, Function<Run.Inside, String> cell) {
    row(table, label, e -> e.run().inside().map(cell).orElse("–"));
  }

  private void perGrant(Table table, String label, ToDoubleFunction<Run.Inside> count) {
    row(
        table,
        label,
        e ->
            e.run()
                .inside()
                .map(i -> Figures.ratio(count.applyAsDouble(i) / e.share().grants().size()))
                .orElse("–"));
  }

  /** Whether the operator takes at most so many times the bound. */
  Verdict operatorNearBound(double most) {
    var measured = operator().run().wallToBound();
    return new Verdict(
        measured <= most, "operator within %s × bound".formatted(most), Figures.ratio(measured));
  }

  /** Whether the operator needs at most so many calls for each assignment. */
  Verdict operatorFrugal(double most) {
    var measured = operator().callsPerGrant();
    return new Verdict(
        measured <= most,
        "operator with at most %s AWS calls per assignment".formatted(most),
        Figures.ratio(measured));
  }

  /** Whether nobody who did all of it was faster than the operator. */
  Verdict operatorFastest() {
    var best =
        entrants.values().stream()
            .filter(e -> e.run().inside().isEmpty() && e.share().equals(workload))
            .min((a, b) -> a.run().wall().compareTo(b.run().wall()));
    var own = operator().run().wall();
    return new Verdict(
        best.isEmpty() || own.compareTo(best.get().run().wall()) <= 0,
        "operator at least as fast as the best other",
        seconds(own)
            + best.map(
                    b -> " beside " + seconds(b.run().wall()) + " (" + b.contestant().name() + ")")
                .orElse(""));
  }

  /** Whether the operator kept to what AWS allows. */
  Verdict operatorWithinLimits() {
    var aws = operator().run().aws();
    return new Verdict(
        aws.peaks().areWithinLimits() && aws.refused() == 0,
        "operator within AWS's limits, nothing refused",
        "%d calls in a second, %d workflows, %d provisionings, %d role changes in one account, %d refused"
            .formatted(
                aws.peaks().requests(),
                aws.peaks().assignments(),
                aws.peaks().provisions(),
                aws.peaks().roleChangesInOneAccount(),
                aws.refused()));
  }

  /** Whether the operator took part, without which there are no verdicts. */
  boolean hasOperator() {
    return entrants.values().stream().anyMatch(e -> e.run().inside().isPresent());
  }

  private Entrant operator() {
    return entrants.values().stream()
        .filter(e -> e.run().inside().isPresent())
        .findFirst()
        .orElseThrow();
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }
}
