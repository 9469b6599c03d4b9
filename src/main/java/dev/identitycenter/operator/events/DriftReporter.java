package dev.identitycenter.operator.events;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.function.Consumer;

/** Tells users, and counts, that AWS was changed behind the operator's back. */
public final class DriftReporter {

  private final EventPublisher events;
  private final Consumer<String> counter;

  /**
   * Publishes and counts.
   *
   * @param counter is given the kind of each object that drifted
   */
  public DriftReporter(EventPublisher events, Consumer<String> counter) {
    this.events = events;
    this.counter = counter;
  }

  /** Drift that is not corrected yet, or never; the event follows from the condition. */
  public void reported(HasMetadata resource) {
    counter.accept(resource.getKind());
  }

  /** Drift that is corrected, and was reported before. */
  public void corrected(HasMetadata resource, String message) {
    events.warning(resource, "DriftCorrected", message);
  }

  /** Drift that is corrected as soon as it is found. */
  public void found(HasMetadata resource, String message) {
    reported(resource);
    corrected(resource, message);
  }
}
