package dev.identitycenter.operator.testing;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.api.v1alpha1.PermissionSet;
import dev.identitycenter.operator.background.Background;
import dev.identitycenter.operator.objects.ManagedObjects;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The objects of a cluster, as the caches of the controllers show them. */
public final class FakeObjects {

  private static final KubernetesSerialization COPIES = new KubernetesSerialization();

  private final Cache<PermissionSet> permissionSets = new Cache<>();
  private final Cache<AccountAssignment> assignments = new Cache<>();

  public void put(PermissionSet set) {
    permissionSets.put(set);
  }

  public void put(AccountAssignment assignment) {
    assignments.put(assignment);
  }

  public void remove(PermissionSet set) {
    permissionSets.remove(ResourceID.fromResource(set));
  }

  public void remove(AccountAssignment assignment) {
    assignments.remove(ResourceID.fromResource(assignment));
  }

  /** The object as the API server has it now. */
  public <R extends HasMetadata> R latest(R object) {
    var cache = object instanceof PermissionSet ? permissionSets : assignments;
    @SuppressWarnings("unchecked")
    var latest = (R) cache.get(ResourceID.fromResource(object)).orElseThrow();
    return latest;
  }

  /** What a new process sees of them. */
  public ManagedObjects seenBy(Background background) {
    var seen = new ManagedObjects(background);
    start(
        seen.ofPermissionSets(
            new EventSourceContext<>(permissionSets, null, null, PermissionSet.class)));
    start(
        seen.ofAssignments(
            new EventSourceContext<>(assignments, null, null, AccountAssignment.class)));
    seen.completed();
    return seen;
  }

  private static void start(List<? extends EventSource<?, ?>> sources) {
    // Wakes lead nowhere: a test decides what runs next.
    sources.forEach(source -> source.setEventHandler(event -> {}));
  }

  private record IndexKey(String index, String key) {}

  private static final class Cache<R extends HasMetadata> implements IndexerResourceCache<R> {
    private final Map<ResourceID, R> objects = new LinkedHashMap<>();
    private final Map<String, Function<R, List<String>>> indexers = new HashMap<>();
    private final Map<IndexKey, Set<ResourceID>> indexed = new HashMap<>();

    void put(R object) {
      var id = ResourceID.fromResource(object);
      remove(id);
      objects.put(id, COPIES.clone(object));
      keysOf(object)
          .forEach(key -> indexed.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(id));
    }

    void remove(ResourceID id) {
      var old = objects.remove(id);
      if (old != null) {
        keysOf(old).forEach(key -> indexed.getOrDefault(key, new LinkedHashSet<>()).remove(id));
      }
    }

    private Stream<IndexKey> keysOf(R object) {
      return indexers.entrySet().stream()
          .flatMap(
              indexer ->
                  indexer.getValue().apply(object).stream()
                      .map(key -> new IndexKey(indexer.getKey(), key)));
    }

    @Override
    public void addIndexers(Map<String, Function<R, List<String>>> added) {
      indexers.putAll(added);
      indexed.clear();
      List.copyOf(objects.values()).forEach(this::put);
    }

    @Override
    public List<R> byIndex(String index, String key) {
      return indexed.getOrDefault(new IndexKey(index, key), Set.of()).stream()
          .map(objects::get)
          .toList();
    }

    @Override
    public Optional<R> get(ResourceID id) {
      return Optional.ofNullable(objects.get(id)).map(COPIES::clone);
    }

    @Override
    public Stream<ResourceID> keys() {
      return List.copyOf(objects.keySet()).stream();
    }

    @Override
    public Stream<R> list(Predicate<R> wanted) {
      return List.copyOf(objects.values()).stream().filter(wanted);
    }

    @Override
    public Stream<R> list(String namespace, Predicate<R> wanted) {
      return list(object -> object.getMetadata().getNamespace().equals(namespace)).filter(wanted);
    }
  }
}
