package dev.identitycenter.operator.testing;

import dev.identitycenter.operator.simulator.Simulator;
import java.util.List;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;
import software.amazon.awssdk.services.ssoadmin.model.AttachedManagedPolicy;
import software.amazon.awssdk.services.ssoadmin.model.PrincipalType;
import software.amazon.awssdk.services.ssoadmin.model.TargetType;

/** Somebody who works on Identity Center directly, with keys of their own. */
public final class AwsAdministrator implements AutoCloseable {
  private final Simulator simulator;
  private final LocalAws aws;
  private final SsoAdminClient sso;
  private final String instanceArn;

  private AwsAdministrator(Simulator simulator) {
    this.simulator = simulator;
    aws = new LocalAws(simulator.endpoint());
    sso = aws.ssoAdmin();
    instanceArn = simulator.snapshot().instance().arn();
  }

  /** An administrator of that AWS. */
  public static AwsAdministrator of(Simulator simulator) {
    return new AwsAdministrator(simulator);
  }

  /** Step 4 of the article: the policies of a permission set. */
  public List<String> policiesOf(String setName) {
    return sso
        .listManagedPoliciesInPermissionSet(
            r -> r.instanceArn(instanceArn).permissionSetArn(arnOf(setName)))
        .attachedManagedPolicies()
        .stream()
        .map(AttachedManagedPolicy::name)
        .toList();
  }

  /** Step 4 of the article: ids of those who have a permission set in an account. */
  public List<String> assigneesOf(String setName, String account) {
    return sso
        .listAccountAssignments(
            r -> r.instanceArn(instanceArn).permissionSetArn(arnOf(setName)).accountId(account))
        .accountAssignments()
        .stream()
        .map(assignment -> assignment.principalId())
        .toList();
  }

  /** Step 4 of the article: the accounts where a permission set is provisioned. */
  public List<String> accountsOf(String setName) {
    return sso.listAccountsForProvisionedPermissionSet(
            r -> r.instanceArn(instanceArn).permissionSetArn(arnOf(setName)))
        .accountIds();
  }

  /** Adds somebody to the directory. */
  public void createUser(String userName) {
    aws.identityStore()
        .createUser(
            r ->
                r.identityStoreId(simulator.snapshot().instance().identityStoreId())
                    .userName(userName)
                    .displayName(userName)
                    .name(n -> n.givenName("New").familyName("Colleague")));
  }

  /** Makes a permission set without any tag. */
  public String createPermissionSet(String name) {
    return sso.createPermissionSet(r -> r.instanceArn(instanceArn).name(name))
        .permissionSet()
        .permissionSetArn();
  }

  public void deletePermissionSet(String name) {
    sso.deletePermissionSet(r -> r.instanceArn(instanceArn).permissionSetArn(arnOf(name)));
  }

  public void attach(String setName, String policyArn) {
    sso.attachManagedPolicyToPermissionSet(
        r ->
            r.instanceArn(instanceArn)
                .permissionSetArn(arnOf(setName))
                .managedPolicyArn(policyArn));
  }

  /** Asks for an assignment and does not wait for it. */
  public void assign(String setName, String userName, String account) {
    sso.createAccountAssignment(
        r ->
            r.instanceArn(instanceArn)
                .permissionSetArn(arnOf(setName))
                .principalType(PrincipalType.USER)
                .principalId(simulator.userId(userName))
                .targetType(TargetType.AWS_ACCOUNT)
                .targetId(account));
  }

  /** Takes an assignment back and does not wait for it. */
  public void unassign(String setName, String userName, String account) {
    sso.deleteAccountAssignment(
        r ->
            r.instanceArn(instanceArn)
                .permissionSetArn(arnOf(setName))
                .principalType(PrincipalType.USER)
                .principalId(simulator.userId(userName))
                .targetType(TargetType.AWS_ACCOUNT)
                .targetId(account));
  }

  @Override
  public void close() {
    aws.close();
  }

  private String arnOf(String setName) {
    return simulator.snapshot().permissionSet(setName).orElseThrow().arn();
  }
}
