package dev.identitycenter.operator.testing;

import dev.identitycenter.operator.simulator.Simulator;
import java.util.List;
import software.amazon.awssdk.services.identitystore.IdentitystoreClient;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;
import software.amazon.awssdk.services.ssoadmin.model.AttachedManagedPolicy;
import software.amazon.awssdk.services.ssoadmin.model.PrincipalType;
import software.amazon.awssdk.services.ssoadmin.model.Tag;
import software.amazon.awssdk.services.ssoadmin.model.TargetType;

/** Somebody who works on Identity Center directly, with keys of their own. */
public final class AwsAdministrator implements AutoCloseable {
  /** By which AWS, and its journal, knows this person. */
  public static final String ACCESS_KEY = LocalAws.ANY_KEY;

  private final Simulator simulator;
  private final LocalAws aws;
  private final SsoAdminClient sso;
  private final IdentitystoreClient store;
  private final String storeId;
  private final String instanceArn;

  private AwsAdministrator(Simulator simulator) {
    this.simulator = simulator;
    aws = new LocalAws(simulator.endpoint());
    sso = aws.ssoAdmin();
    instanceArn = simulator.snapshot().instance().arn();
    storeId = simulator.snapshot().instance().identityStoreId();
    store = aws.identityStore();
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

  public void detach(String setName, String policyArn) {
    sso.detachManagedPolicyFromPermissionSet(
        r ->
            r.instanceArn(instanceArn)
                .permissionSetArn(arnOf(setName))
                .managedPolicyArn(policyArn));
  }

  /** Changes how long sessions last, an ISO-8601 duration. */
  public void setSessionDuration(String setName, String duration) {
    sso.updatePermissionSet(
        r -> r.instanceArn(instanceArn).permissionSetArn(arnOf(setName)).sessionDuration(duration));
  }

  public void tag(String setName, String key, String value) {
    sso.tagResource(
        r ->
            r.instanceArn(instanceArn)
                .resourceArn(arnOf(setName))
                .tags(Tag.builder().key(key).value(value).build()));
  }

  /** Deletes a user; its assignments stay. */
  public void deleteUser(String userName) {
    store.deleteUser(r -> r.identityStoreId(storeId).userId(simulator.userId(userName)));
  }

  /** Makes a user and returns its id. */
  public String createUser(String userName) {
    return store
        .createUser(
            r ->
                r.identityStoreId(storeId)
                    .userName(userName)
                    .displayName(userName)
                    .name(n -> n.givenName("Some").familyName("Body")))
        .userId();
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
