package dev.identitycenter.operator;

import dev.identitycenter.operator.docs.Markdown;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The operator's configuration as a Markdown table: defaults from an empty configuration, bounds
 * from what the operator says about a value that cannot be right, meanings from {@link Setting}.
 */
public final class ConfigurationTable {
  private static final String HEADING =
      "| Variable | Option | Default | Bounds | Meaning |\n|---|---|---|---|---|\n";
  private static final String NONSENSE = "?";

  private ConfigurationTable() {}

  /** Makes the table; fails when a setting is not read, or tells another default. */
  public static String make() {
    var unread = EnumSet.allOf(Setting.class);
    var table = new StringBuilder(HEADING);
    defaults()
        .forEach(
            (variable, value) -> {
              var setting = Setting.valueOf(variable);
              unread.remove(setting);
              table.append(row(setting, value));
            });
    if (!unread.isEmpty()) {
      throw new IllegalStateException("Settings that nobody reads: " + unread);
    }
    return table.toString();
  }

  private static String row(Setting setting, String value) {
    if (!value.isEmpty() && !value.equals(setting.fallback())) {
      throw new IllegalStateException(
          "The default of %s is %s, not %s as Setting says"
              .formatted(setting, value, setting.fallback()));
    }
    var meaning = setting.meaning();
    return "| `%s` | `%s` | %s | %s | %s |%n"
        .formatted(
            setting,
            setting.option(),
            value.isEmpty() ? setting.fallback() : "`" + value + "`",
            boundsOf(setting.name()),
            Markdown.withCode(Character.toUpperCase(meaning.charAt(0)) + meaning.substring(1)));
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
