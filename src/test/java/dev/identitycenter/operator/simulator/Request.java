package dev.identitycenter.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/** A request that passed validation. */
record Request(Operation operation, JsonNode body, Caller caller, Instant now) {
  /** The value of a required member. */
  String text(String member) {
    return body.get(member).asText();
  }

  Optional<String> optionalText(String member) {
    return body.hasNonNull(member) ? Optional.of(body.get(member).asText()) : Optional.empty();
  }

  /** The value of an optional member, null when it is absent. */
  String textOrNull(String member) {
    return optionalText(member).orElse(null);
  }

  /** An object or array; missing when it is absent. */
  JsonNode node(String member) {
    return body.path(member);
  }

  String permissionSetArn() {
    return text("PermissionSetArn");
  }
}
