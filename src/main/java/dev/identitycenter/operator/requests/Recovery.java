package dev.identitycenter.operator.requests;

import dev.identitycenter.operator.api.v1alpha1.AsyncRequest.Operation;
import dev.identitycenter.operator.background.Background;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.requests.RequestsInAws.Found;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out, once after the start, which requests an earlier process left running. */
final class Recovery {

  private static final Logger LOGGER = LoggerFactory.getLogger(Recovery.class);
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final RequestsInAws aws;
  private final BiConsumer<Operation, Found> adopt;
  private final Background background;

  /** Equal wakes are one, so it grows with objects and not with their runs. */
  private final Set<Runnable> waiting = new HashSet<>();

  private boolean started;
  private boolean done;
  private IdentityCenterException lastFailure;

  /**
   * Asks AWS when first needed.
   *
   * @param adopt takes over a request that AWS works on
   */
  Recovery(RequestsInAws aws, BiConsumer<Operation, Found> adopt, Background background) {
    this.aws = aws;
    this.adopt = adopt;
    this.background = background;
  }

  /** As {@link RequestTracker#isRecovered}. */
  synchronized boolean isDone(Runnable wake) {
    if (done) {
      return true;
    }
    waiting.add(wake);
    if (!started) {
      started = true;
      background.after(Duration.ZERO, this::run);
    }
    if (lastFailure != null) {
      throw lastFailure;
    }
    return false;
  }

  private void run() {
    try {
      for (var operation : Operation.values()) {
        for (var id : aws.inProgress(operation)) {
          aws.describe(operation, id)
              .filter(Found::isInProgress)
              .ifPresent(found -> adopt.accept(operation, found));
        }
      }
    } catch (IdentityCenterException failure) {
      LOGGER.warn("Cannot read which requests AWS is working on. {}", failure.getMessage());
      failed(failure);
      return;
    } catch (RuntimeException bug) {
      LOGGER.error("Reading what AWS is working on failed unexpectedly; trying again", bug);
      background.after(RETRY, this::run);
      return;
    }
    succeeded();
  }

  private void succeeded() {
    Set<Runnable> wakes;
    synchronized (this) {
      done = true;
      lastFailure = null;
      wakes = Set.copyOf(waiting);
      waiting.clear();
    }
    wakes.forEach(Runnable::run);
  }

  /** Those who wait show the failure, and go on waiting. */
  private void failed(IdentityCenterException failure) {
    Set<Runnable> wakes;
    synchronized (this) {
      wakes = lastFailure == null ? Set.copyOf(waiting) : Set.of();
      lastFailure = failure;
    }
    background.after(RETRY, this::run);
    wakes.forEach(Runnable::run);
  }
}
