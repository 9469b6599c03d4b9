package dev.identitycenter.operator.bench;

import dev.identitycenter.operator.simulator.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/** Keeps what the simulator recorded of a run, to find out afterwards where time went. */
final class JournalFile {
  private static final Path FOLDER = Path.of("target", "bench");

  private JournalFile() {}

  /** Tab-separated: {@code call} time operation result, {@code workflow} accepted end account. */
  static void write(String name, Journal journal) {
    var lines = new ArrayList<String>();
    journal
        .entries()
        .forEach(
            call ->
                lines.add(
                    "call\t%s\t%s\t%s".formatted(call.at(), call.operation(), call.result())));
    journal
        .workflows()
        .forEach(
            run ->
                run.steps()
                    .forEach(
                        step ->
                            lines.add(
                                "workflow\t%s\t%s\t%s"
                                    .formatted(run.accepted(), run.end(), step.accountId()))));
    try {
      Files.createDirectories(FOLDER);
      Files.write(FOLDER.resolve(name.replaceAll("[^a-zA-Z0-9]+", "-") + ".tsv"), lines);
    } catch (IOException e) {
      throw new UncheckedIOException("Keeping the journal of " + name, e);
    }
  }
}
