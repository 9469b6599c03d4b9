package dev.identitycenter.operator.permissionset;

import java.util.Collection;

/** Many things in one sentence. */
final class Enumeration {

  private static final int MOST_NAMED = 10;

  private Enumeration() {}

  /** Such as "2 accounts: 111122223333, 444455556666"; of more than ten, the first by name. */
  static String of(Collection<String> names, String noun) {
    var counted = names.size() == 1 ? "1 " + noun : names.size() + " " + noun + "s";
    var shown = String.join(", ", names.stream().sorted().limit(MOST_NAMED).toList());
    var hidden = names.size() - MOST_NAMED;
    return counted + ": " + shown + (hidden > 0 ? " and " + hidden + " more" : "");
  }
}
