package dev.identitycenter.operator.identitycenter.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads paged lists to their end. A page may be empty although more follow. */
final class Pages {

  /** The largest page sso-admin and the identity store give. */
  static final int LARGEST = 100;

  /** The largest page AWS Organizations gives. */
  static final int LARGEST_OF_ORGANIZATIONS = 20;

  /** More pages than any quota of AWS can fill; beyond it the token does not advance. */
  private static final int MOST = 10_000;

  record Page<T>(List<T> items, String nextToken) {}

  private Pages() {}

  /** All items; the function reads the page after a token, null for the first. */
  static <T> List<T> all(Function<String, Page<T>> read) {
    var items = new ArrayList<T>();
    String token = null;
    for (int page = 0; page < MOST; page++) {
      var answer = read.apply(token);
      items.addAll(answer.items());
      token = answer.nextToken();
      if (token == null) {
        return items;
      }
    }
    throw new IllegalStateException("a list of AWS did not end after " + MOST + " pages");
  }
}
