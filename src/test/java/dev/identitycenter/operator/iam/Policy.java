package dev.identitycenter.operator.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A file of {@code config/iam}. */
record Policy(String text, JsonNode document) {
  private static final Path FOLDER = Path.of("config/iam");

  static Policy of(String file) {
    try {
      var text = Files.readString(FOLDER.resolve(file));
      return new Policy(text, new ObjectMapper().readTree(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the statements allow. */
  Set<String> allowed() {
    var actions = new TreeSet<String>();
    statements()
        .filter(statement -> statement.path("Effect").asText().equals("Allow"))
        .flatMap(statement -> values(statement.path("Action")))
        .forEach(actions::add);
    return actions;
  }

  /** What the statements deny. */
  Set<String> denied() {
    var actions = new TreeSet<String>();
    statements()
        .filter(statement -> statement.path("Effect").asText().equals("Deny"))
        .flatMap(statement -> values(statement.path("Action")))
        .forEach(actions::add);
    return actions;
  }

  Stream<JsonNode> statements() {
    return StreamSupport.stream(document.path("Statement").spliterator(), false);
  }

  private static Stream<String> values(JsonNode oneOrMore) {
    return oneOrMore.isArray()
        ? StreamSupport.stream(oneOrMore.spliterator(), false).map(JsonNode::asText)
        : Stream.of(oneOrMore.asText());
  }
}
