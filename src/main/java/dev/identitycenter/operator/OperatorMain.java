package dev.identitycenter.operator;

import java.util.Set;
import java.util.stream.Stream;
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
    return commandLine.execute(isNamed(commandLine, args) ? args : withDefault(args));
  }

  private static boolean isNamed(CommandLine commandLine, String... args) {
    return args.length > 0
        && (commandLine.getSubcommands().containsKey(args[0])
            || Set.of("-h", "--help", "-V", "--version").contains(args[0]));
  }

  private static String[] withDefault(String... args) {
    return Stream.concat(Stream.of("run"), Stream.of(args)).toArray(String[]::new);
  }
}
