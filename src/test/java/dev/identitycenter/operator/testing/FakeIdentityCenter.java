package dev.identitycenter.operator.testing;

import dev.identitycenter.operator.identitycenter.Account;
import dev.identitycenter.operator.identitycenter.Accounts;
import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.identitycenter.Assignments;
import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenter;
import dev.identitycenter.operator.identitycenter.Instance;
import dev.identitycenter.operator.identitycenter.PermissionSetSettings;
import dev.identitycenter.operator.identitycenter.PermissionSetSnapshot;
import dev.identitycenter.operator.identitycenter.PermissionSets;
import dev.identitycenter.operator.identitycenter.PrincipalId;
import dev.identitycenter.operator.identitycenter.PrincipalQuery;
import dev.identitycenter.operator.identitycenter.Principals;
import dev.identitycenter.operator.identitycenter.RequestStatus;
import dev.identitycenter.operator.identitycenter.RequestStatus.State;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Identity Center in memory. Asynchronous requests end when a test says so; calls are written down
 * by AWS's names, and those a test chooses fail.
 */
public final class FakeIdentityCenter implements IdentityCenter {

  public static final String MANAGEMENT_ACCOUNT = "999988887777";

  public static final Instance INSTANCE =
      new Instance(
          "arn:aws:sso:::instance/ssoins-0123456789abcdef", "d-1234567890", "999988887777");

  private final CallScript script = new CallScript();
  private final FakeRequests requests;
  private final FakePermissionSets permissionSets;
  private final FakeAssignments assignments;
  private final Map<PrincipalQuery, PrincipalId> principals = new HashMap<>();
  private final Map<String, Account> accounts = new LinkedHashMap<>();
  private String ownAccount = MANAGEMENT_ACCOUNT;

  public FakeIdentityCenter(Clock clock) {
    requests = new FakeRequests(clock);
    permissionSets = new FakePermissionSets(script, requests);
    assignments = new FakeAssignments(script, requests, permissionSets);
  }

  @Override
  public Instance instance() {
    return INSTANCE;
  }

  @Override
  public PermissionSets permissionSets() {
    return permissionSets;
  }

  @Override
  public Assignments assignments() {
    return assignments;
  }

  @Override
  public Principals principals() {
    return query ->
        script.call(
            query.type() == PrincipalId.Type.USER ? "GetUserId" : "GetGroupId",
            () -> Optional.ofNullable(principals.get(query)));
  }

  @Override
  public Accounts accounts() {
    return new Accounts() {
      @Override
      public List<Account> listAccounts() {
        return script.call("ListAccounts", () -> List.copyOf(accounts.values()));
      }

      @Override
      public String ownAccountId() {
        return script.call("GetCallerIdentity", () -> ownAccount);
      }

      @Override
      public String managementAccountId() {
        return script.call("DescribeOrganization", () -> MANAGEMENT_ACCOUNT);
      }
    };
  }

  // What AWS has.

  /** Somebody created a permission set of that name, without tags; returns its ARN. */
  public String hasPermissionSet(String name) {
    return permissionSets.add(
        new PermissionSetSettings(name, null, PermissionSetSettings.DEFAULT_SESSION_DURATION, null),
        Map.of());
  }

  public void hasPermissionSet(PermissionSetSnapshot snapshot) {
    permissionSets.put(snapshot);
  }

  public void lostPermissionSet(String arn) {
    permissionSets.remove(arn);
  }

  /** All that is stored of a set. */
  public Optional<PermissionSetSnapshot> stored(String arn) {
    return permissionSets.find(arn);
  }

  /** Names of all permission sets. */
  public List<String> permissionSetNames() {
    return permissionSets.all().stream().map(set -> set.settings().name()).toList();
  }

  public void hasAssignment(AssignmentKey key) {
    assignments.add(key);
  }

  public void lostAssignment(AssignmentKey key) {
    assignments.remove(key);
  }

  public Set<AssignmentKey> assigned() {
    return assignments.rows();
  }

  /** The roles of that set are older than the set in every account. */
  public void outdated(String arn) {
    permissionSets.outdate(arn);
  }

  public void hasPrincipal(PrincipalQuery query, PrincipalId id) {
    principals.put(query, id);
  }

  public void lostPrincipal(PrincipalQuery query) {
    principals.remove(query);
  }

  public void hasAccount(String id) {
    hasAccount(new Account(id, "account-" + id, true));
  }

  public void hasAccount(Account account) {
    accounts.put(account.id(), account);
  }

  /** The operator uses credentials of that account from now on. */
  public void runsIn(String accountId) {
    ownAccount = accountId;
  }

  // Requests.

  /** Somebody else, or an earlier process, asked for this. */
  public RequestStatus foreignCreation(AssignmentKey key) {
    return assignments.requestCreation(key);
  }

  public RequestStatus foreignDeletion(AssignmentKey key) {
    return assignments.requestDeletion(key);
  }

  public RequestStatus foreignProvisioning(String permissionSetArn) {
    return permissionSets.requestProvisioning(permissionSetArn);
  }

  /** Every request in progress succeeds. */
  public void endAll() {
    requests.end(any -> true, State.SUCCEEDED, null, true);
  }

  /** The request about that subject, an assignment key or an ARN, succeeds. */
  public void end(Object subject) {
    requests.end(entry -> entry.subject().equals(subject), State.SUCCEEDED, null, true);
  }

  /** Every request in progress succeeds, but listings do not show it until {@link #catchUp()}. */
  public void endAllUnseen() {
    requests.end(any -> true, State.SUCCEEDED, null, false);
  }

  /** Listings show what has happened. */
  public void catchUp() {
    requests.showEffects();
  }

  /** Every request in progress fails. */
  public void failAll(String reason) {
    requests.end(any -> true, State.FAILED, reason, true);
  }

  /** AWS knows none of the requests any more. */
  public void forgetRequests() {
    requests.forgetAll();
  }

  /** AWS fails to describe requests about that subject, an assignment key or an ARN. */
  public void cannotDescribe(Object subject, FailureKind kind) {
    requests.cannotDescribe(subject, kind);
  }

  /** Whether lists of requests lag and show none of them. */
  public void hideRequests(boolean hidden) {
    requests.hide(hidden);
  }

  // Calls.

  /** The next call of that operation fails and has no effect. */
  public void failNext(String operation, FailureKind kind) {
    script.failNext(operation, kind, false);
  }

  /** The next call of that operation has its effect, but its answer is lost. */
  public void failNextAfterEffect(String operation, FailureKind kind) {
    script.failNext(operation, kind, true);
  }

  /** The next call of that operation shows a mistake of ours. */
  public void breakNext(String operation) {
    script.failNext(operation, new IllegalStateException("a mistake in " + operation), false);
  }

  /** The next call of that operation has its effect, and its answer shows a mistake of ours. */
  public void breakNextAfterEffect(String operation) {
    script.failNext(operation, new IllegalStateException("a mistake in " + operation), true);
  }

  /** The operator stops right after so many more successful calls, before it sees the answer. */
  public void stopAfter(int calls) {
    script.stopAfter(calls);
  }

  public void neverStop() {
    script.stopAfter(0);
  }

  /** Every call of that operation fails until {@link #works}. */
  public void failAlways(String operation, FailureKind kind) {
    script.failAlways(operation, kind);
  }

  public void works(String operation) {
    script.works(operation);
  }

  /** Hears of every call before it has its effect. */
  public void onCall(Consumer<String> listener) {
    script.onCall(listener);
  }

  /** Names of the operations called so far, in order. */
  public List<String> calls() {
    return script.calls();
  }

  /** How often an operation was called. */
  public long calls(String operation) {
    return script.calls().stream().filter(operation::equals).count();
  }

  public void forgetCalls() {
    script.forgetCalls();
  }
}
