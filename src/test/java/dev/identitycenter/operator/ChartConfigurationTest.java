package dev.identitycenter.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.identitycenter.operator.testing.cluster.Command;
import dev.identitycenter.operator.testing.cluster.Partners;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** The Helm chart hands every value to the operator under the name the operator knows. */
class ChartConfigurationTest {

  @Test
  void setsEveryVariableThatTheOperatorReads() throws Exception {
    var rendered = rendered();
    var read = new HashSet<String>();

    OperatorConfig.of(
        name -> {
          read.add(name);
          return null;
        });

    assertThat(rendered).containsKeys(read.toArray(String[]::new));
  }

  @Test
  void hasTheDefaultsOfTheOperatorExceptForLeaderElection() throws Exception {
    var rendered = rendered();
    assertThat(rendered.put("LEADER_ELECTION", "false")).isEqualTo("true");

    assertThat(OperatorConfig.of(rendered::get)).isEqualTo(OperatorConfig.of(name -> null));
  }

  @Test
  void arrivesAtTheOperatorAsItWasMeant() throws Exception {
    var rendered =
        rendered(
            "--set=config.instanceArn=arn:aws:sso:::instance/ssoins-0123456789abcdef",
            "--set=config.watchNamespaces={team-a,team-b}",
            "--set=config.resyncInterval=PT1H",
            "--set=config.apiRate=5",
            "--set=config.asyncSlots=4",
            "--set=config.provisionSlots=2",
            "--set-json=config.allowedAccounts=[\"111122223333\",\"012345678901\"]",
            "--set-json=config.deniedAccounts=[\"444455556666\"]",
            "--set=config.allowManagementAccount=true",
            "--set=config.permissionSetPrefix=k8s-",
            "--set=config.dryRun=true",
            "--set=config.safetyStopPercent=0",
            "--set-string=config.clusterId=42",
            "--set=config.httpPort=9090",
            "--set=config.logFormat=json",
            "--set=config.logLevel=DEBUG");

    assertThat(OperatorConfig.of(rendered::get))
        .isEqualTo(
            new OperatorConfig(
                Optional.of("arn:aws:sso:::instance/ssoins-0123456789abcdef"),
                Set.of("team-a", "team-b"),
                Duration.ofHours(1),
                5,
                4,
                2,
                Set.of("111122223333", "012345678901"),
                Set.of("444455556666"),
                true,
                "k8s-",
                true,
                0,
                Optional.of("42"),
                9090,
                true,
                Logging.Format.json,
                Level.DEBUG));
  }

  private static Map<String, String> rendered(String... options) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Partners.helm().toString(),
                "template",
                "helm/identity-center-operator",
                "--show-only=templates/configmap.yaml"));
    command.addAll(List.of(options));
    var result = Command.runWith(Map.of("HOME", "target", "KUBECONFIG", "/dev/null"), command);
    assertThat(result.succeeded()).as("%s", result.errors()).isTrue();
    var yaml = new YAMLMapper();
    return yaml.convertValue(
        yaml.readTree(result.output()).path("data"), new TypeReference<Map<String, String>>() {});
  }
}
