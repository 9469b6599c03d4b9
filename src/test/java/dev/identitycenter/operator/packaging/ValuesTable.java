package dev.identitycenter.operator.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values of the chart as a Markdown table. A key with a comment right above it is a value,
 * whatever is below it; a key without one groups others. Lines with {@code ##} begin a section.
 */
final class ValuesTable {
  private static final Pattern KEY = Pattern.compile("( *)(\\w+):.*");
  private static final Pattern COMMENT = Pattern.compile(" *# (.*)");
  private static final String SECTION = "## ";

  private final JsonNode values;
  private final StringBuilder table = new StringBuilder();
  private final List<String> parents = new ArrayList<>();
  private final List<String> comment = new ArrayList<>();
  private int documentedIndent = Integer.MAX_VALUE;

  private ValuesTable(JsonNode values) {
    this.values = values;
  }

  /** Makes the table from the text of {@code values.yaml}. */
  static String of(String text) throws IOException {
    var maker = new ValuesTable(new YAMLMapper().readTree(text));
    text.lines().forEach(maker::take);
    return maker.table.toString();
  }

  private void take(String line) {
    var key = KEY.matcher(line);
    var remark = COMMENT.matcher(line);
    if (line.startsWith(SECTION)) {
      table.append(
          "%n### %s%n%n| Value | Default | Meaning |%n|---|---|---|%n"
              .formatted(line.substring(SECTION.length())));
    } else if (remark.matches()) {
      comment.add(remark.group(1));
    } else if (key.matches()) {
      takeKey(key);
    } else {
      comment.clear();
    }
  }

  private void takeKey(Matcher key) {
    var indent = key.group(1).length();
    if (indent > documentedIndent) {
      return;
    }
    documentedIndent = Integer.MAX_VALUE;
    parents.subList(indent / 2, parents.size()).clear();
    parents.add(key.group(2));
    if (!comment.isEmpty()) {
      documentedIndent = indent;
      table.append(
          "| `%s` | `%s` | %s |%n"
              .formatted(
                  String.join(".", parents),
                  values.at("/" + String.join("/", parents)),
                  String.join(" ", comment).replace("|", "\\|")));
      comment.clear();
    }
  }
}
