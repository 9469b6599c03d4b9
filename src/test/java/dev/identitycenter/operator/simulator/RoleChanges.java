package dev.identitycenter.operator.simulator;

import dev.identitycenter.operator.simulator.Organization.Account;
import java.time.Instant;
import java.util.Optional;

/**
 * What a workflow does to one account when its time there is over. Texts of failures are those seen
 * in public reports; where none was found they are ours and say so.
 */
final class RoleChanges {
  private final SimulatorOptions options;
  private final Identifiers identifiers;
  private final State state;

  RoleChanges(SimulatorOptions options, Identifiers identifiers, State state) {
    this.options = options;
    this.identifiers = identifiers;
    this.state = state;
  }

  /** Does the work, or says why it cannot be done. */
  Optional<String> apply(Workflow workflow, String accountId, Instant now) {
    var account = state.organization().accounts().get(accountId);
    return unreachable(workflow, account)
        .or(
            () ->
                switch (workflow.kind()) {
                  case CREATE_ASSIGNMENT -> create(workflow, account, now);
                  case DELETE_ASSIGNMENT -> delete(workflow, now);
                  case PROVISION -> provision(workflow, account);
                });
  }

  private Optional<String> unreachable(Workflow workflow, Account account) {
    if (account.state() != AccountState.ACTIVE) {
      return Optional.of(
          "AWS SSO is unable to complete your request at this time. Obtaining permissions to"
              + " manage your AWS account '"
              + account.id()
              + "' is taking longer than usual. Please try again later.");
    }
    if (state.organization().isManagement(account.id())
        && workflow.caller().role() == CallerRole.MANAGEMENT_WITHOUT_IAM) {
      var set = state.access().requirePermissionSet(workflow.permissionSetArn());
      return Optional.of(
          "Received a 403 status error: Access denied by IAM. User: "
              + workflow.caller().arn()
              + " is not authorized to perform: iam:GetRole on resource: role AWSReservedSSO_"
              + set.name());
    }
    return Optional.empty();
  }

  private Optional<String> create(Workflow workflow, Account account, Instant now) {
    var assignment = workflow.assignment();
    if (!state.directory().exists(assignment.principalType(), assignment.principalId())) {
      return Optional.of(principalNotFound(assignment));
    }
    var access = state.access();
    var role = access.role(account.id(), workflow.permissionSetArn());
    if (role.isEmpty()) {
      var obstacle = roleQuota(account).or(() -> policyObstacle(workflow, account));
      if (obstacle.isPresent()) {
        return obstacle;
      }
      access.put(
          new Role(
              account.id(),
              workflow.permissionSetArn(),
              identifiers.hex(16),
              workflow.revision(account.id())));
    } else if (options.assumes(Assumption.CREATION_REFRESHES_ROLE)) {
      access.put(role.get().at(workflow.revision(account.id())));
    }
    access.add(assignment, now);
    return Optional.empty();
  }

  private Optional<String> delete(Workflow workflow, Instant now) {
    var assignment = workflow.assignment();
    if (!state.access().exists(assignment)) {
      return Optional.of("Received a 404 status error: Assignment not found.");
    }
    if (options.assumes(Assumption.ORPHAN_DELETION_FAILS)
        && !state.directory().exists(assignment.principalType(), assignment.principalId())) {
      return Optional.of(principalNotFound(assignment));
    }
    state.access().remove(assignment, now);
    return Optional.empty();
  }

  private Optional<String> provision(Workflow workflow, Account account) {
    var role = state.access().role(account.id(), workflow.permissionSetArn());
    if (role.isEmpty()) {
      return Optional.of(
          workflow.targetId() == null
              ? "Received a 404 status error: Assignment not found."
              : "Received a 404 status error: Permission set provision not found in AWS account "
                  + account.id()
                  + ".");
    }
    var obstacle = policyObstacle(workflow, account);
    if (obstacle.isEmpty()) {
      state.access().put(role.get().at(workflow.revision(account.id())));
    }
    return obstacle;
  }

  private Optional<String> roleQuota(Account account) {
    var roles = state.access().roles(role -> role.accountId().equals(account.id())).size();
    // our text: none was found
    return roles < options.limit(Limit.ROLES_PER_ACCOUNT)
        ? Optional.empty()
        : Optional.of(
            "Received a 409 status error: Cannot exceed quota for RolesPerAccount: "
                + options.limit(Limit.ROLES_PER_ACCOUNT));
  }

  private Optional<String> policyObstacle(Workflow workflow, Account account) {
    var content = state.access().requirePermissionSet(workflow.permissionSetArn()).content();
    // our texts: none were found
    if (content.policies() > options.limit(Limit.POLICIES_PER_ROLE)) {
      return Optional.of(
          "Received a 409 status error: Cannot exceed quota for PoliciesPerRole: "
              + options.limit(Limit.POLICIES_PER_ROLE));
    }
    return content.neededPolicies().stream()
        .filter(policy -> !account.has(policy))
        .findFirst()
        .map(
            policy ->
                "Received a 404 status error: Policy arn:aws:iam::"
                    + account.id()
                    + ":policy"
                    + policy.qualifiedName()
                    + " does not exist or is not attachable.");
  }

  private String principalNotFound(Assignment assignment) {
    return "Received a 404 status error: the "
        + assignment.principalType()
        + " assignee "
        + assignment.principalId()
        + " was not found in directory "
        + state.directory().id()
        + ".";
  }
}
