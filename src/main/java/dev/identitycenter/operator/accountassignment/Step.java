package dev.identitycenter.operator.accountassignment;

import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.status.Outcome;

/** What one run does about an assignment; at most one of them asks AWS for a change. */
sealed interface Step {

  /** AWS agrees. */
  record Settle() implements Step {}

  /** AWS has it no more, or never had it. */
  record Gone() implements Step {}

  /** Nothing to do now. */
  record Wait(Outcome outcome) implements Step {}

  /** Write down what is about to be created, so that deletion finds it after a crash. */
  record Remember(AssignmentKey key) implements Step {}

  /** The spec stands for something else now: write down the new, keep the old until it is there. */
  record Replace(AssignmentKey key) implements Step {}

  /** The same before AWS was seen to grant anything, so that nothing differs from what was said. */
  record Redirect(AssignmentKey key) implements Step {}

  /** What the spec stood for before has a successor. */
  record Withdraw(AssignmentKey key) implements Step {}

  record Create(AssignmentKey key) implements Step {}

  /** Somebody else took it away. */
  record CreateAgain(AssignmentKey key) implements Step {}

  record Delete(AssignmentKey key) implements Step {}

  /** AWS cannot delete what belongs to a principal that is gone; it grants nobody anything. */
  record Abandon(AssignmentKey key, String reason) implements Step {}
}
