package dev.identitycenter.operator.simulator;

/** A customer managed policy by name and path, as it may or may not exist in an account. */
public record CustomerPolicy(String name, String path) {
  public CustomerPolicy {
    path = path == null ? "/" : path;
  }

  /** The key it has within an account, such as {@code /teams/boundary}. */
  public String qualifiedName() {
    return path + name;
  }
}
