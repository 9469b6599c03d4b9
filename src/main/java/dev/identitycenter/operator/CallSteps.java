package dev.identitycenter.operator;

import dev.identitycenter.operator.background.Pulse;
import dev.identitycenter.operator.identitycenter.aws.CallObserver;
import java.time.Duration;

/** A call to AWS, and the wait for its turn, are steps of the thread that makes it. */
record CallSteps(Pulse pulse, CallObserver next) implements CallObserver {

  @Override
  public void waited(Duration duration) {
    pulse.step();
    next.waited(duration);
  }

  @Override
  public void ended(String operation, String result, Duration duration) {
    pulse.step();
    next.ended(operation, result, duration);
  }
}
