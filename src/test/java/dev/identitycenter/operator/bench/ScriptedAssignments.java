package dev.identitycenter.operator.bench;

import dev.identitycenter.operator.bench.Workload.Grant;
import dev.identitycenter.operator.simulator.Assignment.PrincipalType;
import dev.identitycenter.operator.testing.LocalAws;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.identitystore.IdentitystoreClient;
import software.amazon.awssdk.services.identitystore.model.AlternateIdentifier;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;
import software.amazon.awssdk.services.ssoadmin.model.AccountAssignmentOperationStatusMetadata;
import software.amazon.awssdk.services.ssoadmin.model.InstanceMetadata;
import software.amazon.awssdk.services.ssoadmin.model.StatusValues;
import software.amazon.awssdk.services.ssoadmin.model.TargetType;

/**
 * What a good engineer would write for one run, with the AWS SDK and nothing else: it knows that
 * nothing exists yet, keeps all slots busy with one change per account, watches them with one list
 * call, and leaves nothing behind to notice that AWS changed later. The competitor the operator has
 * to match.
 */
final class ScriptedAssignments {
  private static final int SLOTS = 15;

  /** AWS allows 20; calls that left in time may still arrive closer together. */
  private static final int CALLS_PER_SECOND = 19;

  private final SsoAdminClient ssoAdmin;
  private final IdentitystoreClient identityStore;
  private final Duration pollInterval;
  private final Pace pace = new Pace(CALLS_PER_SECOND);
  private final InstanceMetadata instance;
  private final Map<String, String> setArns = new HashMap<>();
  private final Map<String, String> principalIds = new HashMap<>();
  private final Map<String, String> busyAccounts = new HashMap<>();
  private final Set<String> requests = new HashSet<>();

  ScriptedAssignments(LocalAws aws, Duration pollInterval) throws InterruptedException {
    this.ssoAdmin = aws.ssoAdmin();
    this.identityStore = aws.identityStore();
    this.pollInterval = pollInterval;
    pace.next();
    instance = ssoAdmin.listInstances(r -> {}).instances().get(0);
  }

  /** Creates the permission sets and the assignments, and returns when AWS has made them all. */
  void grant(Workload workload) throws InterruptedException {
    for (var set : workload.sets()) {
      create(set);
    }
    var waiting = new ArrayList<>(workload.grants());
    var nextPoll = System.nanoTime();
    while (!waiting.isEmpty() || !busyAccounts.isEmpty()) {
      startWhatFits(waiting);
      Thread.sleep(Math.max(0, (nextPoll - System.nanoTime()) / 1_000_000));
      nextPoll = System.nanoTime() + pollInterval.toNanos();
      var running = requestsIn(StatusValues.IN_PROGRESS);
      busyAccounts.values().removeIf(request -> !running.contains(request));
    }
    var failed = requestsIn(StatusValues.FAILED);
    failed.retainAll(requests);
    if (!failed.isEmpty()) {
      throw new IllegalStateException("AWS failed to create assignments: " + failed);
    }
  }

  private void startWhatFits(List<Grant> waiting) throws InterruptedException {
    for (var next = waiting.iterator(); next.hasNext() && busyAccounts.size() < SLOTS; ) {
      var grant = next.next();
      if (!busyAccounts.containsKey(grant.accountId())) {
        next.remove();
        busyAccounts.put(grant.accountId(), start(grant));
      }
    }
  }

  private void create(Workload.WantedSet set) throws InterruptedException {
    pace.next();
    var arn =
        ssoAdmin
            .createPermissionSet(r -> r.instanceArn(instance.instanceArn()).name(set.name()))
            .permissionSet()
            .permissionSetArn();
    for (var policy : set.policies()) {
      pace.next();
      ssoAdmin.attachManagedPolicyToPermissionSet(
          r ->
              r.instanceArn(instance.instanceArn()).permissionSetArn(arn).managedPolicyArn(policy));
    }
    setArns.put(set.name(), arn);
  }

  private String start(Grant grant) throws InterruptedException {
    var principalId =
        principalIds.computeIfAbsent(grant.type() + grant.principal(), key -> idOf(grant));
    pace.next();
    var request =
        ssoAdmin
            .createAccountAssignment(
                r ->
                    r.instanceArn(instance.instanceArn())
                        .targetType(TargetType.AWS_ACCOUNT)
                        .targetId(grant.accountId())
                        .permissionSetArn(setArns.get(grant.set()))
                        .principalType(grant.type().name())
                        .principalId(principalId))
            .accountAssignmentCreationStatus()
            .requestId();
    requests.add(request);
    return request;
  }

  // Not paced: the identity store has a rate of its own, which the slots keep us far below.
  private String idOf(Grant grant) {
    return grant.type() == PrincipalType.USER
        ? identityStore
            .getUserId(
                r ->
                    r.identityStoreId(instance.identityStoreId())
                        .alternateIdentifier(named("userName", grant.principal())))
            .userId()
        : identityStore
            .getGroupId(
                r ->
                    r.identityStoreId(instance.identityStoreId())
                        .alternateIdentifier(named("displayName", grant.principal())))
            .groupId();
  }

  private static AlternateIdentifier named(String attribute, String value) {
    return AlternateIdentifier.fromUniqueAttribute(
        unique -> unique.attributePath(attribute).attributeValue(Document.fromString(value)));
  }

  private Set<String> requestsIn(StatusValues status) throws InterruptedException {
    pace.next();
    return ssoAdmin
        .listAccountAssignmentCreationStatusPaginator(
            r ->
                r.instanceArn(instance.instanceArn()).maxResults(100).filter(f -> f.status(status)))
        .accountAssignmentsCreationStatus()
        .stream()
        .map(AccountAssignmentOperationStatusMetadata::requestId)
        .collect(Collectors.toCollection(HashSet::new));
  }
}
