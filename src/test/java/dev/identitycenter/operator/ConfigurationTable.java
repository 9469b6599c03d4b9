package dev.identitycenter.operator;

import dev.identitycenter.operator.docs.Markdown;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The operator's configuration as a Markdown table: defaults from an empty configuration, bounds
 * from what the operator says about a value that cannot be right, meanings from {@code --help}.
 */
public final class ConfigurationTable {
  private static final String HEADING =
      "| Variable | Option | Default | Bounds | Meaning |\n|---|---|---|---|---|\n";
  private static final String NONSENSE = "?";
  private static final String DEFAULT = "Default: ";

  private ConfigurationTable() {}

  /** Makes the table; fails when an option or its text is missing, or tells another default. */
  public static String make() {
    var options = optionsByVariable();
    var table = new StringBuilder(HEADING);
    defaults()
        .forEach(
            (variable, value) -> {
              var option = Optional.ofNullable(options.remove(variable));
              table.append(row(variable, value, option.orElseThrow(() -> missing(variable))));
            });
    if (!options.isEmpty()) {
      throw new IllegalStateException("Options that nobody reads: " + options.keySet());
    }
    return table.toString();
  }

  private static IllegalStateException missing(String variable) {
    return new IllegalStateException("RunCommand has no option that begins with " + variable + ":");
  }

  private static String row(String variable, String value, OptionSpec option) {
    var description = option.description();
    if (description.length != 2 || !description[1].startsWith(DEFAULT)) {
      throw new IllegalStateException(
          variable + " needs its meaning and its default in RunCommand");
    }
    var told = description[1].substring(DEFAULT.length()).replaceAll("[.]$", "");
    if (!value.isEmpty() && !value.equals(told)) {
      throw new IllegalStateException(
          "The default of %s is %s, not %s as RunCommand says".formatted(variable, value, told));
    }
    var meaning = description[0].substring((variable + ": ").length());
    return "| `%s` | `%s` | %s | %s | %s |%n"
        .formatted(
            variable,
            option.longestName(),
            value.isEmpty() ? told : "`" + value + "`",
            boundsOf(variable),
            Markdown.withCode(Character.toUpperCase(meaning.charAt(0)) + meaning.substring(1)));
  }

  private static Map<String, OptionSpec> optionsByVariable() {
    var options = new LinkedHashMap<String, OptionSpec>();
    for (var option : new CommandLine(new RunCommand()).getCommandSpec().options()) {
      var words = String.join(" ", option.description()).split(":", 2);
      if (words[0].matches("[A-Z_]+")) {
        options.put(words[0], option);
      }
    }
    return options;
  }

  /** Variables in the order they are read, which is that of the record, with its values. */
  private static Map<String, String> defaults() {
    var names = new ArrayList<String>();
    try {
      var config =
          OperatorConfig.of(
              name -> {
                names.add(name);
                return null;
              });
      var components = OperatorConfig.class.getRecordComponents();
      var defaults = new LinkedHashMap<String, String>();
      for (var i = 0; i < components.length; i++) {
        defaults.put(names.get(i), told(components[i].getAccessor().invoke(config)));
      }
      if (defaults.size() != names.size()) {
        throw new IllegalStateException("Read are " + names + ", kept are " + defaults.keySet());
      }
      return defaults;
    } catch (ReflectiveOperationException | OperatorConfig.InvalidConfigException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Empty where only words can tell. */
  private static String told(Object value) {
    var isNothing =
        value.equals(Optional.empty()) || (value instanceof Collection<?> items && items.isEmpty());
    return isNothing ? "" : value.toString();
  }

  private static String boundsOf(String variable) {
    try {
      var unused = OperatorConfig.of(name -> name.equals(variable) ? NONSENSE : null);
      throw new IllegalStateException(variable + " takes any value");
    } catch (OperatorConfig.InvalidConfigException refused) {
      return refused
          .getMessage()
          .replaceAll("(?s).* but must (be|look) ", "")
          .replaceAll("like (\\S+)$", "like `$1`");
    }
  }
}
