package dev.identitycenter.operator.accountassignment;

import dev.identitycenter.operator.api.v1alpha1.Principal;
import dev.identitycenter.operator.identitycenter.PrincipalId;
import dev.identitycenter.operator.identitycenter.PrincipalQuery;
import dev.identitycenter.operator.identitycenter.PrincipalQuery.Attribute;

/** From the way a spec names a principal to the way AWS looks it up. */
final class PrincipalQueries {

  private PrincipalQueries() {}

  static PrincipalQuery of(Principal principal) {
    return principal.user() != null ? of(principal.user()) : of(principal.group());
  }

  private static PrincipalQuery of(Principal.User user) {
    if (user.userName() != null) {
      return new PrincipalQuery.ByAttribute(
          PrincipalId.Type.USER, Attribute.USER_NAME, user.userName());
    }
    if (user.email() != null) {
      return new PrincipalQuery.ByAttribute(PrincipalId.Type.USER, Attribute.EMAIL, user.email());
    }
    return externalOrId(PrincipalId.Type.USER, user.externalId(), user.id());
  }

  private static PrincipalQuery of(Principal.Group group) {
    return group.displayName() != null
        ? new PrincipalQuery.ByAttribute(
            PrincipalId.Type.GROUP, Attribute.DISPLAY_NAME, group.displayName())
        : externalOrId(PrincipalId.Type.GROUP, group.externalId(), group.id());
  }

  private static PrincipalQuery externalOrId(
      PrincipalId.Type type, Principal.ExternalId external, String id) {
    return external != null
        ? new PrincipalQuery.ByExternalId(type, external.issuer(), external.id())
        : new PrincipalQuery.ById(type, id);
  }

  /** The query as users read it in a message. */
  static String told(PrincipalQuery query) {
    var kind = query.type() == PrincipalId.Type.USER ? "User" : "Group";
    if (query instanceof PrincipalQuery.ByAttribute attribute) {
      return "%s \"%s\"".formatted(kind, attribute.value());
    }
    if (query instanceof PrincipalQuery.ByExternalId external) {
      return "%s with external id \"%s\" of %s".formatted(kind, external.id(), external.issuer());
    }
    return "%s with id %s".formatted(kind, ((PrincipalQuery.ById) query).id());
  }
}
