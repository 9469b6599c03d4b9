package dev.identitycenter.operator.identitycenter;

/** One way to name a user or a group. Matching is exact; case is never folded. */
public sealed interface PrincipalQuery {

  PrincipalId.Type type();

  /** By user name, e-mail address or group display name. */
  record ByAttribute(PrincipalId.Type type, Attribute attribute, String value)
      implements PrincipalQuery {}

  /** By the id an external identity provider gave it. */
  record ByExternalId(PrincipalId.Type type, String issuer, String id) implements PrincipalQuery {}

  /** By the identity store's own id. */
  record ById(PrincipalId.Type type, String id) implements PrincipalQuery {}

  /** The attributes AWS indexes uniquely. */
  enum Attribute {
    USER_NAME("userName"),
    EMAIL("emails.value"),
    DISPLAY_NAME("displayName");

    private final String path;

    Attribute(String path) {
      this.path = path;
    }

    /** The attribute path the identity store expects. */
    public String path() {
      return path;
    }
  }
}
