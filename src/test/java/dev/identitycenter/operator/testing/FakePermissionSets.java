package dev.identitycenter.operator.testing;

import dev.identitycenter.operator.identitycenter.Boundary;
import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.PermissionSetSettings;
import dev.identitycenter.operator.identitycenter.PermissionSetSnapshot;
import dev.identitycenter.operator.identitycenter.PermissionSets;
import dev.identitycenter.operator.identitycenter.PolicyReference;
import dev.identitycenter.operator.identitycenter.ProvisioningRequest;
import dev.identitycenter.operator.identitycenter.RequestStatus;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Permission sets in memory. An edit leaves the roles in all accounts behind until the set is
 * provisioned.
 */
final class FakePermissionSets implements PermissionSets {

  static final String PROVISIONING = "provision";

  private final CallScript script;
  private final FakeRequests requests;
  private final Map<String, PermissionSetSnapshot> sets = new LinkedHashMap<>();
  private final Set<String> lost = new HashSet<>();
  private final Map<String, Set<String>> accounts = new HashMap<>();
  private final Map<String, Set<String>> outdated = new HashMap<>();
  private int created;

  FakePermissionSets(CallScript script, FakeRequests requests) {
    this.script = script;
    this.requests = requests;
  }

  String add(PermissionSetSettings settings, Map<String, String> tags) {
    var arn = "arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-%016d".formatted(++created);
    sets.put(arn, PermissionSetSnapshot.created(arn, settings, tags));
    return arn;
  }

  void put(PermissionSetSnapshot snapshot) {
    sets.put(snapshot.arn(), snapshot);
  }

  void remove(String arn) {
    sets.remove(arn);
    lost.add(arn);
  }

  /** Whether a test said that somebody deleted the set. */
  boolean isLost(String arn) {
    return lost.contains(arn);
  }

  Optional<PermissionSetSnapshot> find(String arn) {
    return Optional.ofNullable(sets.get(arn));
  }

  Collection<PermissionSetSnapshot> all() {
    return List.copyOf(sets.values());
  }

  void assigned(String arn, String accountId) {
    accounts.computeIfAbsent(arn, any -> new TreeSet<>()).add(accountId);
  }

  void unassigned(String arn, String accountId) {
    accounts.getOrDefault(arn, new HashSet<>()).remove(accountId);
    outdated.getOrDefault(arn, new HashSet<>()).remove(accountId);
  }

  void outdate(String arn) {
    outdated.put(arn, new TreeSet<>(accounts.getOrDefault(arn, Set.of())));
  }

  RequestStatus requestProvisioning(String arn) {
    return requests.make(PROVISIONING, arn, () -> outdated.remove(arn));
  }

  @Override
  public List<String> listPermissionSets() {
    return script.call("ListPermissionSets", () -> List.copyOf(sets.keySet()));
  }

  @Override
  public PermissionSetSettings describePermissionSet(String arn) {
    return read("DescribePermissionSet", arn).settings();
  }

  @Override
  public PermissionSetSnapshot readPermissionSet(String arn) {
    for (var operation :
        List.of(
            "DescribePermissionSet",
            "ListManagedPoliciesInPermissionSet",
            "ListCustomerManagedPolicyReferencesInPermissionSet",
            "GetInlinePolicyForPermissionSet",
            "GetPermissionsBoundaryForPermissionSet")) {
      var unused = read(operation, arn);
    }
    return read("ListTagsForResource", arn);
  }

  @Override
  public Map<String, String> listTags(String arn) {
    return read("ListTagsForResource", arn).tags();
  }

  @Override
  public String createPermissionSet(PermissionSetSettings settings, Map<String, String> tags) {
    var operation = "CreatePermissionSet";
    return script.call(
        operation,
        () -> {
          if (sets.values().stream().anyMatch(s -> s.settings().name().equals(settings.name()))) {
            throw CallScript.failure(FailureKind.ALREADY_EXISTS, operation);
          }
          return add(settings, tags);
        });
  }

  @Override
  public void updatePermissionSet(String arn, PermissionSetSettings settings) {
    edit(
        "UpdatePermissionSet",
        arn,
        old ->
            new PermissionSetSnapshot(
                arn,
                settings,
                old.managedPolicies(),
                old.customerManagedPolicies(),
                old.inlinePolicy(),
                old.boundary(),
                old.tags()));
  }

  @Override
  public void deletePermissionSet(String arn) {
    var operation = "DeletePermissionSet";
    script.run(
        operation,
        () -> {
          var unused = existing(operation, arn);
          if (!accounts.getOrDefault(arn, Set.of()).isEmpty()) {
            throw CallScript.failure(FailureKind.IN_USE, operation);
          }
          sets.remove(arn);
        });
  }

  @Override
  public void attachManagedPolicy(String arn, String policyArn) {
    var operation = "AttachManagedPolicyToPermissionSet";
    editManagedPolicies(operation, arn, set -> add(operation, set, policyArn));
  }

  @Override
  public void detachManagedPolicy(String arn, String policyArn) {
    var operation = "DetachManagedPolicyFromPermissionSet";
    editManagedPolicies(operation, arn, set -> remove(operation, set, policyArn));
  }

  @Override
  public void attachCustomerManagedPolicy(String arn, PolicyReference policy) {
    var operation = "AttachCustomerManagedPolicyReferenceToPermissionSet";
    editCustomerManagedPolicies(operation, arn, set -> add(operation, set, policy));
  }

  @Override
  public void detachCustomerManagedPolicy(String arn, PolicyReference policy) {
    var operation = "DetachCustomerManagedPolicyReferenceFromPermissionSet";
    editCustomerManagedPolicies(operation, arn, set -> remove(operation, set, policy));
  }

  @Override
  public void putInlinePolicy(String arn, String json) {
    editInlinePolicy("PutInlinePolicyToPermissionSet", arn, Optional.of(json));
  }

  @Override
  public void deleteInlinePolicy(String arn) {
    editInlinePolicy("DeleteInlinePolicyFromPermissionSet", arn, Optional.empty());
  }

  @Override
  public void putPermissionsBoundary(String arn, Boundary boundary) {
    editBoundary("PutPermissionsBoundaryToPermissionSet", arn, Optional.of(boundary));
  }

  @Override
  public void deletePermissionsBoundary(String arn) {
    editBoundary("DeletePermissionsBoundaryFromPermissionSet", arn, Optional.empty());
  }

  @Override
  public void tag(String arn, Map<String, String> tags) {
    editTags("TagResource", arn, stored -> stored.putAll(tags));
  }

  @Override
  public void untag(String arn, Set<String> keys) {
    editTags("UntagResource", arn, stored -> stored.keySet().removeAll(keys));
  }

  @Override
  public Set<String> accountsProvisioned(String arn) {
    return script.call(
        "ListAccountsForProvisionedPermissionSet",
        () -> Set.copyOf(accounts.getOrDefault(arn, Set.of())));
  }

  @Override
  public Set<String> accountsOutdated(String arn) {
    return script.call(
        "ListAccountsForProvisionedPermissionSet",
        () -> Set.copyOf(outdated.getOrDefault(arn, Set.of())));
  }

  @Override
  public RequestStatus provisionEverywhere(String arn) {
    return script.call("ProvisionPermissionSet", () -> requestProvisioning(arn));
  }

  @Override
  public RequestStatus provisionIn(String arn, String accountId) {
    return script.call(
        "ProvisionPermissionSet",
        () -> requests.make(PROVISIONING, arn, () -> outdated.get(arn).remove(accountId)));
  }

  @Override
  public ProvisioningRequest describeProvisioning(String requestId) {
    var operation = "DescribePermissionSetProvisioningStatus";
    return script.call(
        operation,
        () -> {
          var entry = requests.describe(operation, requestId);
          return new ProvisioningRequest((String) entry.subject(), entry.status());
        });
  }

  @Override
  public Set<String> provisioningsInProgress() {
    return script.call(
        "ListPermissionSetProvisioningStatus", () -> requests.inProgress(PROVISIONING));
  }

  private PermissionSetSnapshot read(String operation, String arn) {
    return script.call(operation, () -> existing(operation, arn));
  }

  private PermissionSetSnapshot existing(String operation, String arn) {
    return find(arn).orElseThrow(() -> CallScript.failure(FailureKind.NOT_FOUND, operation));
  }

  private void edit(String operation, String arn, UnaryOperator<PermissionSetSnapshot> change) {
    script.run(
        operation,
        () -> {
          sets.put(arn, change.apply(existing(operation, arn)));
          outdate(arn);
        });
  }

  private void editManagedPolicies(String operation, String arn, Consumer<Set<String>> change) {
    edit(
        operation,
        arn,
        old -> {
          var policies = new TreeSet<>(old.managedPolicies());
          change.accept(policies);
          return new PermissionSetSnapshot(
              arn,
              old.settings(),
              policies,
              old.customerManagedPolicies(),
              old.inlinePolicy(),
              old.boundary(),
              old.tags());
        });
  }

  private void editCustomerManagedPolicies(
      String operation, String arn, Consumer<Set<PolicyReference>> change) {
    edit(
        operation,
        arn,
        old -> {
          var policies = new TreeSet<>(old.customerManagedPolicies());
          change.accept(policies);
          return new PermissionSetSnapshot(
              arn,
              old.settings(),
              old.managedPolicies(),
              policies,
              old.inlinePolicy(),
              old.boundary(),
              old.tags());
        });
  }

  private void editInlinePolicy(String operation, String arn, Optional<String> policy) {
    edit(
        operation,
        arn,
        old ->
            new PermissionSetSnapshot(
                arn,
                old.settings(),
                old.managedPolicies(),
                old.customerManagedPolicies(),
                policy,
                old.boundary(),
                old.tags()));
  }

  private void editBoundary(String operation, String arn, Optional<Boundary> boundary) {
    edit(
        operation,
        arn,
        old ->
            new PermissionSetSnapshot(
                arn,
                old.settings(),
                old.managedPolicies(),
                old.customerManagedPolicies(),
                old.inlinePolicy(),
                boundary,
                old.tags()));
  }

  /** Tags are not part of the role, so no account falls behind. */
  private void editTags(String operation, String arn, Consumer<Map<String, String>> change) {
    script.run(
        operation,
        () -> {
          var old = existing(operation, arn);
          var tags = new TreeMap<>(old.tags());
          change.accept(tags);
          sets.put(
              arn,
              new PermissionSetSnapshot(
                  arn,
                  old.settings(),
                  old.managedPolicies(),
                  old.customerManagedPolicies(),
                  old.inlinePolicy(),
                  old.boundary(),
                  tags));
        });
  }

  private static <T> void add(String operation, Set<T> set, T item) {
    if (!set.add(item)) {
      throw CallScript.failure(FailureKind.ALREADY_EXISTS, operation);
    }
  }

  private static <T> void remove(String operation, Set<T> set, T item) {
    if (!set.remove(item)) {
      throw CallScript.failure(FailureKind.NOT_FOUND, operation);
    }
  }
}
