package dev.identitycenter.operator.bench;

import java.time.Duration;
import java.util.List;

/** The walk-through of the article. */
final class ArticleScenario implements Scenario {
  @Override
  public String id() {
    return "article";
  }

  @Override
  public Findings measure(Wishes wishes) throws InterruptedException {
    var workload = Workload.article();
    var comparison =
        new Comparison(
            id(),
            workload,
            List.of(
                new OperatorContestant(),
                new ScriptContestant(Duration.ofSeconds(1)),
                new ScriptContestant(Duration.ofMillis(250)),
                new CommandLineContestant(workload.grants().size())));
    comparison.run(wishes);
    return new Findings(
        "The article's walk-through",
        "3 permission sets with 4 policies, then 3 assignments in 2 accounts; 2 of them have to take turns in one account.",
        comparison.table(),
        comparison.hasOperator() ? List.of(comparison.operatorWithinLimits()) : List.of());
  }
}
