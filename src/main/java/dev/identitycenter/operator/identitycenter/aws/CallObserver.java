package dev.identitycenter.operator.identitycenter.aws;

import java.time.Duration;

/** Is told about every call to AWS. */
public interface CallObserver {

  /** A call waited this long for its place in the rate. */
  void waited(Duration duration);

  /**
   * A call ended.
   *
   * @param result {@code OK} or the name of a failure kind
   */
  void ended(String operation, String result, Duration duration);

  /** Listens to nothing. */
  CallObserver NONE =
      new CallObserver() {
        @Override
        public void waited(Duration duration) {}

        @Override
        public void ended(String operation, String result, Duration duration) {}
      };
}
