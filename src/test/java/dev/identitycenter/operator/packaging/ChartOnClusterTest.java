package dev.identitycenter.operator.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.identitycenter.operator.OperatorMain;
import dev.identitycenter.operator.simulator.Latency;
import dev.identitycenter.operator.simulator.Simulator;
import dev.identitycenter.operator.simulator.SimulatorOptions;
import dev.identitycenter.operator.testing.LocalAws;
import dev.identitycenter.operator.testing.PlatformTeam;
import dev.identitycenter.operator.testing.PlatformTeam.Kind;
import dev.identitycenter.operator.testing.Walkthrough;
import dev.identitycenter.operator.testing.cluster.LoopbackPorts;
import dev.identitycenter.operator.testing.cluster.ServerProcess;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributesBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The chart on an API server of its own, since releases own the definitions of the whole cluster.
 * No pods run there: the operator runs as a process with the environment that the chart gives to
 * its pods, and with a token of the chart's service account.
 */
@Tag("cluster")
class ChartOnClusterTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RELEASE = "identity-center-operator";
  private static final String NAMESPACE = "identity-center";
  private static final String[] VERBS = {
    "get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"
  };
  private static final String WITHOUT_FINALIZERS = "{\"metadata\":{\"finalizers\":null}}";

  private static final String ONE_GRANT =
      """
      apiVersion: identitycenter.dev/v1alpha1
      kind: PermissionSet
      metadata: {name: chart}
      spec:
        managedPolicies: [arn:aws:iam::aws:policy/ReadOnlyAccess]
      ---
      apiVersion: identitycenter.dev/v1alpha1
      kind: AccountAssignment
      metadata: {name: chart}
      spec:
        permissionSetRef: {name: chart}
        principal: {user: {userName: frank@example.com}}
        accountId: "333333333333"
      """;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static TestCluster cluster;
  private static Helm helm;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    cluster = TestCluster.start();
    helm = Helm.on(cluster.kubeconfig());
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  /** Each test begins with a cluster that has no release and no definitions. */
  @AfterEach
  void removeEverything() {
    if (helm.succeed("list", "--namespace", NAMESPACE, "-q").isEmpty() && definitions().isEmpty()) {
      return;
    }
    helm.run("uninstall", RELEASE, "--namespace", NAMESPACE, "--ignore-not-found");
    // A test that ends the operator without a good-bye leaves its lease.
    cluster.runKubectl("delete", "lease", "--all", "--namespace", NAMESPACE);
    if (definitions().isEmpty()) {
      return;
    }
    for (var kind : Kind.values()) {
      var objects = "%s.identitycenter.dev".formatted(kind.plural());
      for (var line : cluster.runKubectl("get", objects, "-A", "--no-headers").lines().toList()) {
        var words = line.split("\\s+", -1);
        cluster.runKubectl(
            "patch", objects, words[1], "-n", words[0], "--type=merge", "-p", WITHOUT_FINALIZERS);
      }
    }
    cluster.runKubectl("delete", "crd", "--all");
    await().atMost(PATIENCE).until(() -> definitions().isEmpty());
  }

  private static String ours() {
    return "app.kubernetes.io/part-of=identity-center-operator";
  }

  private static String definitions() {
    return cluster.runKubectl("get", "crd", "-o", "name");
  }

  private static void install(String... options) {
    var arguments =
        new ArrayList<>(
            List.of(
                "upgrade",
                "--install",
                RELEASE,
                Helm.CHART.toString(),
                "--namespace",
                NAMESPACE,
                "--create-namespace"));
    arguments.addAll(List.of(options));
    helm.succeed(arguments.toArray(String[]::new));
    if (!definitions().isEmpty()) {
      cluster.runKubectl("wait", "crd", "--all", "--for=condition=Established", "--timeout=30s");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "simulator.enabled=true",
        "replicas=2 podDisruptionBudget.enabled=true networkPolicy.enabled=true",
        "config.watchNamespaces={access} config.clusterId=production-eu",
        "config.leaderElection=false config.httpPort=9090 service.annotations.a=b",
        "dashboard.enabled=true rbac.aggregateToEdit=true rbac.aggregateToAdmin=true commonLabels.team=platform",
        "fullnameOverride=operator serviceAccount.name=aws serviceAccount.annotations.role=arn",
        "rbac.create=false rbac.userRoles=false serviceAccount.create=false serviceAccount.name=x",
        "extraEnv[0].name=A extraEnv[0].value=b extraEnvFrom[0].configMapRef.name=c"
            + " extraVolumes[0].name=v extraVolumes[0].emptyDir.medium=Memory"
            + " extraVolumeMounts[0].name=v extraVolumeMounts[0].mountPath=/v"
            + " imagePullSecrets[0].name=registry podLabels.a=b podAnnotations.c=d"
            + " nodeSelector.disk=ssd tolerations[0].operator=Exists priorityClassName=p"
            + " affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution"
            + ".nodeSelectorTerms[0].matchExpressions[0].key=a"
            + " affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution"
            + ".nodeSelectorTerms[0].matchExpressions[0].operator=Exists",
        "networkPolicy.enabled=true simulator.enabled=true"
            + " networkPolicy.ingressFrom[0].namespaceSelector.matchLabels.a=b"
            + " networkPolicy.extraEgress[0].ports[0].port=8443",
      })
  void rendersWhatTheApiServerAccepts(String values) throws IOException {
    createNamespace("access");
    var arguments =
        new ArrayList<>(
            List.of("template", RELEASE, Helm.CHART.toString(), "--namespace", "access"));
    Stream.of(values.split(" ", -1))
        .filter(value -> !value.isEmpty())
        .forEach(value -> arguments.add("--set=" + value));
    var manifests = folder.resolve("manifests.yaml");
    Files.writeString(manifests, helm.succeed(arguments.toArray(String[]::new)));

    var output =
        cluster.runKubectl(
            "apply",
            "--server-side",
            "--dry-run=server",
            "--validate=strict",
            "-f",
            manifests.toString());

    assertThat(output.lines())
        .allMatch(line -> line.endsWith("serverside-applied (server dry run)"));
  }

  private static void createNamespace(String name) {
    var namespace = new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build();
    cluster.admin().resource(namespace).serverSideApply();
  }

  @Test
  void podsMayRunWhereTheRestrictedStandardIsEnforced() throws IOException {
    createNamespace("restricted");
    cluster.runKubectl(
        "label", "namespace", "restricted", "pod-security.kubernetes.io/enforce=restricted");
    var manifests =
        Helm.Manifests.of(
            helm.succeed(
                "template", RELEASE, Helm.CHART.toString(), "--set=simulator.enabled=true"));
    var specs = new ArrayList<JsonNode>();
    manifests
        .ofKind("Deployment")
        .forEach(deployment -> specs.add(deployment.at("/spec/template/spec")));
    manifests.ofKind("Pod").forEach(pod -> specs.add(pod.path("spec")));
    assertThat(specs).hasSize(3);

    for (var spec : specs) {
      var pod = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Pod");
      pod.putObject("metadata").put("name", "pod");
      pod.set("spec", spec);
      var file = folder.resolve("pod.json");
      Files.writeString(file, pod.toString());
      assertThat(
              cluster.runKubectl(
                  "create", "--dry-run=server", "-n", "restricted", "-f", file.toString()))
          .contains("created (server dry run)");
    }
  }

  @Test
  void keepsDefinitionsAndObjectsThroughTheLifeOfARelease() {
    install();
    var team = PlatformTeam.with(cluster, "team");
    team.apply(Walkthrough.MANIFESTS);

    install("--set=config.dryRun=true");
    assertThat(configuration("DRY_RUN")).isEqualTo("true");
    helm.succeed("rollback", RELEASE, "1", "--namespace", NAMESPACE);
    assertThat(configuration("DRY_RUN")).isEqualTo("false");
    helm.succeed("uninstall", RELEASE, "--namespace", NAMESPACE);

    assertThat(definitions().lines()).hasSize(2);
    assertThat(team.names(Kind.AccountAssignment)).hasSameElementsAs(Walkthrough.ASSIGNMENTS);
    assertThat(team.names(Kind.PermissionSet)).hasSameElementsAs(Walkthrough.SETS);
    assertThat(
            cluster.runKubectl(
                "get", "all,cm,sa,role,rolebinding,clusterrole", "-A", "-o", "name", "-l", ours()))
        .isEmpty();

    // Back again, it takes the definitions as its own.
    install();
    assertThat(team.names(Kind.PermissionSet)).hasSameElementsAs(Walkthrough.SETS);
  }

  private static String configuration(String variable) {
    return cluster
        .admin()
        .configMaps()
        .inNamespace(NAMESPACE)
        .withName(RELEASE)
        .get()
        .getData()
        .get(variable);
  }

  @Test
  void upgradesDefinitionsOfAnOlderRelease() {
    install();
    cluster.runKubectl(
        "patch",
        "crd",
        "permissionsets.identitycenter.dev",
        "--type=json",
        "-p",
        "[{\"op\":\"remove\",\"path\":\"/spec/names/shortNames\"}]");

    install("--set=config.dryRun=true");

    assertThat(cluster.runKubectl("api-resources", "--api-group=identitycenter.dev"))
        .contains("ps", "aa");
  }

  @Test
  void removesDefinitionsOnlyWhenAsked() {
    install("--set=crds.keep=false");

    helm.succeed("uninstall", RELEASE, "--namespace", NAMESPACE);

    await().atMost(PATIENCE).until(() -> definitions().isEmpty());
  }

  @Test
  void takesOverDefinitionsThatKubectlInstalled() {
    cluster.installCrds(Path.of("crds"));

    assertThat(
            helm.fail(
                "install",
                RELEASE,
                Helm.CHART.toString(),
                "--namespace=" + NAMESPACE,
                "--create-namespace"))
        .contains("cannot be imported into the current release");
    install("--take-ownership");
  }

  @Test
  void saysWhatToDoNextAndHowToUninstall() {
    var notes =
        helm.succeed(
            "install",
            RELEASE,
            Helm.CHART.toString(),
            "--namespace=" + NAMESPACE,
            "--create-namespace",
            "--dry-run=server");

    assertThat(notes.substring(notes.indexOf("NOTES:")))
        .containsSubsequence(
            "kubectl -n identity-center rollout status deployment/identity-center-operator",
            "kubectl delete accountassignments,permissionsets --all --all-namespaces",
            "helm uninstall -n identity-center identity-center-operator",
            "kubectl delete crd");
  }

  @Test
  void grantsExactlyWhatTheOperatorNeeds() {
    install();

    assertThat(everythingAllowed("access"))
        .containsExactlyInAnyOrder(
            "accountassignments.identitycenter.dev: get list watch patch",
            "accountassignments.identitycenter.dev/status: patch",
            "events: get create patch",
            "permissionsets.identitycenter.dev: get list watch patch",
            "permissionsets.identitycenter.dev/status: patch");
    assertThat(everythingAllowed(NAMESPACE)).contains("leases.coordination.k8s.io: create");
    assertThat(isAllowed("get", "", "namespaces", "", "kube-system")).isTrue();
    assertThat(isAllowed("get", "", "namespaces", "", "kube-public")).isFalse();
    assertThat(lease("get")).isTrue();
    assertThat(lease("update")).isTrue();
    assertThat(lease("delete")).isFalse();
  }

  @Test
  void grantsNothingOutsideItsNamespacesWhenTheyAreListed() {
    createNamespace("team-a");
    install("--set=config.watchNamespaces={team-a}", "--set=config.clusterId=production");

    assertThat(everythingAllowed("team-a"))
        .containsExactlyInAnyOrder(
            "accountassignments.identitycenter.dev: get list watch patch",
            "accountassignments.identitycenter.dev/status: patch",
            "events: get create patch",
            "permissionsets.identitycenter.dev: get list watch patch",
            "permissionsets.identitycenter.dev/status: patch");
    assertThat(everythingAllowed("default")).isEmpty();
    assertThat(isAllowed("get", "", "namespaces", "", "kube-system")).isFalse();
  }

  /** What the service account may do to any object, for every resource the cluster has. */
  private static Set<String> everythingAllowed(String namespace) {
    await().atMost(PATIENCE).until(() -> lease("get"));
    var allowed = new TreeSet<String>();
    for (var version : apiVersions()) {
      var group = version.contains("/") ? version.replaceAll("/.*", "") : "";
      for (var resource : cluster.admin().getApiResources(version).getResources()) {
        var verbs = allowedVerbs(group, resource, namespace);
        if (!verbs.isEmpty()) {
          var name = resource.getName().split("/", -1);
          name[0] += group.isEmpty() ? "" : "." + group;
          allowed.add(String.join("/", name) + ": " + String.join(" ", verbs));
        }
      }
    }
    return allowed;
  }

  private static List<String> allowedVerbs(String group, APIResource resource, String namespace) {
    return Arrays.stream(VERBS)
        .filter(resource.getVerbs()::contains)
        .filter(verb -> isAllowed(verb, group, resource.getName(), namespace, null))
        .toList();
  }

  private static List<String> apiVersions() {
    return Stream.concat(
            Stream.of("v1"),
            cluster.admin().getApiGroups().getGroups().stream()
                .map(group -> group.getPreferredVersion().getGroupVersion()))
        .toList();
  }

  private static boolean lease(String verb) {
    return isAllowed(verb, "coordination.k8s.io", "leases", NAMESPACE, RELEASE);
  }

  private static boolean isAllowed(
      String verb, String group, String resource, String namespace, String name) {
    var parts = resource.split("/", 2);
    var review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser("system:serviceaccount:" + NAMESPACE + ":" + RELEASE)
            .withResourceAttributes(
                new ResourceAttributesBuilder()
                    .withVerb(verb)
                    .withGroup(group)
                    .withResource(parts[0])
                    .withSubresource(parts.length > 1 ? parts[1] : null)
                    .withNamespace(namespace)
                    .withName(name)
                    .build())
            .endSpec()
            .build();
    var answer = cluster.admin().authorization().v1().subjectAccessReview().create(review);
    return answer.getStatus().getAllowed();
  }

  @Test
  void theOperatorWorksWithWhatTheChartGivesIt() throws IOException {
    install();
    theOperatorConverges(cluster.newNamespace("team"));

    assertThat(lease().getAcquireTime()).isNotNull();
    // It has ended in the meantime, and left the lease to the next.
    assertThat(lease().getHolderIdentity()).isNullOrEmpty();
  }

  private static LeaseSpec lease() {
    return cluster.admin().leases().inNamespace(NAMESPACE).withName(RELEASE).get().getSpec();
  }

  @Test
  void theOperatorWorksInListedNamespaces() throws IOException {
    var namespace = cluster.newNamespace("team");
    install(
        "--set=config.watchNamespaces={%s}".formatted(namespace),
        "--set=config.clusterId=production");

    theOperatorConverges(namespace);
  }

  @Test
  void theOperatorEndsAtOnceWhenAnotherTakesTheLease() throws IOException {
    install();
    var log = Path.of("target", "chart-operator.log");
    Files.deleteIfExists(log);
    try (var simulator = Simulator.start(SimulatorOptions.defaults())) {
      var operator = ServerProcess.startWith(environment(simulator), operatorCommand(), log);
      try {
        await()
            .atMost(PATIENCE)
            .ignoreException(NullPointerException.class)
            .until(() -> !lease().getHolderIdentity().isEmpty());
        cluster.runKubectl(
            "patch",
            "lease",
            RELEASE,
            "--namespace=" + NAMESPACE,
            "--type=merge",
            "--patch={\"spec\":{\"holderIdentity\":\"another\"}}");

        await().atMost(PATIENCE).until(() -> !operator.isAlive());
      } finally {
        operator.stop(Duration.ofSeconds(30));
      }
      assertThat(log).content().contains("Lost the lease");
    }
  }

  private void theOperatorConverges(String namespace) throws IOException {
    var log = Path.of("target", "chart-operator.log");
    Files.deleteIfExists(log);
    var fast = SimulatorOptions.builder().latency(Latency.parse("PT0.05S")).build();
    try (var simulator = Simulator.start(fast)) {
      var operator = ServerProcess.startWith(environment(simulator), operatorCommand(), log);
      try {
        var manifests = folder.resolve("manifests.yaml");
        Files.writeString(manifests, ONE_GRANT);
        cluster.runKubectl("apply", "--server-side", "-n", namespace, "-f", manifests.toString());
        kubectlForOurs(namespace, "wait", "--for=condition=Ready");
        assertThat(cluster.admin().v1().events().inNamespace(namespace).list().getItems())
            .isNotEmpty();
        assertThat(simulator.snapshot().assignments()).hasSize(1);
        kubectlForOurs(namespace, "delete");
        assertThat(simulator.snapshot().assignments()).isEmpty();
      } catch (IllegalStateException | AssertionError e) {
        throw new AssertionError(operator.lastWords(), e);
      } finally {
        operator.stop(Duration.ofSeconds(30));
      }
      assertThat(log).content().contains("Stopped").doesNotContain("Forbidden");
    }
  }

  private static void kubectlForOurs(String namespace, String... command) {
    var arguments = new ArrayList<>(List.of(command));
    arguments.addAll(
        List.of("permissionsets,accountassignments", "--all", "-n", namespace, "--timeout=90s"));
    cluster.runKubectl(arguments.toArray(String[]::new));
  }

  /** That of the chart's pods, with the simulator as AWS, as the service account. */
  private Map<String, String> environment(Simulator simulator) {
    var environment = new LocalAws(simulator.endpoint()).environment();
    environment.putAll(
        cluster.admin().configMaps().inNamespace(NAMESPACE).withName(RELEASE).get().getData());
    environment.put("HTTP_PORT", Integer.toString(LoopbackPorts.pick()));
    environment.put(
        "KUBECONFIG", cluster.kubeconfigForServiceAccount(NAMESPACE, RELEASE).toString());
    return environment;
  }

  private static List<String> operatorCommand() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        // Not the quiet one of the tests.
        "-Dlogback.configurationFile=logback.xml",
        "-cp",
        System.getProperty("java.class.path"),
        OperatorMain.class.getName(),
        "run");
  }
}
