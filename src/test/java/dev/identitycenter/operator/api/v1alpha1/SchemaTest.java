package dev.identitycenter.operator.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.identitycenter.operator.testing.cluster.ClusterTest;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The API server takes what we promise to take and refuses the rest with a sentence that helps. In
 * the corpus, a file with two documents is an update: from the first, which is valid, to the
 * second.
 */
@ClusterTest
class SchemaTest {
  private static final Path CORPUS = Path.of("src", "test", "resources", "crd");
  private static final Path SAMPLES = Path.of("config", "samples");

  private static TestCluster cluster;
  private static String namespace;

  @BeforeAll
  static void installDefinitions(TestCluster running) {
    cluster = running;
    cluster.installCrds(CustomResourceDefinitions.DIRECTORY);
    namespace = cluster.newNamespace("schema");
  }

  static Stream<Path> valid() {
    return filesBelow(CORPUS.resolve("valid"));
  }

  static Stream<Path> invalid() {
    return filesBelow(CORPUS.resolve("invalid"));
  }

  static Stream<Path> samples() {
    return filesBelow(SAMPLES);
  }

  private static Stream<Path> filesBelow(Path folder) {
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    } catch (IOException e) {
      throw new IllegalStateException("Listing " + folder, e);
    }
  }

  @ParameterizedTest
  @MethodSource
  void valid(Path file) {
    var documents = documentsOf(file);
    if (documents.size() == 1) {
      strictDryRun(documents.get(0)).serverSideApply();
    } else {
      afterCreating(documents.get(0), () -> strictDryRun(documents.get(1)).update());
    }
  }

  @ParameterizedTest
  @MethodSource
  void samples(Path file) {
    documentsOf(file).forEach(document -> strictDryRun(document).serverSideApply());
  }

  @ParameterizedTest
  @MethodSource
  void invalid(Path file) throws IOException {
    var documents = documentsOf(file);
    var sentence = Files.readAllLines(file).get(0).substring("# ".length());
    if (documents.size() == 1) {
      assertRefused(sentence, () -> strictDryRun(documents.get(0)).create());
    } else {
      afterCreating(
          documents.get(0),
          () -> assertRefused(sentence, () -> strictDryRun(documents.get(1)).update()));
    }
  }

  private static void assertRefused(String sentence, Runnable request) {
    assertThatThrownBy(request::run)
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(sentence);
  }

  private static void afterCreating(GenericKubernetesResource object, Runnable test) {
    var resource = resource(object);
    resource.create();
    try {
      test.run();
    } finally {
      resource.delete();
    }
  }

  private static List<GenericKubernetesResource> documentsOf(Path file) {
    try {
      return Stream.of(Files.readString(file).split("(?m)^---$", -1))
          .map(text -> Serialization.unmarshal(text, GenericKubernetesResource.class))
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException("Reading " + file, e);
    }
  }

  private static NonDeletingOperation<GenericKubernetesResource> strictDryRun(
      GenericKubernetesResource object) {
    return resource(object).dryRun().fieldValidation(Validation.STRICT);
  }

  private static Resource<GenericKubernetesResource> resource(GenericKubernetesResource object) {
    if (!object.getKind().equals("Namespace")) {
      object.getMetadata().setNamespace(namespace);
    }
    return cluster.admin().resource(object);
  }

  @Test
  void columnsShowTheAlternativeThatIsGiven() {
    // Given
    create("PermissionSet", "named", "{name: Readers, inlinePolicy: {Version: x}}");
    create("PermissionSet", "unnamed", "{customerManagedPolicies: [{name: own}]}");
    create(
        "AccountAssignment",
        "by-object",
        "{permissionSetRef: {name: named}, principal: {user: {userName: alice}},"
            + " accountId: '111122223333', driftPolicy: Report, suspend: true}");
    create(
        "AccountAssignment",
        "by-name",
        "{permissionSetName: Admins, principal: {group: {displayName: developers}},"
            + " accountId: '444455556666'}");

    // When
    var table = cluster.runKubectl("get", "identitycenter", "--namespace", namespace);

    // Then
    assertThat(table)
        .containsPattern("NAME +AWS NAME +READY +REASON +ACCOUNTS +AGE")
        .containsPattern("/named +Readers ")
        .containsPattern("/unnamed +unnamed ")
        .containsPattern("NAME +PERMISSION SET +PRINCIPAL +ACCOUNT +READY +REASON +AGE")
        .containsPattern("/by-object +named +alice +111122223333 ")
        .containsPattern("/by-name +Admins +developers +444455556666 ");
    assertThat(
            cluster.runKubectl(
                "get",
                "aa",
                "--output=name",
                "--namespace",
                namespace,
                "--field-selector=spec.accountId=444455556666"))
        .isEqualToIgnoringNewLines("accountassignment.identitycenter.dev/by-name");
  }

  private static void create(String kind, String name, String spec) {
    var text =
        "---%n{apiVersion: identitycenter.dev/v1alpha1, kind: %s, metadata: {name: %s}, spec: %s}"
            .formatted(kind, name, spec);
    resource(Serialization.unmarshal(text, GenericKubernetesResource.class)).create();
  }
}
