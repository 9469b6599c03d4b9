package dev.identitycenter.operator.accountassignment;

import dev.identitycenter.operator.api.v1alpha1.AllowedNamespaces;
import dev.identitycenter.operator.api.v1alpha1.PermissionSet;

/** Whether a permission set lets another namespace assign it. */
final class Consent {

  private Consent() {}

  static boolean isGiven(PermissionSet set, String namespace) {
    var allowed = set.getSpec().allowedNamespaces();
    if (allowed == null || allowed.from() == null) {
      return false;
    }
    return switch (allowed.from()) {
      case All -> true;
      case Listed -> isListed(allowed, namespace);
      case Same -> set.getMetadata().getNamespace().equals(namespace);
    };
  }

  private static boolean isListed(AllowedNamespaces allowed, String namespace) {
    return allowed.names() != null && allowed.names().contains(namespace);
  }
}
