package dev.identitycenter.operator.demo;

import dev.identitycenter.operator.testing.LocalAws;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.identitystore.IdentitystoreClient;
import software.amazon.awssdk.services.organizations.model.Account;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;
import software.amazon.awssdk.services.ssoadmin.model.AccountAssignment;
import software.amazon.awssdk.services.ssoadmin.model.AttachedManagedPolicy;
import software.amazon.awssdk.services.ssoadmin.model.InstanceMetadata;
import software.amazon.awssdk.services.ssoadmin.model.PrincipalType;
import software.amazon.awssdk.services.ssoadmin.model.ProvisioningStatus;

/** Step 4 of the article: for each permission set its policies, accounts and assignees. */
final class AccessAudit {
  private final SsoAdminClient ssoAdmin;
  private final IdentitystoreClient identityStore;
  private final LocalAws aws;
  private final InstanceMetadata instance;
  private final Map<String, String> principalNames = new HashMap<>();

  AccessAudit(LocalAws aws) {
    this.aws = aws;
    ssoAdmin = aws.ssoAdmin();
    identityStore = aws.identityStore();
    instance = ssoAdmin.listInstances(r -> {}).instances().get(0);
  }

  /** All of it as text. */
  String report() {
    var accountNames =
        aws.organizations().listAccountsPaginator(r -> {}).stream()
            .flatMap(page -> page.accounts().stream())
            .collect(Collectors.toMap(Account::id, Account::name));
    return permissionSets().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(set -> describe(set.getKey(), set.getValue(), accountNames))
        .collect(Collectors.joining("\n"));
  }

  /** The names of all permission sets. */
  Collection<String> permissionSetNames() {
    return permissionSets().keySet();
  }

  /** Whether a set has a policy, and no account has an older state of the set. */
  boolean isProvisioned(String name, String policyArn) {
    var arn = permissionSets().get(name);
    return arn != null
        && policies(arn).stream().anyMatch(policy -> policy.arn().equals(policyArn))
        && ssoAdmin
            .listAccountsForProvisionedPermissionSet(
                r ->
                    r.instanceArn(instance.instanceArn())
                        .permissionSetArn(arn)
                        .provisioningStatus(
                            ProvisioningStatus.LATEST_PERMISSION_SET_NOT_PROVISIONED))
            .accountIds()
            .isEmpty();
  }

  private String describe(String name, String arn, Map<String, String> accountNames) {
    var accounts = new ArrayList<String>();
    var assignees = new ArrayList<String>();
    for (var id : accountsOf(arn)) {
      var account = accountNames.getOrDefault(id, id);
      accounts.add(account + " (" + id + ")");
      assignments(arn, id)
          .forEach(assignment -> assignees.add(principalName(assignment) + " in " + account));
    }
    return """
        %s
          policies   %s
          accounts   %s
          assignees  %s
        """
        .formatted(
            name,
            listed(policies(arn).stream().map(AttachedManagedPolicy::name).toList()),
            listed(accounts),
            listed(assignees));
  }

  private Map<String, String> permissionSets() {
    var byName = new HashMap<String, String>();
    ssoAdmin
        .listPermissionSetsPaginator(r -> r.instanceArn(instance.instanceArn()))
        .permissionSets()
        .forEach(arn -> byName.put(nameOf(arn), arn));
    return byName;
  }

  private String nameOf(String arn) {
    return ssoAdmin
        .describePermissionSet(r -> r.instanceArn(instance.instanceArn()).permissionSetArn(arn))
        .permissionSet()
        .name();
  }

  private List<AttachedManagedPolicy> policies(String arn) {
    return ssoAdmin
        .listManagedPoliciesInPermissionSetPaginator(
            r -> r.instanceArn(instance.instanceArn()).permissionSetArn(arn))
        .attachedManagedPolicies()
        .stream()
        .toList();
  }

  private List<String> accountsOf(String arn) {
    return ssoAdmin
        .listAccountsForProvisionedPermissionSetPaginator(
            r -> r.instanceArn(instance.instanceArn()).permissionSetArn(arn))
        .accountIds()
        .stream()
        .toList();
  }

  private List<AccountAssignment> assignments(String arn, String accountId) {
    return ssoAdmin
        .listAccountAssignmentsPaginator(
            r -> r.instanceArn(instance.instanceArn()).permissionSetArn(arn).accountId(accountId))
        .accountAssignments()
        .stream()
        .toList();
  }

  private String principalName(AccountAssignment assignment) {
    return principalNames.computeIfAbsent(
        assignment.principalId(),
        id ->
            assignment.principalType() == PrincipalType.USER
                ? identityStore
                    .describeUser(r -> r.identityStoreId(instance.identityStoreId()).userId(id))
                    .userName()
                : identityStore
                    .describeGroup(r -> r.identityStoreId(instance.identityStoreId()).groupId(id))
                    .displayName());
  }

  private static String listed(List<String> items) {
    return items.isEmpty() ? "none" : String.join(", ", items);
  }
}
