package dev.identitycenter.operator.permissionset;

import dev.identitycenter.operator.api.v1alpha1.Reason;
import dev.identitycenter.operator.requests.Request;
import dev.identitycenter.operator.status.Outcome;
import java.time.Duration;
import java.util.Set;

/** How far an edited permission set has come in the accounts, in the words that users read. */
final class Progress {

  private Progress() {}

  static Outcome settled(int accounts, Duration nextRun) {
    return Outcome.settled(
        switch (accounts) {
          case 0 -> "AWS agrees; no account has a role of it yet.";
          case 1 -> "AWS agrees; the role in 1 account is current.";
          default -> "AWS agrees; the roles in %d accounts are current.".formatted(accounts);
        },
        nextRun);
  }

  static Outcome leftBehind(int outdated, int all) {
    return Outcome.stalled(
            Reason.Drifted, "driftPolicy is Report; set it to Correct to update them.")
        .asDiffering(
            Reason.Part.PROVISION,
            "The role in %d of %d accounts is older than the permission set."
                .formatted(outdated, all));
  }

  static Outcome inactive(Set<String> outdated) {
    return Outcome.stalled(
        Reason.ProvisioningFailed,
        "AWS cannot update the role in %s while the account is suspended or being closed; it is updated when the account is active again."
            .formatted(Enumeration.of(outdated, "account")));
  }

  static Outcome failed(Set<String> outdated, Request request) {
    return Outcome.stalled(
        Reason.ProvisioningFailed,
        "AWS could not update the role in %s. It is asked again later; see that each account is active and has the policies that the spec names. AWS said: %s"
            .formatted(
                Enumeration.of(outdated, "account"),
                request.failureReason().orElse("no reason given")));
  }

  static Outcome stillBehind(int outdated, Duration pause) {
    return Outcome.waiting(
        Reason.Provisioning,
        "AWS has updated the roles and still lists %d of them as older than the permission set; they are updated again if that stays so."
            .formatted(outdated),
        pause);
  }

  static String updating(int outdated, int all) {
    return "Updating the role in %d of %d accounts.".formatted(outdated, all);
  }
}
