package dev.identitycenter.operator.demo;

import dev.identitycenter.operator.demo.WalkThrough.NotConvergedException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the operator at work; {@code make demo} builds and runs it. */
@Command(
    name = "demo",
    description =
        "Runs the operator on a real API server against a simulated AWS and walks through the"
            + " article.",
    mixinStandardHelpOptions = true)
final class Demo implements Callable<Integer> {
  private static final int FAILED = 1;

  @Option(
      names = "--once",
      description =
          "Change and delete everything afterwards, and end by itself; exit code 0 only when all of"
              + " it came true.")
  private boolean once;

  private Demo() {}

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Demo())
            .setExecutionExceptionHandler(
                (failure, commandLine, parsed) -> {
                  System.err.println(failure.getMessage());
                  return FAILED;
                })
            .execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException, NotConvergedException {
    var narrator = new Narrator(System.out);
    try (var stage = Stage.open(narrator)) {
      var walkThrough = new WalkThrough(stage, narrator);
      walkThrough.apply();
      walkThrough.audit();
      if (once) {
        walkThrough.change();
        walkThrough.delete();
      } else {
        invite(stage, narrator);
        // Until interrupted; the stage closes with the JVM.
        new CountDownLatch(1).await();
      }
      return 0;
    }
  }

  private static void invite(Stage stage, Narrator narrator) {
    var exports = new StringBuilder("export KUBECONFIG=" + stage.cluster().kubeconfig() + "\n");
    stage
        .aws()
        .variables()
        .forEach((name, value) -> exports.append("export %s=%s%n".formatted(name, value)));
    narrator.part("It is yours: paste this into another terminal");
    narrator.say(exports.toString());
    narrator.part("and try");
    narrator.say(
        """
        kubectl get ps,aa -A
        kubectl describe -n access aa alice-ec2-s3-dev
        aws sso-admin list-permission-sets --instance-arn $(aws sso-admin list-instances --query 'Instances[0].InstanceArn' --output text)
        """);
    narrator.part("Changes appear here; Ctrl-C ends everything.");
  }
}
