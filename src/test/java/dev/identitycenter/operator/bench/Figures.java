package dev.identitycenter.operator.bench;

import java.util.Locale;
import java.util.OptionalLong;

/** Numbers as the tables show them. */
final class Figures {
  private static final long MEBIBYTE = 1024 * 1024;

  private Figures() {}

  static String ratio(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  static String mebibytes(OptionalLong bytes) {
    return bytes.isPresent() ? bytes.getAsLong() / MEBIBYTE + " MiB" : "unknown";
  }
}
