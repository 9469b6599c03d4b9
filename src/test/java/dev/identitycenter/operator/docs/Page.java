package dev.identitycenter.operator.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One page of the documentation: its fenced blocks, where links lead, and which anchors it has.
 *
 * @param path from the root of the repository
 */
record Page(Path path, List<Block> blocks, List<Link> links, Set<String> anchors) {
  private static final Pattern FENCE = Pattern.compile("( *)```(.*)");
  private static final Pattern HEADING = Pattern.compile("#+ (.*)");
  private static final Pattern LINK = Pattern.compile("(?<=])\\(([^)\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("`[^`]*`");

  /** Folders that have pages, besides the root. */
  private static final List<String> FOLDERS = List.of("docs", "config", "helm");

  /**
   * A fenced block.
   *
   * @param section the heading it is under
   * @param line number of its first line
   */
  record Block(String section, String language, int line, List<String> lines) {
    String text() {
      return String.join("\n", lines) + "\n";
    }
  }

  /** Where a link leads: a file with an anchor, either of which may be empty. */
  record Link(int line, String file, String anchor) {}

  /** All pages. */
  static List<Page> all() {
    var pages = new ArrayList<Path>();
    collect(Path.of(""), 1, pages);
    FOLDERS.forEach(folder -> collect(Path.of(folder), Integer.MAX_VALUE, pages));
    return pages.stream().sorted().map(Page::read).toList();
  }

  private static void collect(Path folder, int depth, List<Path> pages) {
    try (Stream<Path> files = Files.walk(folder, depth)) {
      files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Page read(Path path) {
    try {
      var reader = new Reader();
      Files.readAllLines(path).forEach(reader::take);
      return new Page(path, reader.blocks, reader.links, reader.anchors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Failures name pages by it. */
  @Override
  public String toString() {
    return path.toString();
  }

  private static final class Reader {
    private final List<Block> blocks = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final Set<String> anchors = new LinkedHashSet<>();
    private final Map<String, Integer> sameHeadings = new HashMap<>();
    private String section = "";
    private int indent;
    private Block open;
    private int number;

    void take(String line) {
      number++;
      var fence = FENCE.matcher(line);
      if (fence.matches()) {
        if (open == null) {
          indent = fence.group(1).length();
          open = new Block(section, fence.group(2).strip(), number + 1, new ArrayList<>());
          blocks.add(open);
        } else {
          open = null;
        }
      } else if (open != null) {
        open.lines().add(line.substring(Math.min(indent, line.length())));
      } else {
        takeText(line);
      }
    }

    private void takeText(String line) {
      var heading = HEADING.matcher(line);
      if (heading.matches()) {
        section = heading.group(1);
        anchors.add(anchorOf(section));
      }
      LINK.matcher(CODE.matcher(line).replaceAll("code"))
          .results()
          .map(found -> found.group(1))
          .filter(target -> !target.matches("[a-z]+:.*"))
          .forEach(
              target -> {
                var parts = target.split("#", 2);
                links.add(new Link(number, parts[0], parts.length > 1 ? parts[1] : ""));
              });
    }

    /** As GitHub makes it. */
    private String anchorOf(String heading) {
      var anchor =
          heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
      var before = sameHeadings.merge(anchor, 1, Integer::sum) - 1;
      return before == 0 ? anchor : anchor + "-" + before;
    }
  }
}
