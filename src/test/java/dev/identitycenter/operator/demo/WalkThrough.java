package dev.identitycenter.operator.demo;

import dev.identitycenter.operator.testing.ReadinessFeed.Readiness;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The steps of the demo: what a user types, and waiting until it came true. */
final class WalkThrough {
  private static final String MANIFEST = "config/samples/walk-through.yaml";
  private static final String NAMESPACE = "access";
  private static final String CHANGED_SET = "audit-access";
  private static final String CHANGED_SET_IN_AWS = "AuditAccess";
  private static final String ADDED_POLICY = "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess";

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  private final Stage stage;
  private final Narrator narrator;
  private final AccessAudit audit;

  /** Something did not come true in time; the message is one sentence. */
  static final class NotConvergedException extends Exception {
    private static final long serialVersionUID = 1L;

    NotConvergedException(String message) {
      super(message);
    }
  }

  WalkThrough(Stage stage, Narrator narrator) {
    this.stage = stage;
    this.narrator = narrator;
    audit = new AccessAudit(stage.aws());
  }

  /** Grants what the article grants. */
  void apply() throws InterruptedException, NotConvergedException {
    narrator.part("Granting access as the article does");
    kubectl("apply", "-f", MANIFEST);
    await("the walk-through", this::unready);
  }

  /** Prints who has access to what, as AWS tells it. */
  void audit() {
    narrator.part("What AWS says now, asked through its own API");
    narrator.say(audit.report());
  }

  /** Adds a policy, which AWS has to bring to each account that uses the set. */
  void change() throws InterruptedException, NotConvergedException {
    narrator.part("Adding a policy to " + CHANGED_SET_IN_AWS);
    kubectl(
        "patch",
        "permissionset",
        CHANGED_SET,
        "--namespace",
        NAMESPACE,
        "--type=json",
        "--patch",
        "[{\"op\":\"add\",\"path\":\"/spec/managedPolicies/-\",\"value\":\"%s\"}]"
            .formatted(ADDED_POLICY));
    await(
        "the new policy in the accounts",
        () -> {
          var problems = unready();
          if (!audit.isProvisioned(CHANGED_SET_IN_AWS, ADDED_POLICY)) {
            problems.put(CHANGED_SET_IN_AWS, "AWS has not brought it to all accounts");
          }
          return problems;
        });
  }

  /** Deletes all of it, permission sets first although assignments still use them. */
  void delete() throws InterruptedException, NotConvergedException {
    narrator.part("Deleting everything, permission sets first");
    kubectl("delete", "-f", MANIFEST, "--wait=false");
    await("an empty cluster and an empty AWS", this::leftovers);
    narrator.say("No permission set and no assignment is left, neither in Kubernetes nor in AWS.");
  }

  private void kubectl(String... arguments) {
    var typed = Stream.of(arguments).map(WalkThrough::quoted).collect(Collectors.joining(" "));
    narrator.say("$ kubectl " + typed);
    narrator.say(stage.cluster().runKubectl(arguments));
  }

  private static String quoted(String argument) {
    return argument.matches("[-\\w./=]+") ? argument : "'" + argument + "'";
  }

  private Map<String, String> unready() {
    var states = stage.feed().current();
    var problems = new TreeMap<String, String>();
    if (states.isEmpty()) {
      problems.put("cluster", "no objects yet");
    }
    states.forEach(
        (key, readiness) -> {
          if (!readiness.ready()) {
            problems.put(key.toString(), told(readiness));
          }
        });
    return problems;
  }

  private Map<String, String> leftovers() {
    var problems = new TreeMap<String, String>();
    stage.feed().current().forEach((key, state) -> problems.put(key.toString(), told(state)));
    audit
        .permissionSetNames()
        .forEach(name -> problems.put("permission set " + name, "still in AWS"));
    return problems;
  }

  private static String told(Readiness readiness) {
    return readiness.reason().isEmpty()
        ? "not visited yet"
        : readiness.reason() + ": " + readiness.message();
  }

  private static void await(String what, Supplier<Map<String, String>> problems)
      throws InterruptedException, NotConvergedException {
    var deadline = System.nanoTime() + LIMIT.toNanos();
    for (var left = problems.get(); !left.isEmpty(); left = problems.get()) {
      if (System.nanoTime() - deadline > 0) {
        throw new NotConvergedException(
            "Waited %d s in vain for %s; missing: %s"
                .formatted(
                    LIMIT.toSeconds(),
                    what,
                    left.entrySet().stream()
                        .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                        .collect(Collectors.joining("; "))));
      }
      Thread.sleep(LOOK_AGAIN.toMillis());
    }
  }
}
