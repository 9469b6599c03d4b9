package dev.identitycenter.operator.bench;

import dev.identitycenter.operator.simulator.Simulator;
import java.util.Optional;

/** A way to grant access. */
interface Contestant {

  String name();

  /** Why it cannot take part on this machine. */
  default Optional<String> obstacle() {
    return Optional.empty();
  }

  /** What it does of a workload, where all of it would take too long. */
  default Workload share(Workload workload) {
    return workload;
  }

  /** Grants it all, in an AWS that nobody else uses, and returns when AWS has done so. */
  Run grant(Workload workload, Simulator simulator) throws InterruptedException;
}
