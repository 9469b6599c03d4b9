package dev.identitycenter.operator.status;

import dev.identitycenter.operator.api.v1alpha1.Condition;
import dev.identitycenter.operator.api.v1alpha1.ConditionType;
import dev.identitycenter.operator.api.v1alpha1.Reason;
import dev.identitycenter.operator.events.DriftReporter;
import dev.identitycenter.operator.events.EventPublisher;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Makes an outcome visible: the status if it differs, an event if readiness changed. */
public final class Reporter {

  private final EventPublisher events;
  private final DriftReporter drift;
  private final RunListener runs;
  private final Clock clock;

  public Reporter(EventPublisher events, DriftReporter drift, RunListener runs, Clock clock) {
    this.events = events;
    this.drift = drift;
    this.runs = runs;
    this.clock = clock;
  }

  /**
   * Writes the status by server-side apply, from scratch, so that we own exactly what we say.
   *
   * @param empty makes an object of the kind without any content
   * @return whether the status differed from what was there
   */
  public <R extends CustomResource<?, S>, S> boolean report(
      R resource,
      S status,
      Outcome outcome,
      Function<S, List<Condition>> conditions,
      Supplier<R> empty,
      Context<R> context) {
    runs.ended(resource, outcome);
    var before = resource.getStatus();
    if (Objects.equals(before, status)
        || (outcome.isPassing() && isSettled(resource, conditions))) {
      return false;
    }
    var patch = empty.get();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(resource.getMetadata().getName())
            .withNamespace(resource.getMetadata().getNamespace())
            .withUid(resource.getMetadata().getUid())
            .build());
    patch.setStatus(status);
    if (!write(resource, patch, context)) {
      return false;
    }
    var conditionsBefore = before == null ? List.<Condition>of() : conditions.apply(before);
    publishTransition(resource, outcome, conditionsBefore);
    if (outcome.state() == Outcome.State.SETTLED) {
      unreadySince(resource, conditionsBefore)
          .ifPresent(since -> runs.becameReady(resource, Duration.between(since, clock.instant())));
    }
    return true;
  }

  /** Ready for the current spec; that AWS is hard to reach for a moment does not change it. */
  private static <S> boolean isSettled(
      CustomResource<?, S> resource, Function<S, List<Condition>> conditions) {
    return resource.getStatus() != null
        && !resource.isMarkedForDeletion()
        && Conditions.isTrue(
            conditions.apply(resource.getStatus()),
            ConditionType.READY,
            resource.getMetadata().getGeneration());
  }

  /** Since when an object was not ready; empty when it was, or when nobody wanted it to be. */
  private static Optional<Instant> unreadySince(
      CustomResource<?, ?> resource, List<Condition> before) {
    var ready = Conditions.find(before, ConditionType.READY);
    if (ready.isEmpty()) {
      return Optional.ofNullable(resource.getMetadata().getCreationTimestamp()).map(Instant::parse);
    }
    return ready
        .filter(condition -> condition.status() != Condition.Status.True)
        .filter(condition -> !condition.reason().equals(Reason.Suspended.name()))
        .map(Condition::lastTransitionTime)
        .map(Instant::parse);
  }

  private static <R extends CustomResource<?, ?>> boolean write(
      R resource, R patch, Context<R> context) {
    try {
      PrimaryUpdateAndCacheUtils.ssaPatchStatusAndCacheResource(resource, patch, context);
      return true;
    } catch (KubernetesClientException failure) {
      // The object went away meanwhile; nobody is left to read the status.
      if (failure.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return false;
      }
      throw failure;
    }
  }

  private void publishTransition(
      CustomResource<?, ?> resource, Outcome outcome, List<Condition> before) {
    var known =
        Conditions.find(before, ConditionType.READY)
            .map(ready -> ready.reason().equals(outcome.reason().name()))
            .orElse(false);
    if (known) {
      return;
    }
    if (outcome.reason() == Reason.Drifted) {
      drift.reported(resource);
    }
    switch (outcome.state()) {
      case STALLED -> events.warning(resource, outcome.reason().name(), outcome.message());
      case WAITING, SETTLED, SUSPENDED ->
          events.normal(resource, outcome.reason().name(), outcome.message());
      case PROGRESSING -> {}
    }
  }
}
