package dev.identitycenter.operator;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.event.Level;

/**
 * The operator's configuration, read once; every mistake is reported together.
 *
 * @param instanceArn the Identity Center instance, where discovery finds several
 * @param namespaces watched namespaces; empty means all
 * @param resyncInterval how often settled objects are compared with AWS, at least 10 seconds
 * @param apiRate calls to AWS per second, 1 to 20
 * @param asyncSlots assignment workflows at a time, 1 to 15
 * @param provisionSlots provisionings at a time, 1 to 3
 * @param allowedAccounts accounts that may be assigned; empty means all
 * @param deniedAccounts accounts that may not, whatever else is said
 * @param permissionSetPrefix what names of permission sets in AWS have to begin with; empty admits
 *     all
 * @param safetyStopPercent share of settled assignments that may differ from AWS before nothing is
 *     corrected any more, 0 to 100
 * @param clusterId first part of the ownership tag; the uid of {@code kube-system} when absent
 * @param httpPort probes and metrics; 0 picks a free port
 * @param logLevel what is not worth a line of the log any more is below it
 */
record OperatorConfig(
    Optional<String> instanceArn,
    Set<String> namespaces,
    Duration resyncInterval,
    int apiRate,
    int asyncSlots,
    int provisionSlots,
    Set<String> allowedAccounts,
    Set<String> deniedAccounts,
    boolean allowManagementAccount,
    String permissionSetPrefix,
    boolean dryRun,
    int safetyStopPercent,
    Optional<String> clusterId,
    int httpPort,
    boolean leaderElection,
    Logging.Format logFormat,
    Level logLevel) {

  private static final Pattern INSTANCE_ARN =
      Pattern.compile("arn:aws(-[a-z]{1,5}){0,3}:sso:::instance/(sso)?ins-[a-zA-Z0-9-.]{16}");
  private static final Pattern PREFIX = Pattern.compile("[\\w+=,.@-]{1,31}");
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  /** Two slashes, a namespace and a name of 63 each have to fit AWS's 256 characters as well. */
  private static final Pattern CLUSTER_ID = Pattern.compile("[a-zA-Z0-9_.:=+@-]{1,63}");

  /** A configuration that cannot work; the message lists every mistake. */
  static final class InvalidConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Logging.Format logFormat;

    InvalidConfigException(List<String> mistakes, Logging.Format logFormat) {
      super("The configuration is wrong:\n  - " + String.join("\n  - ", mistakes));
      this.logFormat = logFormat;
    }

    /** How the mistakes are to be told. */
    Logging.Format logFormat() {
      return logFormat;
    }
  }

  /**
   * Reads values by the names of the environment variables.
   *
   * @param values null or blank where the default applies
   */
  static OperatorConfig of(Function<String, String> values) throws InvalidConfigException {
    var read = new Reader(values);
    var config =
        new OperatorConfig(
            read.text(
                "INSTANCE_ARN", INSTANCE_ARN, "arn:aws:sso:::instance/ssoins-0123456789abcdef"),
            read.list("WATCH_NAMESPACES", NAMESPACE, "team-a,team-b"),
            read.duration("RESYNC_INTERVAL", Duration.ofMinutes(10), Duration.ofSeconds(10)),
            read.number("API_RATE", 18, 1, 20),
            read.number("ASYNC_SLOTS", 15, 1, 15),
            read.number("PROVISION_SLOTS", 3, 1, 3),
            read.list("ALLOWED_ACCOUNTS", ACCOUNT, "111122223333,444455556666"),
            read.list("DENIED_ACCOUNTS", ACCOUNT, "111122223333,444455556666"),
            read.flag("ALLOW_MANAGEMENT_ACCOUNT"),
            read.text("PERMISSION_SET_PREFIX", PREFIX, "k8s-").orElse(""),
            read.flag("DRY_RUN"),
            read.number("SAFETY_STOP_PERCENT", 20, 0, 100),
            read.text("CLUSTER_ID", CLUSTER_ID, "production-eu"),
            read.number("HTTP_PORT", 8080, 0, 65535),
            read.flag("LEADER_ELECTION"),
            read.choice("LOG_FORMAT", Logging.Format.text),
            read.choice("LOG_LEVEL", Level.INFO));
    if (!read.mistakes.isEmpty()) {
      throw new InvalidConfigException(read.mistakes, config.logFormat());
    }
    return config;
  }

  private static final class Reader {
    private final Function<String, String> values;
    private final List<String> mistakes = new ArrayList<>();

    Reader(Function<String, String> values) {
      this.values = values;
    }

    private Optional<String> value(String name) {
      return Optional.ofNullable(values.apply(name))
          .map(String::trim)
          .filter(text -> !text.isEmpty());
    }

    Optional<String> text(String name, Pattern pattern, String example) {
      var found = value(name);
      found
          .filter(text -> !pattern.matcher(text).matches())
          .ifPresent(text -> mistake(name, text, "must look like " + example));
      return found;
    }

    Set<String> list(String name, Pattern pattern, String example) {
      var items =
          value(name).stream()
              .flatMap(text -> Arrays.stream(text.split(",", -1)))
              .map(String::trim)
              .collect(Collectors.toCollection(TreeSet::new));
      for (var item : items) {
        if (!pattern.matcher(item).matches()) {
          mistake(name, item, "must be a list like " + example);
        }
      }
      return items;
    }

    Duration duration(String name, Duration fallback, Duration lowest) {
      var text = value(name);
      if (text.isEmpty()) {
        return fallback;
      }
      try {
        var duration = Duration.parse(text.get());
        if (duration.compareTo(lowest) >= 0) {
          return duration;
        }
      } catch (DateTimeException notADuration) {
        // Told below, with the other mistakes.
      }
      mistake(name, text.get(), "must be an ISO-8601 duration of at least " + lowest);
      return fallback;
    }

    int number(String name, int fallback, int lowest, int highest) {
      var text = value(name);
      if (text.isEmpty()) {
        return fallback;
      }
      try {
        var number = Integer.parseInt(text.get());
        if (number >= lowest && number <= highest) {
          return number;
        }
      } catch (NumberFormatException notANumber) {
        // Told below, with the other mistakes.
      }
      mistake(name, text.get(), "must be a number from %d to %d".formatted(lowest, highest));
      return fallback;
    }

    <E extends Enum<E>> E choice(String name, E fallback) {
      var text = value(name);
      if (text.isEmpty()) {
        return fallback;
      }
      var choices = fallback.getDeclaringClass().getEnumConstants();
      for (var choice : choices) {
        if (choice.name().equalsIgnoreCase(text.get())) {
          return choice;
        }
      }
      mistake(
          name,
          text.get(),
          "must be one of "
              + Arrays.stream(choices).map(Enum::name).collect(Collectors.joining(", ")));
      return fallback;
    }

    boolean flag(String name) {
      var text = value(name).orElse("false");
      if (!text.equals("true") && !text.equals("false")) {
        mistake(name, text, "must be true or false");
      }
      return text.equals("true");
    }

    private void mistake(String name, String value, String rule) {
      mistakes.add("%s is \"%s\" but %s".formatted(name, value, rule));
    }
  }
}
