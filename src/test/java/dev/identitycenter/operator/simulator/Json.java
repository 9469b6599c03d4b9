package dev.identitycenter.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Instant;
import java.util.Collection;

/** JSON as AWS writes it: absent rather than null, times as seconds since 1970. */
final class Json {
  static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private Json() {}

  /** An object of alternating names and values; members whose value is null are left out. */
  static ObjectNode object(Object... namesAndValues) {
    var object = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (namesAndValues[i + 1] != null) {
        object.set((String) namesAndValues[i], node(namesAndValues[i + 1]));
      }
    }
    return object;
  }

  static ArrayNode array(Collection<?> values) {
    var array = JsonNodeFactory.instance.arrayNode();
    values.forEach(value -> array.add(node(value)));
    return array;
  }

  private static JsonNode node(Object value) {
    if (value instanceof JsonNode json) {
      return json;
    }
    if (value instanceof Instant instant) {
      return JsonNodeFactory.instance.numberNode(instant.toEpochMilli() / 1000.0);
    }
    if (value instanceof Collection<?> collection) {
      return array(collection);
    }
    return MAPPER.valueToTree(value);
  }
}
