package dev.identitycenter.operator.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The page with the results of one run. */
final class ResultPage {
  static final String PATH = "docs/benchmarks.md";

  private static final String METHOD =
      """
      # Benchmarks

      Written by `make bench ARGS=--write`; do not edit. `make bench` measures again and prints the same tables, in less than ten minutes. `ARGS="--only article"` or `ARGS="--only company"` runs one of the two.

      Measured on %s on a machine with %s.

      ## Method

      Each contestant grants the same access in an AWS of its own: a fresh [simulator](../src/test/java/dev/identitycenter/operator/simulator/package-info.java) with the limits AWS publishes (20 requests a second, 15 assignment workflows, 3 provisionings, one role change per account at a time) and workflows of 2 to 4 seconds, evenly distributed. AWS does not publish how long its workflows take; with longer ones all wall times grow alike. The random numbers are the same for everyone: the n-th workflow takes the same time whoever asks for it.

      | Contestant | What it is | Its clock runs |
      | --- | --- | --- |
      | operator | `java %s -jar target/identity-center-operator.jar` with default settings, a process of its own beside a real API server; it runs already | from the start of `kubectl apply` to the last object that is Ready, as a watch sees it |
      | script | [ScriptedAssignments](../src/test/java/dev/identitycenter/operator/bench/ScriptedAssignments.java): one thread and the AWS SDK in the simulator's own JVM, 15 workflows in flight, at most 19 requests a second, one list call to watch all workflows; it creates without looking first and never looks again | from its first call to the last workflow that AWS lists as ended |
      | AWS CLI | the commands of the article one after another, each assignment described again at once until it succeeded; `aws` as installed | from the first command to the last that shows `SUCCEEDED` |

      - **Bound**: the time that the work needs whoever asks for it, from the workflows the simulator recorded. The largest of: workflow seconds ÷ 15 slots (provisionings ÷ 3); workflow seconds of the account that has most, because an account changes one role at a time; calls that change something ÷ 20 a second.
      - **AWS calls**: everything that arrived at the simulator, refused calls, the operator's start and the %d seconds after its last object became Ready included.
      - **Time to Ready**: from the object's appearance in the API to its condition `Ready`, most of which is waiting for a slot when all objects are applied at once.
      - **Peak resident memory**: `VmHWM` of the operator's process.
      - **CPU time**: of the operator's process on all cores, its start included.
      - **Process start to first reconcile**: to the first status it writes, to an object that was there before.
      - **Writes per assignment**: requests the API server counted in `apiserver_request_total` from the apply on. Events are those of all objects.
      """;

  private final Machine machine;
  private final List<Findings> all = new ArrayList<>();

  ResultPage(Machine machine) {
    this.machine = machine;
  }

  String machine() {
    return machine.toString();
  }

  void add(Findings findings) {
    all.add(findings);
  }

  void write() {
    var text =
        METHOD.formatted(
                LocalDate.now(ZoneOffset.UTC),
                machine,
                OperatorContestant.HEAP,
                OperatorContestant.COMES_TO_REST.toSeconds())
            + all.stream().map(ResultPage::section).collect(Collectors.joining());
    try {
      Files.writeString(Path.of(PATH), text);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing " + PATH, e);
    }
  }

  private static String section(Findings findings) {
    return """

        ## %s

        %s

        %s

        %s
        """
        .formatted(
            findings.title(),
            findings.setting(),
            findings.table().asMarkdown(),
            findings.verdicts().stream()
                .map(verdict -> "- " + verdict)
                .collect(Collectors.joining("\n")));
  }
}
