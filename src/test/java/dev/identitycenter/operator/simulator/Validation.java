package dev.identitycenter.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Compares a request with its shape and words the differences as AWS does. */
final class Validation {
  private final List<String> violations = new ArrayList<>();

  private Validation() {}

  /** The sentence AWS would answer, empty when all is well. */
  static String explain(Shape shape, JsonNode value) {
    var validation = new Validation();
    validation.check(shape, value, "");
    var violations = validation.violations;
    return violations.isEmpty()
        ? ""
        : violations.size()
            + (violations.size() == 1 ? " validation error" : " validation errors")
            + " detected: "
            + String.join("; ", violations);
  }

  private void check(Shape shape, JsonNode value, String path) {
    if (shape instanceof Shape.Text text) {
      checkText(text, value, path);
    } else if (shape instanceof Shape.Choice choice) {
      var word = expect(value.isTextual(), value, path).asText();
      require(
          choice.words().contains(word),
          word,
          path,
          "satisfy enum value set: [" + String.join(", ", choice.words()) + "]");
    } else if (shape instanceof Shape.Whole whole) {
      var number = expect(value.isIntegralNumber(), value, path).asInt();
      require(number >= whole.min(), value, path, atLeast("value", whole.min()));
      require(number <= whole.max(), value, path, atMost("value", whole.max()));
    } else if (shape instanceof Shape.Many many) {
      checkMany(many, expect(value.isArray(), value, path), path);
    } else if (shape instanceof Shape.Structure structure) {
      checkStructure(structure, expect(value.isObject(), value, path), path);
    }
  }

  private void checkText(Shape.Text shape, JsonNode value, String path) {
    var text = expect(value.isTextual(), value, path).asText();
    require(text.length() >= shape.min(), text, path, atLeast("length", shape.min()));
    require(text.length() <= shape.max(), text, path, atMost("length", shape.max()));
    if (shape.pattern() != null) {
      require(
          shape.pattern().matcher(text).matches(),
          text,
          path,
          "satisfy regular expression pattern: " + shape.pattern());
    }
  }

  private void checkMany(Shape.Many shape, JsonNode value, String path) {
    require(value.size() >= shape.min(), value, path, atLeast("length", shape.min()));
    require(value.size() <= shape.max(), value, path, atMost("length", shape.max()));
    for (int i = 0; i < value.size(); i++) {
      check(shape.element(), value.get(i), path + "." + (i + 1) + ".member");
    }
  }

  private void checkStructure(Shape.Structure shape, JsonNode value, String path) {
    for (var member : shape.members()) {
      var memberPath = (path.isEmpty() ? "" : path + ".") + lowerFirst(member.name());
      if (value.hasNonNull(member.name())) {
        check(member.shape(), value.get(member.name()), memberPath);
      } else if (member.required()) {
        violations.add(
            "Value null at '"
                + memberPath
                + "' failed to satisfy constraint: Member must not be null");
      }
    }
  }

  private void require(boolean holds, Object value, String path, String constraint) {
    if (!holds) {
      violations.add(
          "Value '"
              + value
              + "' at '"
              + path
              + "' failed to satisfy constraint: Member must "
              + constraint);
    }
  }

  private static String atLeast(String what, int bound) {
    return "have " + what + " greater than or equal to " + bound;
  }

  private static String atMost(String what, int bound) {
    return "have " + what + " less than or equal to " + bound;
  }

  private static JsonNode expect(boolean holds, JsonNode value, String path) {
    if (!holds) {
      throw new AwsException(
          "SerializationException",
          value.getNodeType() + " value cannot be converted to the type of '" + path + "'");
    }
    return value;
  }

  private static String lowerFirst(String name) {
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
