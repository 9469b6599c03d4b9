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

  private Pages() {}

  /**
   * All items of a list, each page a call.
   *
   * @param page reads the page after a token, null for the first
   * @param items what is on a page
   * @param nextToken null on the last page
   */
  static <A, T> List<T> all(
      AwsCalls calls,
      String operation,
      Function<String, A> page,
      Function<A, List<T>> items,
      Function<A, String> nextToken) {
    var all = new ArrayList<T>();
    String token = null;
    for (int read = 0; read < MOST; read++) {
      var after = token;
      var answer = calls.call(operation, () -> page.apply(after));
      all.addAll(items.apply(answer));
      token = nextToken.apply(answer);
      if (token == null) {
        return all;
      }
    }
    throw new IllegalStateException(
        "%s of AWS did not end after %d pages".formatted(operation, MOST));
  }
}
