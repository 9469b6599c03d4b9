package dev.identitycenter.operator.simulator;

import java.util.List;
import java.util.regex.Pattern;

/** What AWS accepts as a value. */
sealed interface Shape {
  /** A string; lengths in characters, the pattern (if any) matches the whole value. */
  record Text(int min, int max, Pattern pattern) implements Shape {}

  /** One of several words. */
  record Choice(List<String> words) implements Shape {}

  /** A whole number within inclusive bounds. */
  record Whole(int min, int max) implements Shape {}

  /** Several values of one shape. */
  record Many(int min, int max, Shape element) implements Shape {}

  /** An object. */
  record Structure(List<Member> members) implements Shape {}

  /** Any JSON. */
  record Anything() implements Shape {}

  /** A named value of an object. */
  record Member(String name, boolean required, Shape shape) {
    static Member required(String name, Shape shape) {
      return new Member(name, true, shape);
    }

    static Member optional(String name, Shape shape) {
      return new Member(name, false, shape);
    }
  }

  static Shape text(int min, int max) {
    return new Text(min, max, null);
  }

  static Shape text(int min, int max, String pattern) {
    return new Text(min, max, Pattern.compile(pattern));
  }

  static Shape choice(String... words) {
    return new Choice(List.of(words));
  }

  static Structure structure(Member... members) {
    return new Structure(List.of(members));
  }
}
