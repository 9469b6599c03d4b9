package dev.identitycenter.operator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.testing.cluster.Command;
import dev.identitycenter.operator.testing.cluster.Partners;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Prometheus itself takes the alert rules, and lets each fire when it should. */
class FiringAlertsTest {
  private static final Path RULES = Path.of("config/monitoring/rules.yaml");
  private static final Path CASES = Path.of("src/test/resources/monitoring/alerts.yaml");

  @Test
  void areRulesAsPrometheusWantsThem() {
    var result = promtool("check", "rules", "--lint=all", "--lint-fatal", RULES.toString());

    assertThat(result.succeeded()).as("%s", result).isTrue();
  }

  @Test
  void fireWhenTheyShouldAndOnlyThen() {
    var result = promtool("test", "rules", CASES.toString());

    assertThat(result.succeeded()).as("%s", result).isTrue();
  }

  @Test
  void eachFiresInACase() throws IOException {
    var alerts =
        Pattern.compile("- alert: (\\w+)")
            .matcher(Files.readString(RULES))
            .results()
            .map(alert -> alert.group(1))
            .toList();
    var cases = Files.readString(CASES);

    assertThat(alerts)
        .isNotEmpty()
        .allSatisfy(
            alert ->
                assertThat(cases)
                    .contains(
                        "- {labels: 'ALERTS{alertname=\"%s\", alertstate=\"firing\""
                            .formatted(alert)));
  }

  private static Command.Result promtool(String... arguments) {
    var command = new ArrayList<>(List.of(Partners.promtool().toString()));
    command.addAll(List.of(arguments));
    return Command.runWith(Map.of(), command);
  }
}
