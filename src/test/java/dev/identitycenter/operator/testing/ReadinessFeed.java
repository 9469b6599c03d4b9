package dev.identitycenter.operator.testing;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.api.v1alpha1.Condition;
import dev.identitycenter.operator.api.v1alpha1.ConditionType;
import dev.identitycenter.operator.api.v1alpha1.PermissionSet;
import dev.identitycenter.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Watches how ready the operator's objects are, in all namespaces. */
public final class ReadinessFeed implements AutoCloseable {

  /** An object. */
  public record ObjectKey(String kind, String namespace, String name) {
    @Override
    public String toString() {
      return kind + " " + namespace + "/" + name;
    }
  }

  /**
   * What its condition Ready says.
   *
   * @param ready whether it is true for the current spec
   * @param reason empty before the operator's first visit
   */
  public record Readiness(boolean ready, String reason, String message) {}

  /** Hears of every change, on a thread that must not wait. */
  @FunctionalInterface
  public interface Listener {
    /**
     * An object changed.
     *
     * @param now empty when it is gone
     */
    void changed(ObjectKey key, Optional<Readiness> now);
  }

  private final Listener listener;
  private final Map<ObjectKey, Readiness> current = new ConcurrentHashMap<>();
  private final List<SharedIndexInformer<?>> informers;

  private ReadinessFeed(KubernetesClient client, Listener listener) {
    this.listener = listener;
    informers =
        List.of(
            client
                .resources(PermissionSet.class)
                .inAnyNamespace()
                .inform(
                    new Handler<>(
                        set -> set.getStatus() == null ? null : set.getStatus().conditions())),
            client
                .resources(AccountAssignment.class)
                .inAnyNamespace()
                .inform(
                    new Handler<>(
                        assignment ->
                            assignment.getStatus() == null
                                ? null
                                : assignment.getStatus().conditions())));
  }

  /** Tells the listener about all objects that exist, and from then on about every change. */
  public static ReadinessFeed watch(KubernetesClient client, Listener listener) {
    return new ReadinessFeed(client, listener);
  }

  /** All objects that exist. */
  public Map<ObjectKey, Readiness> current() {
    return Map.copyOf(current);
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::close);
  }

  private final class Handler<R extends HasMetadata> implements ResourceEventHandler<R> {
    private final Function<R, List<Condition>> conditions;

    Handler(Function<R, List<Condition>> conditions) {
      this.conditions = conditions;
    }

    @Override
    public void onAdd(R resource) {
      var key = keyOf(resource);
      var now = readinessOf(resource);
      current.put(key, now);
      listener.changed(key, Optional.of(now));
    }

    @Override
    public void onUpdate(R before, R resource) {
      onAdd(resource);
    }

    @Override
    public void onDelete(R resource, boolean finalStateUnknown) {
      var key = keyOf(resource);
      current.remove(key);
      listener.changed(key, Optional.empty());
    }

    private static ObjectKey keyOf(HasMetadata resource) {
      var metadata = resource.getMetadata();
      return new ObjectKey(resource.getKind(), metadata.getNamespace(), metadata.getName());
    }

    private Readiness readinessOf(R resource) {
      var all = conditions.apply(resource);
      var ready =
          Conditions.isTrue(all, ConditionType.READY, resource.getMetadata().getGeneration());
      return Conditions.find(all, ConditionType.READY)
          .map(condition -> new Readiness(ready, condition.reason(), condition.message()))
          .orElse(new Readiness(false, "", ""));
    }
  }
}
