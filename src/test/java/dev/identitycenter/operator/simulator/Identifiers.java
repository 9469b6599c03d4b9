package dev.identitycenter.operator.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.UUID;

/** Makes the ids AWS would make, from one source of randomness. */
final class Identifiers {
  private final Random random;

  Identifiers(long seed) {
    random = new Random(seed);
  }

  Random random() {
    return random;
  }

  /** Lower-case hexadecimal digits. */
  String hex(int digits) {
    var text = new StringBuilder(digits);
    for (int i = 0; i < digits; i++) {
      text.append(Character.forDigit(random.nextInt(16), 16));
    }
    return text.toString();
  }

  String uuid() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  /** The same id for the same words, so that a seed without ids always gets the same ones. */
  static String uuidOf(String words) {
    return UUID.nameUUIDFromBytes(words.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** As {@link #uuidOf}, the leading hexadecimal digits only (at most 32). */
  static String hexOf(String words, int digits) {
    return uuidOf(words).replace("-", "").substring(0, digits);
  }
}
