package dev.identitycenter.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Which namespaces may assign this permission set. */
@ValidationRule(
    value = "(has(self.from) && self.from == 'Listed') == has(self.names)",
    message =
        "allowedNamespaces.names goes with from: Listed and only with it; set both, or remove"
            + " names")
public record AllowedNamespaces(
    @JsonPropertyDescription(
            """
            Same (default): the permission set's own namespace. All: every namespace. Listed: \
            those in names, and the own one.""")
        From from,
    @JsonPropertyDescription(
            "Names of up to 100 namespaces, with from: Listed only, for example team-a.")
        @Size(min = 1, max = 100)
        @ValidationRule(
            value = Rules.ARE_NAMESPACES,
            message =
                "names takes names of namespaces, without wildcards, such as team-a; to allow every"
                    + " namespace, set from: All and remove names")
        List<@Size(max = 63) String> names) {
  /** How namespaces are chosen. */
  public enum From {
    Same,
    All,
    Listed
  }
}
