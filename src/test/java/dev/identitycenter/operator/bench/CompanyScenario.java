package dev.identitycenter.operator.bench;

import java.time.Duration;
import java.util.List;

/** Access of a company, granted at once. */
final class CompanyScenario implements Scenario {
  private static final int ACCOUNTS = 30;
  private static final int GROUPS = 10;
  private static final int BY_COMMAND_LINE = 10;

  @Override
  public String id() {
    return "company";
  }

  @Override
  public Findings measure(Wishes wishes) throws InterruptedException {
    var comparison =
        new Comparison(
            id(),
            Workload.company(ACCOUNTS, GROUPS),
            List.of(
                new OperatorContestant(),
                new ScriptContestant(Duration.ofSeconds(1)),
                new ScriptContestant(Duration.ofMillis(250)),
                new CommandLineContestant(BY_COMMAND_LINE)));
    comparison.run(wishes);
    return new Findings(
        "300 assignments over 30 accounts",
        "10 permission sets, each assigned to a group of its own in 28 accounts and to a user of its own in 2 more.",
        comparison.table(),
        comparison.hasOperator()
            ? List.of(
                comparison.operatorNearBound(1.15),
                comparison.operatorFrugal(1.5),
                comparison.operatorFastest(),
                comparison.operatorWithinLimits())
            : List.of());
  }
}
