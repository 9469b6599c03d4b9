package dev.identitycenter.operator.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;

/** Is told what becomes of objects, to measure it; called on the thread of the run. */
public interface RunListener {

  /** A run ended, whether or not that changed the status. */
  void ended(HasMetadata resource, Outcome outcome);

  /** An object became ready that had not been for so long. */
  void becameReady(HasMetadata resource, Duration after);
}
