package dev.identitycenter.operator.status;

import dev.identitycenter.operator.api.v1alpha1.Condition;
import dev.identitycenter.operator.api.v1alpha1.ConditionType;
import dev.identitycenter.operator.api.v1alpha1.Reason;
import dev.identitycenter.operator.background.Tempo;
import dev.identitycenter.operator.events.DriftReporter;
import dev.identitycenter.operator.events.EventPublisher;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes the outcome of a run visible, the status if it differs and an event if readiness changed,
 * and tells the framework when the next follows.
 */
public final class Reporter<R extends CustomResource<?, S>, S> {

  private final Supplier<R> empty;
  private final Function<S, List<Condition>> conditions;
  private final EventPublisher events;
  private final DriftReporter drift;
  private final RunListener runs;
  private final Tempo tempo;

  /**
   * Reports on one kind.
   *
   * @param empty makes an object of the kind without any content
   */
  public Reporter(
      Supplier<R> empty,
      Function<S, List<Condition>> conditions,
      EventPublisher events,
      DriftReporter drift,
      RunListener runs,
      Tempo tempo) {
    this.empty = empty;
    this.conditions = conditions;
    this.events = events;
    this.drift = drift;
    this.runs = runs;
    this.tempo = tempo;
  }

  /**
   * The next run follows when the outcome says: at once, if only what the last one recorded had to
   * be in force first.
   *
   * @param written the object with its new status, if that was written
   */
  public UpdateControl<R> next(
      Optional<R> written, Outcome outcome, Function<R, UpdateControl<R>> run) {
    if (written.filter(HasMetadata::isMarkedForDeletion).isPresent()) {
      // Its event may be older than what was written, and then nobody hears of it.
      return next(outcome.atOnce());
    }
    return written
        .filter(now -> outcome.isFollowedAtOnce())
        .map(run)
        .orElseGet(() -> next(outcome));
  }

  /** The object as it is now, where a run may have written its status and failed then. */
  public R latest(R resource, Context<R> context) {
    return context.getPrimaryCache().get(ResourceID.fromResource(resource)).orElse(resource);
  }

  /** The next run follows when the outcome says. */
  public UpdateControl<R> next(Outcome outcome) {
    return UpdateControl.<R>noUpdate().rescheduleAfter(tempo.real(outcome.nextRun()));
  }

  /** The same for an object whose deletion has to wait. */
  public DeleteControl keepFinalizer(Outcome outcome) {
    return DeleteControl.noFinalizerRemoval()
        .rescheduleAfter(tempo.real(outcome.nextRun()).toMillis());
  }

  /**
   * Writes the status by server-side apply, from scratch, so that we own exactly what we say.
   *
   * @return the object as it is now, if the status differed from what was there
   */
  public Optional<R> report(R resource, S status, Outcome outcome, Context<R> context) {
    runs.ended(resource, outcome);
    var before = resource.getStatus();
    if (Objects.equals(before, status) || stands(resource, outcome)) {
      return Optional.empty();
    }
    var patch = empty.get();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(resource.getMetadata().getName())
            .withNamespace(resource.getMetadata().getNamespace())
            .withUid(resource.getMetadata().getUid())
            .build());
    patch.setStatus(status);
    var written = write(resource, patch, context);
    if (written.isEmpty()) {
      return written;
    }
    var conditionsBefore = before == null ? List.<Condition>of() : conditions.apply(before);
    if (!readyReason(conditionsBefore).equals(readyReason(conditions.apply(status)))) {
      publish(resource, outcome);
    }
    if (outcome.state() == Outcome.State.SETTLED) {
      unreadySince(resource, conditionsBefore)
          .ifPresent(
              since ->
                  runs.becameReady(resource, Duration.between(since, tempo.clock().instant())));
    }
    return written;
  }

  private boolean stands(R resource, Outcome outcome) {
    return resource.getStatus() != null
        && !resource.isMarkedForDeletion()
        && Conditions.stand(
            conditions.apply(resource.getStatus()),
            resource.getMetadata().getGeneration(),
            outcome);
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

  private Optional<R> write(R resource, R patch, Context<R> context) {
    try {
      return Optional.of(
          PrimaryUpdateAndCacheUtils.ssaPatchStatusAndCacheResource(resource, patch, context));
    } catch (KubernetesClientException failure) {
      // The object went away meanwhile; nobody is left to read the status.
      if (failure.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private static Optional<String> readyReason(List<Condition> conditions) {
    return Conditions.find(conditions, ConditionType.READY).map(Condition::reason);
  }

  private void publish(CustomResource<?, ?> resource, Outcome outcome) {
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
