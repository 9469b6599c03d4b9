package dev.identitycenter.operator.bench;

/** One question a benchmark answers. */
interface Scenario {

  /** How {@code --only} names it. */
  String id();

  /** Measures; takes minutes. */
  Findings measure(Wishes wishes) throws InterruptedException;

  /**
   * What the user asked for.
   *
   * @param contestant part of the names of those that take part; empty means all
   */
  record Wishes(String contestant, Progress progress) {
    boolean include(Contestant candidate) {
      return candidate.name().contains(contestant);
    }
  }

  /** Hears of what goes on, for somebody who waits. */
  @FunctionalInterface
  interface Progress {
    void say(String text);
  }
}
