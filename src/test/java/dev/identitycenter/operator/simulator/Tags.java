package dev.identitycenter.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tags in the form AWS has them: objects of Key and Value. */
final class Tags {
  private Tags() {}

  /** New tags of a request; keys that begin with {@code aws:} are AWS's own. */
  static Map<String, String> read(JsonNode tags, int quota) {
    var read = new LinkedHashMap<String, String>();
    for (var tag : tags) {
      var key = tag.get("Key").asText();
      if (key.startsWith("aws:")) {
        throw AwsException.validation(
            "aws: prefixed tag key names are not allowed for external use.");
      }
      read.put(key, tag.get("Value").asText());
    }
    return checked(read, quota);
  }

  /** Tags with others added or replaced. */
  static Map<String, String> merge(
      Map<String, String> tags, Map<String, String> others, int quota) {
    var merged = new LinkedHashMap<>(tags);
    merged.putAll(others);
    return checked(merged, quota);
  }

  static List<ObjectNode> json(Map<String, String> tags) {
    return tags.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(tag -> Json.object("Key", tag.getKey(), "Value", tag.getValue()))
        .toList();
  }

  private static Map<String, String> checked(Map<String, String> tags, int quota) {
    if (tags.size() > quota) {
      throw AwsException.quota("A resource can have at most " + quota + " tags.");
    }
    return tags;
  }
}
