package dev.identitycenter.operator.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.background.Tempo;
import dev.identitycenter.operator.budget.RequestRate;
import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.identitycenter.Boundary;
import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenter;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.identitycenter.PermissionSetSettings;
import dev.identitycenter.operator.identitycenter.PolicyReference;
import dev.identitycenter.operator.identitycenter.PrincipalId;
import dev.identitycenter.operator.identitycenter.PrincipalQuery;
import dev.identitycenter.operator.identitycenter.PrincipalQuery.Attribute;
import dev.identitycenter.operator.identitycenter.aws.AwsIdentityCenter;
import dev.identitycenter.operator.identitycenter.aws.CallObserver;
import dev.identitycenter.operator.simulator.Simulator;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Uses every method of the port once, in an order that makes sense to AWS. */
final class EveryCall {
  private static final String POLICY = "arn:aws:iam::aws:policy/ReadOnlyAccess";
  private static final PolicyReference CUSTOMER_POLICY = new PolicyReference("boundary", "/teams/");

  private final IdentityCenter aws;
  private final Simulator simulator;
  private final Set<String> denied = new TreeSet<>();

  EveryCall(IdentityCenter aws, Simulator simulator) {
    this.aws = aws;
    this.simulator = simulator;
  }

  /** The adapter with the keys of one caller; the SDK reads them from system properties. */
  static AwsIdentityCenter connect(Simulator simulator, String accessKey) {
    System.setProperty("aws.region", "us-east-1");
    System.setProperty("aws.accessKeyId", accessKey);
    System.setProperty("aws.secretAccessKey", "secret");
    System.setProperty("aws.endpointUrl", simulator.endpoint().toString());
    try {
      var unlimited = new RequestRate(1000, Tempo.real());
      return new AwsIdentityCenter(
          unlimited, unlimited, CallObserver.NONE, Optional.empty(), false);
    } finally {
      System.clearProperty("aws.endpointUrl");
    }
  }

  /** Returns the operations that were denied. */
  Set<String> run(String accountId) {
    findPrincipals();
    aws.accounts().listAccounts();
    aws.accounts().managementAccountId();
    aws.accounts().ownAccountId();
    var set = createAndEdit();
    assign(new AssignmentKey(set, user(), accountId));
    aws.permissionSets().deletePermissionSet(set);
    return denied;
  }

  private PrincipalId user() {
    return new PrincipalId(PrincipalId.Type.USER, simulator.userId("alice@example.com"));
  }

  private void findPrincipals() {
    var group = new PrincipalId(PrincipalId.Type.GROUP, simulator.groupId("developers"));
    for (var query :
        Set.of(
            new PrincipalQuery.ByAttribute(
                PrincipalId.Type.USER, Attribute.USER_NAME, "alice@example.com"),
            new PrincipalQuery.ByAttribute(
                PrincipalId.Type.GROUP, Attribute.DISPLAY_NAME, "developers"),
            new PrincipalQuery.ById(PrincipalId.Type.USER, user().id()),
            new PrincipalQuery.ById(PrincipalId.Type.GROUP, group.id()))) {
      attempt(() -> assertThat(aws.principals().findPrincipal(query)).isPresent());
    }
  }

  private String createAndEdit() {
    var sets = aws.permissionSets();
    var settings = new PermissionSetSettings("Everything", null, Duration.ofHours(1), null);
    var set = sets.createPermissionSet(settings, Map.of("identitycenter.dev/owner", "test"));
    attempt(sets::listPermissionSets);
    attempt(() -> sets.updatePermissionSet(set, settings));
    attempt(() -> sets.attachManagedPolicy(set, POLICY));
    attempt(() -> sets.attachCustomerManagedPolicy(set, CUSTOMER_POLICY));
    attempt(() -> sets.putInlinePolicy(set, "{\"Version\":\"2012-10-17\",\"Statement\":[]}"));
    attempt(() -> sets.putPermissionsBoundary(set, new Boundary.CustomerManaged(CUSTOMER_POLICY)));
    attempt(() -> sets.tag(set, Map.of("team", "a")));
    attempt(() -> sets.readPermissionSet(set));
    attempt(() -> sets.untag(set, Set.of("team")));
    attempt(() -> sets.deletePermissionsBoundary(set));
    attempt(() -> sets.deleteInlinePolicy(set));
    attempt(() -> sets.detachCustomerManagedPolicy(set, CUSTOMER_POLICY));
    attempt(() -> sets.detachManagedPolicy(set, POLICY));
    return set;
  }

  private void assign(AssignmentKey key) {
    var sets = aws.permissionSets();
    var assignments = aws.assignments();
    var creation = assignments.createAssignment(key);
    attempt(() -> assignments.describeCreation(creation.id()));
    attempt(assignments::creationsInProgress);
    attempt(() -> assignments.listAssignments(key.accountId(), key.permissionSetArn()));
    attempt(() -> assignments.listAssignmentsOf(key.principal()));
    attempt(() -> sets.accountsProvisioned(key.permissionSetArn()));
    attempt(() -> sets.accountsOutdated(key.permissionSetArn()));
    var provisioning = sets.provisionEverywhere(key.permissionSetArn());
    attempt(() -> sets.describeProvisioning(provisioning.id()));
    attempt(sets::provisioningsInProgress);
    var deletion = assignments.deleteAssignment(key);
    attempt(() -> assignments.describeDeletion(deletion.id()));
    attempt(assignments::deletionsInProgress);
  }

  private void attempt(Runnable call) {
    try {
      call.run();
    } catch (IdentityCenterException e) {
      if (e.kind() != FailureKind.ACCESS_DENIED) {
        throw e;
      }
      denied.add(e.operation());
    }
  }
}
