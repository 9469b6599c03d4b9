package dev.identitycenter.operator.gitops;

import static dev.identitycenter.operator.testing.PlatformTeam.Kind.AccountAssignment;
import static dev.identitycenter.operator.testing.PlatformTeam.Kind.PermissionSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.identitycenter.operator.RunningOperator;
import dev.identitycenter.operator.gitops.GitOps.Manner;
import dev.identitycenter.operator.simulator.Latency;
import dev.identitycenter.operator.simulator.Simulator;
import dev.identitycenter.operator.simulator.SimulatorOptions;
import dev.identitycenter.operator.testing.PlatformTeam;
import dev.identitycenter.operator.testing.cluster.ClusterTest;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Argo CD and the operator write different fields of the same objects, so an application is never
 * OutOfSync because of the operator. No rule to ignore differences is set, not even those that Argo
 * CD sets by default.
 */
@ClusterTest
class SyncTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final String ARGO_CD = "argocd-controller";
  private static final String OPERATOR = "identity-center-operator";

  /** What the operator may own outside the status. */
  private static final Set<String> FINALIZER =
      Set.of("f:metadata/f:finalizers/v:\"identitycenter.dev/finalizer\"");

  private final TestCluster cluster;
  private final PlatformTeam team;
  private Simulator simulator;
  private RunningOperator operator;

  SyncTest(TestCluster cluster) {
    this.cluster = cluster;
    team = PlatformTeam.with(cluster, "argocd");
  }

  @BeforeEach
  void start() {
    simulator =
        Simulator.start(
            SimulatorOptions.builder().latency(Latency.fixed(Duration.ofMillis(50))).build());
    operator = RunningOperator.on(cluster, simulator).watching(team.namespace()).start();
  }

  @AfterEach
  void stop() {
    team.deleteAll();
    team.awaitEmpty();
    operator.close();
    simulator.close();
  }

  @ParameterizedTest
  @EnumSource(Manner.class)
  void isNeverOutOfSync(Manner manner) throws IOException {
    sync(manner);
    assertThat(differences(manifests(), manner)).isEmpty();
    awaitRest();
    assertThat(differences(manifests(), manner)).isEmpty();

    // A second sync finds nothing to change.
    var settled = team.versions();
    sync(manner);
    assertThat(team.versions()).isEqualTo(settled);

    // What Git changes is noticed, otherwise all this would prove nothing.
    assertThat(differences(retained(), manner)).hasSameSizeAs(manifests());
  }

  @Test
  void sharesObjectsThatMakeSenseToBothSides() throws IOException {
    sync(Manner.SERVER_SIDE);
    team.awaitAllReady();

    try (var gitOps = GitOps.assessing()) {
      for (var kind : List.of(PermissionSet, AccountAssignment)) {
        for (var name : team.names(kind)) {
          var object = team.find(kind, name).orElseThrow();
          var assessment = gitOps.assess(JSON.valueToTree(object));
          assertThat(assessment.health()).isEqualTo("Healthy");
          assertThat(assessment.kstatus()).isEqualTo("Current");
          assertThat(assessment.check()).isEqualTo("Current");
          hasDisjointOwners(object);
        }
      }
    }
  }

  /** The operator counts the accounts of a set a moment after its assignments are Ready. */
  private void awaitRest() {
    team.awaitAllReady();
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(team.versions())
                    .filteredOn(version -> version.startsWith("PermissionSet/"))
                    .allSatisfy(
                        version -> assertThat(version).contains("provisionedAccounts={current=1")));
  }

  private void sync(Manner manner) throws IOException {
    try (var gitOps = GitOps.syncing(cluster.kubeconfig(), manner)) {
      manifests().forEach(gitOps::ask);
    }
  }

  /** What Argo CD would show as different, empty when the application is Synced. */
  private List<JsonNode> differences(List<JsonNode> manifests, Manner manner) {
    try (var gitOps = GitOps.comparing(cluster.kubeconfig(), manner)) {
      return manifests.stream()
          .map(gitOps::ask)
          .filter(comparison -> comparison.path("outOfSync").asBoolean())
          .toList();
    }
  }

  private List<JsonNode> manifests() throws IOException {
    var found = new ArrayList<JsonNode>();
    for (var file : List.of("permission-sets.yaml", "account-assignments.yaml")) {
      try (MappingIterator<JsonNode> manifests =
          YAML.readerFor(JsonNode.class)
              .readValues(Path.of("config/argocd/example", file).toFile())) {
        found.addAll(manifests.readAll());
      }
    }
    found.forEach(
        manifest -> ((ObjectNode) manifest.path("metadata")).put("namespace", team.namespace()));
    return found;
  }

  /** The manifests after a change in Git. */
  private List<JsonNode> retained() throws IOException {
    var changed = manifests();
    changed.forEach(
        manifest -> ((ObjectNode) manifest.path("spec")).put("deletionPolicy", "Retain"));
    return changed;
  }

  private static void hasDisjointOwners(HasMetadata object) {
    var entries = object.getMetadata().getManagedFields();
    assertThat(entries.stream().map(ManagedFieldsEntry::getManager))
        .containsOnly(ARGO_CD, OPERATOR);
    var argoCd = fields(entries, ARGO_CD);
    var operator = fields(entries, OPERATOR);
    assertThat(operator).doesNotContainAnyElementsOf(argoCd);
    assertThat(operator.stream().filter(path -> !path.startsWith("f:status")))
        .containsExactlyElementsOf(FINALIZER);
    assertThat(argoCd)
        .allSatisfy(
            path -> assertThat(path).matches("f:spec/.*|f:metadata/f:(annotations|labels)/.*"));
  }

  private static Set<String> fields(List<ManagedFieldsEntry> entries, String manager) {
    return entries.stream()
        .filter(entry -> entry.getManager().equals(manager))
        .flatMap(
            entry -> {
              var paths = new TreeSet<String>();
              collect("", JSON.valueToTree(entry.getFieldsV1()), paths);
              return paths.stream();
            })
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The paths of the leaves; a dot stands for the existence of what contains it. */
  private static void collect(String path, JsonNode fields, Set<String> paths) {
    var children =
        fields.properties().stream().filter(field -> !field.getKey().equals(".")).toList();
    if (children.isEmpty()) {
      paths.add(path);
    }
    children.forEach(
        field ->
            collect(
                path.isEmpty() ? field.getKey() : path + "/" + field.getKey(),
                field.getValue(),
                paths));
  }
}
