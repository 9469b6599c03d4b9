package dev.identitycenter.operator.background;

import java.time.Duration;

/** Runs tasks later, outside any reconcile. */
@FunctionalInterface
public interface Background {

  void after(Duration delay, Runnable task);
}
