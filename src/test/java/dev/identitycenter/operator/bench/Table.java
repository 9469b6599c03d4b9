package dev.identitycenter.operator.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows of text with a heading. */
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  Table(List<String> heading) {
    rows.add(List.copyOf(heading));
  }

  void add(String label, List<String> cells) {
    var row = new ArrayList<>(List.of(label));
    row.addAll(cells);
    rows.add(List.copyOf(row));
  }

  /** For a terminal. */
  String asText() {
    return rows.stream().map(row -> "  " + aligned(row, "  ")).collect(Collectors.joining("\n"));
  }

  /** For a page. */
  String asMarkdown() {
    var lines = new ArrayList<String>();
    rows.forEach(row -> lines.add("| " + aligned(row, " | ") + " |"));
    lines.add(
        1,
        IntStream.range(0, rows.get(0).size())
            .mapToObj(column -> column == 0 ? "---" : "---:")
            .collect(Collectors.joining(" | ", "| ", " |")));
    return String.join("\n", lines);
  }

  private String aligned(List<String> row, String separator) {
    return IntStream.range(0, row.size())
        .mapToObj(
            column -> {
              var width = rows.stream().mapToInt(other -> other.get(column).length()).max();
              var padding = " ".repeat(width.orElseThrow() - row.get(column).length());
              return column == 0 ? row.get(column) + padding : padding + row.get(column);
            })
        .collect(Collectors.joining(separator));
  }
}
