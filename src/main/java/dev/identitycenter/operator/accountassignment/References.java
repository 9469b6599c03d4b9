package dev.identitycenter.operator.accountassignment;

import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.status.Outcome;
import java.util.Optional;

/** What the names in a spec stand for. */
sealed interface References {

  /**
   * Everything was found.
   *
   * @param blocked why nothing may be granted yet, although what exists may stay
   */
  record Resolved(AssignmentKey key, Optional<Outcome> blocked) implements References {}

  /** Everything was found, but another object stands for the same access. */
  record Taken(String instanceArn, AssignmentKey key, Outcome outcome) implements References {}

  /** Something is missing or forbidden. */
  record Missing(Outcome outcome) implements References {}
}
