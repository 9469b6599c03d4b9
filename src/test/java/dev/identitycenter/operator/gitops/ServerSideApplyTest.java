package dev.identitycenter.operator.gitops;

import static dev.identitycenter.operator.testing.PlatformTeam.Kind.AccountAssignment;
import static dev.identitycenter.operator.testing.PlatformTeam.Kind.PermissionSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.identitycenter.operator.RunningOperator;
import dev.identitycenter.operator.simulator.Latency;
import dev.identitycenter.operator.simulator.Simulator;
import dev.identitycenter.operator.simulator.SimulatorOptions;
import dev.identitycenter.operator.testing.PlatformTeam;
import dev.identitycenter.operator.testing.cluster.ClusterTest;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
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

/**
 * Argo CD and the operator write different fields of the same objects, so an application is never
 * OutOfSync because of the operator.
 */
@ClusterTest
class ServerSideApplyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ARGO_CD = "argocd-controller";
  private static final String OPERATOR = "identity-center-operator";

  /** What the operator may own outside the status. */
  private static final Set<String> FINALIZER =
      Set.of("f:metadata/f:finalizers/v:\"identitycenter.dev/finalizer\"");

  private final TestCluster cluster;
  private final PlatformTeam team;
  private Simulator simulator;
  private RunningOperator operator;

  ServerSideApplyTest(TestCluster cluster) {
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

  @Test
  void aSecondApplyFindsNothingToChange() throws IOException {
    // Given
    sync();
    team.awaitAllReady();
    var settled = team.versions();

    // When
    var compared = sync();

    // Then
    assertThat(team.versions()).isEqualTo(settled);
    assertThat(compared).isNotEmpty().allSatisfy(ServerSideApplyTest::hasDisjointOwners);
  }

  @Test
  void whatArgoCdComparesIsWhatGitSays() throws IOException {
    sync();
    team.awaitAllReady();

    for (var manifest : manifests()) {
      var live = cluster.admin().resource(manifest).get();
      assertThat(spec(live)).isEqualTo(spec(manifest));
      assertThat(live.getMetadata().getLabels()).isEqualTo(manifest.getMetadata().getLabels());
      assertThat(live.getMetadata().getAnnotations())
          .isEqualTo(manifest.getMetadata().getAnnotations());
    }
  }

  @Test
  void statusesMakeSenseToArgoCdAndFlux() throws IOException {
    sync();
    team.awaitAllReady();

    for (var kind : List.of(PermissionSet, AccountAssignment)) {
      for (var name : team.names(kind)) {
        var object = JSON.<JsonNode>valueToTree(team.find(kind, name).orElseThrow());
        assertThat(HealthScript.of(kind.name()).assess(object).status()).isEqualTo("Healthy");
        assertThat(Kstatus.of(object)).isEqualTo(Kstatus.CURRENT);
      }
    }
  }

  /** As Argo CD does with ServerSideApply=true. */
  private List<HasMetadata> sync() throws IOException {
    return manifests().stream()
        .map(
            manifest ->
                cluster
                    .admin()
                    .resource(manifest)
                    .fieldManager(ARGO_CD)
                    .forceConflicts()
                    .serverSideApply())
        .toList();
  }

  private List<HasMetadata> manifests() throws IOException {
    var found = new ArrayList<HasMetadata>();
    for (var file : List.of("permission-sets.yaml", "account-assignments.yaml")) {
      try (InputStream manifests = Files.newInputStream(Path.of("config/argocd/example", file))) {
        found.addAll(cluster.admin().load(manifests).items());
      }
    }
    found.forEach(manifest -> manifest.getMetadata().setNamespace(team.namespace()));
    return found;
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

  private static JsonNode spec(HasMetadata object) {
    return JSON.<JsonNode>valueToTree(object).path("spec");
  }
}
