package dev.identitycenter.operator.api.v1alpha1;

/** Who gets access; exactly one of the two. */
public record Principal(User user, Group group) {

  /** A user of the identity store; exactly one way to name it. */
  public record User(String userName, String email, ExternalId externalId, String id) {}

  /** A group of the identity store; exactly one way to name it. */
  public record Group(String displayName, ExternalId externalId, String id) {}

  /** The id an external identity provider gave the principal. */
  public record ExternalId(String issuer, String id) {}
}
