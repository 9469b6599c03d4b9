package dev.identitycenter.operator.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.ConfigurationTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the pages of the reference say between their marks is what the sources say; {@code make
 * reference} writes it there.
 */
class ReferencePagesTest {
  private static final Path FOLDER = Path.of("docs/reference");
  private static final String BEGIN = "<!-- generated -->\n";
  private static final String END = "<!-- /generated -->";

  static Arguments[] pages() {
    return new Arguments[] {
      page("permissionset.md", () -> KindPage.of("permissionsets")),
      page("accountassignment.md", () -> KindPage.of("accountassignments")),
      page("configuration.md", ConfigurationTable::make),
      page("conditions.md", ConditionsPage::make),
    };
  }

  private static Arguments page(String name, Callable<String> maker) {
    return Arguments.of(FOLDER.resolve(name), Named.of("generator", maker));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void saysWhatTheSourcesSay(Path page, Callable<String> maker) throws Exception {
    var text = Files.readString(page);
    var begin = text.indexOf(BEGIN) + BEGIN.length();
    var end = text.indexOf(END, begin);
    var wanted = text.substring(0, begin) + "\n" + maker.call() + "\n" + text.substring(end);
    if (Boolean.getBoolean("reference.write")) {
      Files.writeString(page, wanted);
    }

    assertThat(page)
        .as("%s differs from the sources; run make reference and commit the result", page)
        .content()
        .isEqualTo(wanted);
  }
}
