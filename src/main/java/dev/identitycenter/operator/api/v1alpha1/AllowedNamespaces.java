package dev.identitycenter.operator.api.v1alpha1;

import java.util.List;

/** Which namespaces may assign this permission set. */
public record AllowedNamespaces(From from, List<String> names) {
  /** How namespaces are chosen. */
  public enum From {
    Same,
    All,
    Listed
  }
}
