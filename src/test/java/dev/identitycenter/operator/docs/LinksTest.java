package dev.identitycenter.operator.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A reader who follows links arrives somewhere, and everywhere. */
class LinksTest {
  private static final Path START = Path.of("README.md");

  /** What a block may be; only {@code sh} and {@code yaml} are run. */
  private static final Set<String> LANGUAGES =
      Set.of("sh", "yaml", "java", "promql", "hcl", "text");

  private final Map<Path, Page> pages =
      Page.all().stream().collect(Collectors.toMap(Page::path, Function.identity()));

  @Test
  void linksLeadSomewhere() {
    assertThat(pages.values().stream().flatMap(page -> broken(page).stream())).isEmpty();
  }

  private List<String> broken(Page page) {
    return page.links().stream()
        .filter(link -> !leadsSomewhere(page, link))
        .map(link -> "%s:%d: %s#%s".formatted(page, link.line(), link.file(), link.anchor()))
        .toList();
  }

  private boolean leadsSomewhere(Page page, Page.Link link) {
    var target = targetOf(page, link);
    return Files.exists(target)
        && (link.anchor().isEmpty()
            || (pages.containsKey(target) && pages.get(target).anchors().contains(link.anchor())));
  }

  private static Path targetOf(Page page, Page.Link link) {
    return link.file().isEmpty()
        ? page.path()
        : page.path().resolveSibling(link.file()).normalize();
  }

  @Test
  void everyPageIsReachedFromTheReadme() {
    var reached = new HashSet<>(Set.of(START));
    var ahead = new ArrayDeque<>(reached);
    while (!ahead.isEmpty()) {
      var page = pages.get(ahead.pop());
      for (var link : page.links()) {
        var target = targetOf(page, link);
        if (pages.containsKey(target) && reached.add(target)) {
          ahead.push(target);
        }
      }
    }

    assertThat(reached).containsExactlyInAnyOrderElementsOf(pages.keySet());
  }

  @Test
  void everyBlockSaysWhatItIs() {
    for (var page : pages.values()) {
      assertThat(page.blocks())
          .as("blocks of %s", page)
          .allSatisfy(block -> assertThat(block.language()).isIn(LANGUAGES));
    }
  }
}
