package dev.identitycenter.operator.identitycenter;

/**
 * A user or group by the id the identity store gave it.
 *
 * @param id at most 47 characters; a re-created user or group gets another one
 */
public record PrincipalId(Type type, String id) {
  /** The two kinds AWS knows. */
  public enum Type {
    USER,
    GROUP
  }

  @Override
  public String toString() {
    return (type == Type.USER ? "user " : "group ") + id;
  }
}
