package dev.identitycenter.operator.docs;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.identitycenter.operator.api.v1alpha1.ConditionType;
import dev.identitycenter.operator.api.v1alpha1.Reason;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/** The condition types, and each reason with its cause and what to do about it. */
final class ConditionsPage {
  private ConditionsPage() {}

  static String make() throws ReflectiveOperationException {
    var page = new StringBuilder("## Conditions\n\n| Condition | Meaning |\n|---|---|\n");
    for (var field : ConditionType.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers())) {
        page.append("| `%s` | %s |%n".formatted(field.get(null), textOf(field)));
      }
    }
    page.append("\n## Reasons\n");
    var reasons = Reason.values();
    Arrays.sort(reasons, Comparator.comparing(Reason::name));
    for (var reason : reasons) {
      page.append(
          "%n### %s%n%n%s%n".formatted(reason, textOf(Reason.class.getField(reason.name()))));
    }
    return page.toString();
  }

  private static String textOf(AnnotatedElement told) {
    return Optional.ofNullable(told.getAnnotation(JsonPropertyDescription.class))
        .map(JsonPropertyDescription::value)
        .filter(text -> !text.isBlank())
        .map(Markdown::withCode)
        .orElseThrow(
            () -> new IllegalStateException(told + " needs a @JsonPropertyDescription for users"));
  }
}
