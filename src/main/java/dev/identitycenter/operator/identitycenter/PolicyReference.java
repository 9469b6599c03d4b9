package dev.identitycenter.operator.identitycenter;

import java.util.Comparator;

/** A customer managed policy by its name and path, which starts and ends with a slash. */
public record PolicyReference(String name, String path) implements Comparable<PolicyReference> {

  private static final Comparator<PolicyReference> ORDER =
      Comparator.comparing(PolicyReference::path).thenComparing(PolicyReference::name);

  @Override
  public int compareTo(PolicyReference other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return path + name;
  }
}
