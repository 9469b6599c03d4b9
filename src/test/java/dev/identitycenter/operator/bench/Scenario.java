package dev.identitycenter.operator.bench;

/** One question a benchmark answers. */
interface Scenario {

  /** How {@code --only} names it. */
  String id();

  /** Measures; takes minutes. */
  Findings measure(Progress progress) throws InterruptedException;

  /** Hears of what goes on, for somebody who waits. */
  @FunctionalInterface
  interface Progress {
    void say(String text);
  }
}
