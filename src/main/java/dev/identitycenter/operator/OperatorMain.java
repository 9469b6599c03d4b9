package dev.identitycenter.operator;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the runnable jar. */
@Command(
    name = "identity-center-operator",
    description = "Manages access to AWS accounts through IAM Identity Center from Kubernetes.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {RunCommand.class, VersionCommand.class})
public final class OperatorMain {

  private OperatorMain() {}

  /** Runs a sub-command; {@code run} when none is given. */
  public static void main(String[] args) {
    System.exit(execute(args));
  }

  static int execute(String... args) {
    var commandLine = new CommandLine(new OperatorMain());
    var named =
        args.length > 0
            && (commandLine.getSubcommands().containsKey(args[0])
                || args[0].equals("--help")
                || args[0].equals("-h")
                || args[0].equals("--version")
                || args[0].equals("-V"));
    return named
        ? commandLine.execute(args)
        : commandLine.getSubcommands().get("run").execute(args);
  }
}
