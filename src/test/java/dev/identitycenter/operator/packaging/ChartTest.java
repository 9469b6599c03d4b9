package dev.identitycenter.operator.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.identitycenter.operator.packaging.Helm.Manifests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String NAME = "operator-identity-center-operator";
  private static final String CLUSTER_NAME = "access-" + NAME;

  private final Helm helm = Helm.offline();

  @Test
  void passesStrictLint() {
    assertThat(helm.succeed("lint", "--strict", Helm.CHART.toString()))
        .contains("0 chart(s) failed");
  }

  @Test
  void rendersTheDefinitionsOfTheRepository() throws IOException {
    var rendered = helm.template().ofKind("CustomResourceDefinition");

    try (var files = Files.list(Path.of("crds"))) {
      assertThat(rendered.stream().map(ChartTest::withoutAdditions).toList())
          .containsExactlyInAnyOrderElementsOf(
              files.map(ChartTest::read).map(ChartTest::withoutAdditions).toList());
    }
    assertThat(rendered)
        .allSatisfy(
            crd ->
                assertThat(crd.at("/metadata/annotations/helm.sh~1resource-policy").asText())
                    .isEqualTo("keep"));
  }

  @Test
  void leavesDefinitionsAloneOrUnprotectedWhenAsked() {
    assertThat(helm.template("--set=crds.install=false").ofKind("CustomResourceDefinition"))
        .isEmpty();
    assertThat(helm.template("--set=crds.keep=false").ofKind("CustomResourceDefinition"))
        .isNotEmpty()
        .allSatisfy(crd -> assertThat(crd.at("/metadata/annotations").isMissingNode()).isTrue());
  }

  @Test
  void confinesThePodsAsTheRestrictedStandardWants() {
    var manifests = helm.template("--set=simulator.enabled=true");

    assertThat(manifests.ofKind("Deployment"))
        .hasSize(2)
        .allSatisfy(
            deployment -> {
              var pod = deployment.at("/spec/template/spec");
              assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
              assertThat(pod.at("/securityContext/runAsUser").asInt()).isEqualTo(65532);
              assertThat(pod.at("/securityContext/seccompProfile/type").asText())
                  .isEqualTo("RuntimeDefault");
              var container = pod.at("/containers/0/securityContext");
              assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
              assertThat(container.path("readOnlyRootFilesystem").asBoolean()).isTrue();
              assertThat(container.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
              assertThat(pod.at("/containers/0/volumeMounts/0/mountPath").asText())
                  .isEqualTo("/tmp");
            });
  }

  @Test
  void rollsThePodsWhenTheConfigurationChanges() {
    var checksum = "/spec/template/metadata/annotations/checksum~1config";

    var before = helm.template().get("Deployment/" + NAME).at(checksum);
    var after = helm.template("--set=config.dryRun=true").get("Deployment/" + NAME).at(checksum);

    assertThat(before.asText()).isNotEmpty().isNotEqualTo(after.asText());
    assertThat(helm.template().get("Deployment/" + NAME).at(checksum)).isEqualTo(before);
  }

  @Test
  void neverRunsTwoOperatorsWithoutALease() {
    var deployment = helm.template("--set=config.leaderElection=false").get("Deployment/" + NAME);

    assertThat(deployment.at("/spec/strategy/type").asText()).isEqualTo("Recreate");
  }

  @Test
  void pullsTheImageByDigestWhenItIsGiven() {
    var digest = "sha256:" + "0a".repeat(32);

    assertThat(helm.template().operator().path("image").asText())
        .matches("identity-center-operator:\\d+\\.\\d+\\.\\d+");
    assertThat(helm.template("--set=image.digest=" + digest).operator().path("image").asText())
        .isEqualTo("identity-center-operator@" + digest);
  }

  @Test
  void setsNoAwsVariableThatWouldHideWhatEksSets() {
    var data = helm.template().get("ConfigMap/" + NAME).path("data");

    assertThat(data.properties()).noneMatch(entry -> entry.getKey().startsWith("AWS_"));
    assertThat(helm.template().operator().has("env")).isFalse();
  }

  @Test
  void pointsTheOperatorToTheSimulator() {
    var manifests = helm.template("--set=simulator.enabled=true");

    var url = manifests.get("ConfigMap/" + NAME).at("/data/AWS_ENDPOINT_URL").asText();
    var service = manifests.get("Service/" + NAME + "-simulator");
    assertThat(url)
        .isEqualTo(
            "http://%s:%d"
                .formatted(
                    service.at("/metadata/name").asText(),
                    service.at("/spec/ports/0/port").asInt()));
    var simulator = manifests.get("Deployment/" + NAME + "-simulator");
    service
        .at("/spec/selector")
        .properties()
        .forEach(
            label ->
                assertThat(simulator.at("/spec/template/metadata/labels").path(label.getKey()))
                    .isEqualTo(label.getValue()));
  }

  @Test
  void testsWhetherTheOperatorCanBeReached() {
    var manifests =
        helm.template(
            "--set=networkPolicy.enabled=true",
            "--set=networkPolicy.ingressFrom[0].namespaceSelector.matchLabels.a=b");

    var test = manifests.get("Pod/" + NAME + "-test");
    var service = manifests.get("Service/" + NAME);
    var container = test.at("/spec/containers/0");
    assertThat(test.at("/metadata/annotations/helm.sh~1hook").asText()).isEqualTo("test");
    assertThat(container.path("image")).isEqualTo(manifests.operator().path("image"));
    assertThat(container.at("/command/0").asText()).isEqualTo("wget");
    assertThat(container.at("/command/5").asText())
        .isEqualTo(
            "http://%s:%d%s"
                .formatted(
                    service.at("/metadata/name").asText(),
                    service.at("/spec/ports/0/port").asInt(),
                    manifests.operator().at("/readinessProbe/httpGet/path").asText()));
    // Labels that the Service and the Deployment do not take for the operator's, and the policy
    // admits.
    var labels = test.at("/metadata/labels");
    assertThat(isSelected(service.at("/spec/selector"), labels)).isFalse();
    assertThat(
            isSelected(
                manifests
                    .get("NetworkPolicy/" + NAME)
                    .at("/spec/ingress/0/from/1/podSelector/matchLabels"),
                labels))
        .isTrue();
  }

  private static boolean isSelected(JsonNode selector, JsonNode labels) {
    return selector.properties().stream()
        .allMatch(label -> labels.path(label.getKey()).equals(label.getValue()));
  }

  @Test
  void bringsAlertsAndDashboardWhenAsked() throws IOException {
    assertThat(helm.template().objects().keySet())
        .noneMatch(key -> key.startsWith("PrometheusRule/") || key.endsWith("-dashboard"));
    var manifests =
        helm.template(
            "--set=prometheusRule.enabled=true",
            "--set=dashboard.enabled=true",
            "--set=serviceMonitor.enabled=true");

    assertThat(manifests.get("PrometheusRule/" + NAME).path("spec"))
        .isEqualTo(read(Path.of("config", "monitoring", "rules.yaml")));
    var dashboard =
        manifests
            .get("ConfigMap/" + NAME + "-dashboard")
            .at("/data/identity-center-operator.json")
            .asText();
    assertThat(YAML.readTree(dashboard))
        .isEqualTo(read(Path.of("config", "monitoring", "dashboard.json")));
    // The alerts look at the namespaces of objects.
    assertThat(
            manifests.get("ServiceMonitor/" + NAME).at("/spec/endpoints/0/honorLabels").asBoolean())
        .isTrue();
  }

  @Test
  void grantsTheSameRightsAsInstallationsWithoutHelm() throws IOException {
    var chart = helm.template();
    var plain = Manifests.of(Files.readString(Path.of("config", "rbac", "role.yaml")));

    assertThat(chart.get("ClusterRole/" + CLUSTER_NAME).path("rules"))
        .isEqualTo(plain.get("ClusterRole/identity-center-operator").path("rules"));
    assertThat(chart.get("Role/" + NAME + "-leader-election").path("rules"))
        .isEqualTo(plain.get("Role/identity-center-operator").path("rules"));
  }

  @Test
  void readsNoNamespaceWhenTheClusterHasAName() {
    var rules =
        helm.template("--set=config.clusterId=production")
            .get("ClusterRole/" + CLUSTER_NAME)
            .path("rules");

    assertThat(rules.toString()).doesNotContain("namespaces");
  }

  @Test
  void staysInItsNamespacesWhenTheyAreListed() {
    var manifests =
        helm.template("--set=config.watchNamespaces={team-a,team-b}", "--set=config.clusterId=x");

    assertThat(manifests.objects().keySet())
        .contains("Role/team-a/" + CLUSTER_NAME, "RoleBinding/team-b/" + CLUSTER_NAME)
        .doesNotContain("ClusterRole/" + CLUSTER_NAME, "ClusterRoleBinding/" + CLUSTER_NAME);
    assertThat(manifests.get("ConfigMap/" + NAME).at("/data/WATCH_NAMESPACES").asText())
        .isEqualTo("team-a,team-b");
  }

  @Test
  void addsOnlyLookingToTheRolesOfKubernetes() {
    assertThat(aggregations(helm.template()))
        .containsExactly("rbac.authorization.k8s.io/aggregate-to-view");
    assertThat(
            aggregations(
                helm.template(
                    "--set=rbac.aggregateToView=false",
                    "--set=rbac.aggregateToEdit=true",
                    "--set=rbac.aggregateToAdmin=true")))
        .containsExactly(
            "rbac.authorization.k8s.io/aggregate-to-edit",
            "rbac.authorization.k8s.io/aggregate-to-admin");
  }

  private static List<String> aggregations(Manifests manifests) {
    return manifests.ofKind("ClusterRole").stream()
        .flatMap(role -> role.at("/metadata/labels").properties().stream())
        .map(label -> label.getKey())
        .filter(label -> label.contains("/aggregate-to-"))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          config.foo=1                     | at '/config': additional properties 'foo' not allowed
          replica=2                        | at '': additional properties 'replica' not allowed
          config.apiRate=50                | at '/config/apiRate': maximum: got 50, want 20
          config.provisionSlots=0          | at '/config/provisionSlots': minimum: got 0, want 1
          config.allowedAccounts={111122223333} | at '/config/allowedAccounts/0': got number, want string
          config.deniedAccounts={a}        | at '/config/deniedAccounts/0': 'a' does not match pattern
          config.dryRun=yes                | at '/config/dryRun': got string, want boolean
          config.resyncInterval=10m        | at '/config/resyncInterval': '10m' does not match pattern
          config.logFormat=xml             | at '/config/logFormat': value must be one of 'text', 'json'
          config.logLevel=LOUD             | at '/config/logLevel': value must be one of 'ERROR', 'WARN'
          config.clusterId=a/b             | at '/config/clusterId': 'a/b' does not match pattern
          image.digest=latest              | at '/image/digest': 'latest' does not match pattern
          image.repository=a:b             | at '/image/repository': 'a:b' does not match pattern
          config.watchNamespaces={team-a}  | config.watchNamespaces needs config.clusterId
          replicas=2,config.leaderElection=false | replicas above 1 need config.leaderElection: true
          podDisruptionBudget.enabled=true | podDisruptionBudget.enabled needs replicas: 2 or more
          simulator.enabled=true,aws.endpointUrl=http://x | simulator.enabled and aws.endpointUrl exclude
          serviceAccount.create=false      | Set serviceAccount.name to an existing service account
          """)
  void refusesValuesThatCannotWork(String mistake, String complaint) {
    assertThat(helm.fail("template", Helm.CHART.toString(), "--set=" + mistake))
        .contains(complaint);
  }

  @Test
  void refusesOlderClusters() {
    assertThat(helm.fail("template", Helm.CHART.toString(), "--kube-version=1.29.9"))
        .contains("requires kubeVersion: >= 1.30.0-0 which is incompatible");
  }

  private static JsonNode read(Path file) {
    try {
      return YAML.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the chart may add to a definition. */
  private static JsonNode withoutAdditions(JsonNode crd) {
    var copy = crd.<ObjectNode>deepCopy();
    ((ObjectNode) copy.path("metadata")).remove(List.of("labels", "annotations"));
    return copy;
  }
}
