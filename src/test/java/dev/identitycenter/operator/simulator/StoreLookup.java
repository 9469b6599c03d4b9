package dev.identitycenter.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.identitycenter.operator.simulator.Directory.Entry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Finds users or groups by what is unique about them. Comparison is exact.
 *
 * @param type {@code USER} or {@code GROUP}
 * @param uniquePaths how to read each unique attribute, by its path
 * @param filterPath the attribute listings can be filtered by
 */
record StoreLookup(
    String type, Map<String, Function<Entry, String>> uniquePaths, String filterPath) {
  static final StoreLookup USERS =
      new StoreLookup(
          "USER",
          Map.of(
              "userName",
              user -> user.text("UserName"),
              "emails.value",
              user -> user.attributes().path("Emails").path(0).path("Value").asText("")),
          "UserName");
  static final StoreLookup GROUPS =
      new StoreLookup(
          "GROUP", Map.of("displayName", group -> group.text("DisplayName")), "DisplayName");

  /** The entry an alternate identifier means. */
  Entry find(Collection<Entry> entries, JsonNode alternateIdentifier) {
    var external = alternateIdentifier.path("ExternalId");
    var unique = alternateIdentifier.path("UniqueAttribute");
    if (external.isObject() == unique.isObject()) {
      throw AwsException.validation(
          "AlternateIdentifier needs exactly one of ExternalId and UniqueAttribute.");
    }
    return entries.stream()
        .filter(
            entry ->
                external.isObject() ? hasExternalId(entry, external) : hasAttribute(entry, unique))
        .findFirst()
        .orElseThrow(this::notFound);
  }

  /** The entries that pass the filters of a listing. */
  List<Entry> filter(Collection<Entry> entries, JsonNode filters) {
    if (filters.isEmpty()) {
      return List.copyOf(entries);
    }
    var filter = filters.get(0);
    if (!filter.get("AttributePath").asText().equals(filterPath)) {
      throw AwsException.validation(
          "The attribute path " + filter.get("AttributePath").asText() + " is not supported.");
    }
    var value = filter.get("AttributeValue").asText();
    return entries.stream().filter(entry -> entry.text(filterPath).equals(value)).toList();
  }

  AwsException notFound() {
    return StoreErrors.notFound(type, type + " not found.");
  }

  private boolean hasAttribute(Entry entry, JsonNode unique) {
    var path = unique.get("AttributePath").asText();
    var attribute = uniquePaths.get(path);
    if (attribute == null) {
      throw AwsException.validation("The attribute path " + path + " is not supported.");
    }
    return attribute.apply(entry).equals(unique.get("AttributeValue").asText());
  }

  private static boolean hasExternalId(Entry entry, JsonNode external) {
    for (var candidate : entry.attributes().path("ExternalIds")) {
      if (candidate.equals(external)) {
        return true;
      }
    }
    return false;
  }
}
