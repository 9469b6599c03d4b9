package dev.identitycenter.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One aspect of an object's state, in the standard form of KEP-1623. */
public record Condition(
    @JsonPropertyDescription("Which aspect this is, for example Ready.")
        @Required
        @Size(max = 316)
        @Pattern(
            "^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?"
                + "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$")
        String type,
    @JsonPropertyDescription("Whether it holds: True, False or Unknown.") @Required Status status,
    @JsonPropertyDescription("The metadata.generation this condition was computed for.") @Min(0)
        Long observedGeneration,
    @JsonPropertyDescription("When status changed last.") @Required String lastTransitionTime,
    @JsonPropertyDescription("The cause in one word, for example PrincipalNotFound.")
        @Required
        @Size(min = 1, max = 1024)
        @Pattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$")
        String reason,
    @JsonPropertyDescription("The cause in a sentence, and what to do about it. May be empty.")
        @Required
        @Size(max = 32768)
        String message) {
  /** Whether the condition holds. */
  public enum Status {
    True,
    False,
    Unknown
  }
}
