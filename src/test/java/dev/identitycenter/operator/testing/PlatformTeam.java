package dev.identitycenter.operator.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The people who write manifests into one namespace and read what becomes of them. They know the
 * API only as YAML and JSON, as users do.
 */
public final class PlatformTeam {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The kinds of the API. */
  public enum Kind {
    PermissionSet,
    AccountAssignment;

    private ResourceDefinitionContext context() {
      return new ResourceDefinitionContext.Builder()
          .withGroup("identitycenter.dev")
          .withVersion("v1alpha1")
          .withKind(name())
          .withPlural(plural())
          .withNamespaced(true)
          .build();
    }

    /** As {@code kubectl} wants it. */
    public String plural() {
      return name().toLowerCase(Locale.ROOT) + "s";
    }
  }

  /** One condition of an object's status. */
  public record Condition(String status, String reason, String message) {}

  private final KubernetesClient client;
  private final String namespace;
  private Duration patience = Duration.ofSeconds(30);

  private PlatformTeam(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** A team with a namespace of its own. */
  public static PlatformTeam with(TestCluster cluster, String namespacePrefix) {
    return in(cluster.admin(), cluster.newNamespace(namespacePrefix));
  }

  /** A team in a namespace that is there already. */
  public static PlatformTeam in(KubernetesClient client, String namespace) {
    return new PlatformTeam(client, namespace);
  }

  public String namespace() {
    return namespace;
  }

  /** Waits longer or shorter than the usual half a minute from now on. */
  public void waitAtMost(Duration duration) {
    patience = duration;
  }

  /** Applies manifests; several are separated by {@code ---}. */
  public void apply(String manifests) {
    for (var manifest : manifests.split("(?m)^---$", -1)) {
      var objects =
          client.load(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8))).items();
      for (var object : objects) {
        object.getMetadata().setNamespace(namespace);
        client.resource(object).fieldManager("platform-team").forceConflicts().serverSideApply();
      }
    }
  }

  /** Asks for the deletion of an object and does not wait for it. */
  public void delete(Kind kind, String name) {
    resource(kind, name).delete();
  }

  /** Asks for the deletion of everything in the namespace. */
  public void deleteAll() {
    for (var kind : Kind.values()) {
      names(kind).forEach(name -> delete(kind, name));
    }
  }

  /** Loses everything in the namespace as a lost cluster does: nobody gets to clean up in AWS. */
  public void loseAll() {
    for (var kind : Kind.values()) {
      for (var name : names(kind)) {
        resource(kind, name)
            .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\": {\"finalizers\": null}}");
        delete(kind, name);
      }
    }
    awaitEmpty();
  }

  public boolean exists(Kind kind, String name) {
    return find(kind, name).isPresent();
  }

  /** The names of all objects of a kind. */
  public List<String> names(Kind kind) {
    return objects(kind).inNamespace(namespace).list().getItems().stream()
        .map(object -> object.getMetadata().getName())
        .sorted()
        .toList();
  }

  public Optional<GenericKubernetesResource> find(Kind kind, String name) {
    return Optional.ofNullable(resource(kind, name).get());
  }

  /** The status; missing while there is none. */
  public JsonNode status(Kind kind, String name) {
    return find(kind, name).map(PlatformTeam::statusOf).orElseGet(MissingNode::getInstance);
  }

  private static JsonNode statusOf(GenericKubernetesResource object) {
    return JSON.valueToTree(object.getAdditionalProperties().getOrDefault("status", Map.of()));
  }

  /** A condition of that type. */
  public Optional<Condition> condition(Kind kind, String name, String type) {
    return condition(status(kind, name), type);
  }

  private static Optional<Condition> condition(JsonNode status, String type) {
    for (var condition : status.path("conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return Optional.of(
            new Condition(
                condition.path("status").asText(),
                condition.path("reason").asText(),
                condition.path("message").asText()));
      }
    }
    return Optional.empty();
  }

  /** Why an object is or is not ready; empty before the operator has seen its latest spec. */
  public Optional<Condition> ready(Kind kind, String name) {
    return find(kind, name).flatMap(PlatformTeam::ready);
  }

  private static Optional<Condition> ready(GenericKubernetesResource object) {
    var status = statusOf(object);
    return status.path("observedGeneration").asLong() == object.getMetadata().getGeneration()
        ? condition(status, "Ready")
        : Optional.empty();
  }

  /** Waits until everything in the namespace is ready. */
  public void awaitAllReady() {
    await()
        .atMost(patience)
        .untilAsserted(
            () -> assertThat(unready()).describedAs("objects that are not ready").isEmpty());
  }

  /** Waits until an object is ready. */
  public void awaitReady(Kind kind, String name) {
    await()
        .atMost(patience)
        .untilAsserted(
            () ->
                assertThat(ready(kind, name))
                    .describedAs("readiness of %s %s", kind, name)
                    .hasValueSatisfying(ready -> assertThat(ready.status()).isEqualTo("True")));
  }

  /** Waits until an object is not ready for a reason, and returns what its status says of it. */
  public Condition awaitUnready(Kind kind, String name, String reason) {
    await()
        .atMost(patience)
        .untilAsserted(
            () ->
                assertThat(ready(kind, name))
                    .describedAs("readiness of %s %s", kind, name)
                    .hasValueSatisfying(
                        ready -> {
                          assertThat(ready.status()).isNotEqualTo("True");
                          assertThat(ready.reason()).isEqualTo(reason);
                        }));
    return ready(kind, name).orElseThrow();
  }

  /** Waits until the namespace has no objects of ours. */
  public void awaitEmpty() {
    await()
        .atMost(patience)
        .untilAsserted(
            () ->
                assertThat(all().map(PlatformTeam::told))
                    .describedAs("objects that do not go away")
                    .isEmpty());
  }

  /** Events about an object, those that were repeated once. */
  public List<Event> events(String name) {
    return client.v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getInvolvedObject().getName().equals(name))
        .toList();
  }

  /** What happened to an object, by the reasons of its events, repeats included. */
  public List<String> eventReasons(String name) {
    return events(name).stream()
        .flatMap(
            event ->
                Collections.nCopies(
                    event.getCount() == null ? 1 : event.getCount(), event.getReason())
                    .stream())
        .sorted()
        .toList();
  }

  /** The messages of an object's events of that reason. */
  public List<String> eventMessages(String name, String reason) {
    return events(name).stream()
        .filter(event -> event.getReason().equals(reason))
        .map(Event::getMessage)
        .toList();
  }

  /** All events of the namespace, with their counters. */
  public int eventCount() {
    return client.v1().events().inNamespace(namespace).list().getItems().stream()
        .mapToInt(event -> event.getCount() == null ? 1 : event.getCount())
        .sum();
  }

  /** The versions of all objects, which change with every write, and what their status says. */
  public List<String> versions() {
    return all()
        .map(
            object ->
                object.getKind()
                    + "/"
                    + object.getMetadata().getName()
                    + "@"
                    + object.getMetadata().getResourceVersion()
                    + " "
                    + object.getAdditionalProperties().get("status"))
        .toList();
  }

  private List<String> unready() {
    return all()
        .filter(object -> ready(object).filter(c -> c.status().equals("True")).isEmpty())
        .map(PlatformTeam::told)
        .toList();
  }

  private static String told(GenericKubernetesResource object) {
    return object.getKind()
        + "/"
        + object.getMetadata().getName()
        + ": "
        + condition(statusOf(object), "Ready");
  }

  private Stream<GenericKubernetesResource> all() {
    return Stream.of(Kind.values())
        .flatMap(kind -> objects(kind).inNamespace(namespace).list().getItems().stream());
  }

  private Resource<GenericKubernetesResource> resource(Kind kind, String name) {
    return objects(kind).inNamespace(namespace).withName(name);
  }

  private MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      objects(Kind kind) {
    return client.genericKubernetesResources(kind.context());
  }
}
