package dev.identitycenter.operator.bench;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the operator; {@code make bench} builds and runs it. */
@Command(
    name = "bench",
    description = "Measures the operator beside scripts, against the simulator of AWS.",
    mixinStandardHelpOptions = true)
final class Bench implements Callable<Integer> {
  /** Together less than ten minutes. */
  private static final List<Scenario> COMPARISONS =
      List.of(new ArticleScenario(), new CompanyScenario());

  private static final List<Scenario> OTHERS =
      List.of(new OrganizationScenario(), new StartScenario());

  @Option(names = "--write", description = "Write the results to " + ResultPage.PATH + " too.")
  private boolean write;

  @Option(
      names = "--only",
      paramLabel = "ID",
      description =
          "Scenarios, comma-separated: article, company (without this option: these two), organization (a quarter of an hour), start (two minutes).",
      split = ",")
  private List<String> only;

  @Option(
      names = "--contestant",
      paramLabel = "NAME",
      description = "Only those whose name has this in it, such as operator or script.")
  private String contestant = "";

  private Bench() {}

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Bench())
            .setExecutionExceptionHandler(
                (failure, commandLine, parsed) -> {
                  System.err.println(failure.getMessage());
                  return CommandLine.ExitCode.SOFTWARE;
                })
            .execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    var page = new ResultPage(Machine.here());
    System.out.println(page.machine());
    for (var scenario : chosen()) {
      System.out.println();
      var findings =
          scenario.measure(
              new Scenario.Wishes(contestant, text -> System.out.println("  " + text)));
      System.out.printf(
          "%n%s%n%s%n%n%s%n%n", findings.title(), findings.setting(), findings.table().asText());
      findings.verdicts().forEach(verdict -> System.out.println("  " + verdict));
      page.add(scenario.id(), findings);
    }
    if (write) {
      page.write();
      System.out.printf("%nWrote %s.%n", ResultPage.PATH);
    }
    return CommandLine.ExitCode.OK;
  }

  private List<Scenario> chosen() {
    if (only == null) {
      return COMPARISONS;
    }
    var all = Stream.concat(COMPARISONS.stream(), OTHERS.stream()).toList();
    return only.stream().map(id -> scenario(all, id)).toList();
  }

  private static Scenario scenario(List<Scenario> all, String id) {
    return all.stream()
        .filter(scenario -> scenario.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No scenario is called %s; there are %s."
                        .formatted(id, all.stream().map(Scenario::id).toList())));
  }
}
