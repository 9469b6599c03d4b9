package dev.identitycenter.operator.objects;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.api.v1alpha1.AccountAssignmentStatus.Assignment;
import dev.identitycenter.operator.api.v1alpha1.ApiGroup;
import dev.identitycenter.operator.api.v1alpha1.Condition;
import dev.identitycenter.operator.api.v1alpha1.ConditionType;
import dev.identitycenter.operator.api.v1alpha1.PermissionSet;
import dev.identitycenter.operator.api.v1alpha1.Reason;
import dev.identitycenter.operator.background.Background;
import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.identitycenter.PrincipalId;
import dev.identitycenter.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the caches of both controllers, so that each object is held in memory once, and wakes
 * objects of one kind from the other.
 */
public final class ManagedObjects {

  private static final String BY_PERMISSION_SET = "permission-set";
  private static final String BY_ARN = "permission-set-arn";
  private static final String BY_KEY = "assignment-key";
  private static final String BY_AWS_NAME = "aws-name";
  private static final String BY_SET_ARN = "arn";

  /** An assignment that left AWS stays in the cache until its finalizer is gone. */
  private static final Duration LEAVING = Duration.ofMinutes(10);

  /** Fences and missing consent; what they refuse keeps nobody else from it. */
  private static final Set<String> REFUSALS =
      Set.of(
          Reason.ReferenceNotPermitted.name(),
          Reason.PermissionSetNotFound.name(),
          Reason.AccountNotAllowed.name(),
          Reason.NameNotAllowed.name());

  private static final Duration QUIET = Duration.ofSeconds(2);

  private static final Comparator<HasMetadata> AGE =
      Comparator.comparing((HasMetadata o) -> o.getMetadata().getCreationTimestamp())
          .thenComparing(o -> o.getMetadata().getUid());

  /** How long assignments let permission sets go first at most. */
  private static final Duration PERMISSION_SETS_FIRST = Duration.ofSeconds(10);

  private final Background background;
  private final Set<String> unvisitedSets = ConcurrentHashMap.newKeySet();
  private volatile boolean assignmentsMayRun;
  private final Set<String> waitingForQuiet = ConcurrentHashMap.newKeySet();
  private final Cache<String, Boolean> releasedUids =
      Caffeine.newBuilder().expireAfterWrite(LEAVING).build();

  private final SimpleInboundEventSource<PermissionSet> permissionSetWakes =
      new SimpleInboundEventSource<>("permission-set-wakes");
  private final AssignmentEvents assignmentWakes = new AssignmentEvents();
  private volatile IndexerResourceCache<PermissionSet> permissionSets;
  private volatile IndexerResourceCache<AccountAssignment> assignments;
  private volatile boolean complete;

  private static final class AssignmentEvents extends SimpleInboundEventSource<AccountAssignment> {
    AssignmentEvents() {
      super("assignment-wakes");
    }

    /** The framework ignores other events of objects whose appearance it has not heard of. */
    void appeared(AccountAssignment assignment) {
      getEventHandler()
          .handleEvent(
              new ResourceEvent(
                  ResourceAction.ADDED, ResourceID.fromResource(assignment), assignment));
    }
  }

  private record Wake(SimpleInboundEventSource<?> kind, ResourceID id) implements Runnable {
    @Override
    public void run() {
      kind.propagateEvent(id);
    }
  }

  public ManagedObjects(Background background) {
    this.background = background;
  }

  /** Event sources of the permission set controller. */
  public List<EventSource<?, PermissionSet>> ofPermissionSets(
      EventSourceContext<PermissionSet> context) {
    permissionSets = context.getPrimaryCache();
    permissionSets.addIndexer(BY_AWS_NAME, set -> List.of(awsName(set)));
    permissionSets.addIndexer(BY_SET_ARN, set -> arnOf(set).stream().toList());
    return List.of(permissionSetWakes);
  }

  /** Event sources of the assignment controller. */
  public List<EventSource<?, AccountAssignment>> ofAssignments(
      EventSourceContext<AccountAssignment> context) {
    assignments = context.getPrimaryCache();
    assignments.addIndexer(
        BY_PERMISSION_SET,
        assignment -> permissionSetOf(assignment).map(ResourceID::toString).stream().toList());
    assignments.addIndexer(
        BY_ARN,
        assignment -> keyOf(assignment).map(AssignmentKey::permissionSetArn).stream().toList());
    assignments.addIndexer(
        BY_KEY, assignment -> keyOf(assignment).map(AssignmentKey::toString).stream().toList());
    return List.of(assignmentWakes);
  }

  /** Both caches are filled; before, an object that is not found may still appear. */
  public void completed() {
    permissionSets.list().map(set -> set.getMetadata().getUid()).forEach(unvisitedSets::add);
    complete = true;
    if (unvisitedSets.isEmpty()) {
      letAssignmentsRun();
    } else {
      background.after(PERMISSION_SETS_FIRST, this::letAssignmentsRun);
    }
  }

  /** A permission set had a run. */
  public void visited(PermissionSet set) {
    if (unvisitedSets.remove(set.getMetadata().getUid()) && unvisitedSets.isEmpty()) {
      letAssignmentsRun();
    }
  }

  /**
   * Whether events of assignments matter yet. At the start permission sets go first, because
   * thousands of assignments would fill the line before them only to wait for them.
   */
  public boolean assignmentsMayRun() {
    return assignmentsMayRun;
  }

  private synchronized void letAssignmentsRun() {
    if (!assignmentsMayRun) {
      assignmentsMayRun = true;
      assignments.list().forEach(assignmentWakes::appeared);
    }
  }

  public boolean isComplete() {
    return complete;
  }

  public Optional<PermissionSet> permissionSet(ResourceID id) {
    return permissionSets.get(id);
  }

  /** Permission sets that have this name in AWS. */
  public List<PermissionSet> permissionSetsNamed(String awsName) {
    return permissionSets.byIndex(BY_AWS_NAME, awsName);
  }

  /**
   * The object that manages the permission set of that name and ARN in AWS: it recorded the ARN, or
   * is not through with finding out whose it is.
   */
  public Optional<PermissionSet> managerOf(String awsName, String arn) {
    return permissionSetsNamed(awsName).stream()
        .filter(set -> arnOf(set).map(arn::equals).orElseGet(() -> !isStalled(set)))
        .min(AGE);
  }

  private static boolean isStalled(PermissionSet set) {
    return set.getStatus() != null
        && Conditions.find(set.getStatus().conditions(), ConditionType.STALLED).isPresent();
  }

  /** All permission sets. */
  public Stream<PermissionSet> permissionSets() {
    return permissionSets.list();
  }

  /** All assignments. */
  public Stream<AccountAssignment> assignments() {
    return assignments.list();
  }

  /** Assignments whose spec names the permission set. */
  public List<AccountAssignment> assignmentsReferringTo(PermissionSet set) {
    return assignments.byIndex(BY_PERMISSION_SET, ResourceID.fromResource(set).toString());
  }

  /** Assignments that exist, or may exist, in AWS for a permission set. */
  public List<AccountAssignment> assignmentsOf(String permissionSetArn) {
    return assignments.byIndex(BY_ARN, permissionSetArn).stream()
        .filter(a -> releasedUids.getIfPresent(a.getMetadata().getUid()) == null)
        .toList();
  }

  /** Accounts in which an assignment of the permission set is in force, as far as objects tell. */
  public Set<String> accountsInForce(String permissionSetArn) {
    return assignmentsOf(permissionSetArn).stream()
        .filter(
            a ->
                Conditions.isTrue(
                    a.getStatus().conditions(),
                    ConditionType.READY,
                    a.getMetadata().getGeneration()))
        .map(a -> a.getSpec().accountId())
        .collect(Collectors.toSet());
  }

  /** Assignments that stand for the same thing in AWS. */
  public List<AccountAssignment> assignmentsWith(AssignmentKey key) {
    return assignments.byIndex(BY_KEY, key.toString());
  }

  /** The same without those that may not have it. */
  public List<AccountAssignment> claimsTo(AssignmentKey key) {
    return assignmentsWith(key).stream().filter(claim -> !isRefused(claim)).toList();
  }

  /** Whether the assignment in AWS is that object's, and no other's. */
  public boolean isHeldBy(AccountAssignment resource, AssignmentKey key) {
    var claims = claimsTo(key);
    return olderThan(resource, claims).isEmpty()
        && (!isRefused(resource) || othersWith(key, resource).isEmpty());
  }

  private static boolean isRefused(AccountAssignment claim) {
    return Conditions.find(claim.getStatus().conditions(), ConditionType.RESOLVED_REFS)
        .filter(refs -> refs.status() == Condition.Status.False)
        .map(Condition::reason)
        .filter(REFUSALS::contains)
        .isPresent();
  }

  /** Others that may have it, without those that are being deleted. */
  public List<AccountAssignment> othersWith(AssignmentKey key, AccountAssignment one) {
    return claimsTo(key).stream()
        .filter(other -> !other.isMarkedForDeletion())
        .filter(other -> !other.getMetadata().getUid().equals(one.getMetadata().getUid()))
        .toList();
  }

  /** The object that had one of the claims before this one; the oldest, if there are several. */
  public static <R extends HasMetadata> Optional<R> olderThan(R resource, List<R> claims) {
    return oldest(claims).filter(oldest -> AGE.compare(oldest, resource) < 0);
  }

  /** The oldest of those that are not being deleted. */
  public static <R extends HasMetadata> Optional<R> oldest(List<R> claims) {
    return claims.stream().filter(claim -> !claim.isMarkedForDeletion()).min(AGE);
  }

  /** The assignment is out of AWS, or no longer ours; its permission set may wait for that. */
  public void released(AccountAssignment assignment) {
    releasedUids.put(assignment.getMetadata().getUid(), true);
    // Who came second for the same thing takes over.
    wake(keyOf(assignment).map(this::assignmentsWith).orElse(List.of()).stream());
    keyOf(assignment).map(AssignmentKey::permissionSetArn).ifPresent(this::usersChanged);
  }

  /** AWS lists the assignment; the set may have a role in one more account now. */
  public void settled(AccountAssignment assignment) {
    keyOf(assignment).map(AssignmentKey::permissionSetArn).ifPresent(this::wakeWhenQuiet);
  }

  private void usersChanged(String permissionSetArn) {
    var sets = permissionSets.byIndex(BY_SET_ARN, permissionSetArn);
    wake(sets.stream().filter(HasMetadata::isMarkedForDeletion));
    wakeWhenQuiet(permissionSetArn);
  }

  /** Counting accounts takes calls, so it happens once for all assignments under way. */
  private void wakeWhenQuiet(String permissionSetArn) {
    if (waitingForQuiet.add(permissionSetArn)) {
      background.after(QUIET, () -> wakeIfQuiet(permissionSetArn));
    }
  }

  private void wakeIfQuiet(String permissionSetArn) {
    if (isChanging(permissionSetArn)) {
      background.after(QUIET, () -> wakeIfQuiet(permissionSetArn));
      return;
    }
    waitingForQuiet.remove(permissionSetArn);
    wake(permissionSets.byIndex(BY_SET_ARN, permissionSetArn).stream());
  }

  /** Whether AWS works on an assignment of the permission set, or will when it has its turn. */
  public boolean isChanging(String permissionSetArn) {
    return assignmentsOf(permissionSetArn).stream().anyMatch(ManagedObjects::isUnderWay);
  }

  private static boolean isUnderWay(AccountAssignment assignment) {
    return Conditions.find(assignment.getStatus().conditions(), ConditionType.RECONCILING)
        .filter(Conditions::isUnderWay)
        .isPresent();
  }

  /** Gives the object another run; wakes of one object are equal, so sets hold one of them. */
  public Runnable wakeOf(HasMetadata resource) {
    return new Wake(
        resource instanceof PermissionSet ? permissionSetWakes : assignmentWakes,
        ResourceID.fromResource(resource));
  }

  /** Those that have no finalizer yet come up anyway, once they have it. */
  public void wake(Stream<? extends HasMetadata> resources) {
    resources
        .filter(resource -> resource.hasFinalizer(ApiGroup.FINALIZER))
        .forEach(resource -> wakeOf(resource).run());
  }

  /** Permission sets of that name in AWS that are being deleted; they may wait for another one. */
  public void wakeDeleted(String awsName) {
    wake(permissionSetsNamed(awsName).stream().filter(HasMetadata::isMarkedForDeletion));
  }

  /** The name a permission set has in AWS. */
  public static String awsName(PermissionSet set) {
    return set.getSpec() == null || set.getSpec().name() == null
        ? set.getMetadata().getName()
        : set.getSpec().name();
  }

  /** The object an assignment refers to, in its own namespace unless it names another. */
  public static Optional<ResourceID> permissionSetOf(AccountAssignment assignment) {
    return Optional.ofNullable(assignment.getSpec().permissionSetRef())
        .map(
            ref ->
                new ResourceID(
                    ref.name(),
                    ref.namespace() == null
                        ? assignment.getMetadata().getNamespace()
                        : ref.namespace()));
  }

  /** The key an assignment replaced and has not taken back yet. */
  public static Optional<AssignmentKey> replacedKeyOf(AccountAssignment assignment) {
    return Optional.ofNullable(assignment.getStatus())
        .map(status -> status.replaced())
        .map(ManagedObjects::key);
  }

  private static Optional<String> arnOf(PermissionSet set) {
    return Optional.ofNullable(set.getStatus()).map(status -> status.permissionSetArn());
  }

  /** The key an assignment recorded before anything was asked of AWS. */
  public static Optional<AssignmentKey> keyOf(AccountAssignment assignment) {
    return Optional.ofNullable(assignment.getStatus())
        .map(status -> status.assignment())
        .map(ManagedObjects::key);
  }

  private static AssignmentKey key(Assignment recorded) {
    return new AssignmentKey(
        recorded.permissionSetArn(),
        new PrincipalId(
            PrincipalId.Type.valueOf(recorded.principalType().name()), recorded.principalId()),
        recorded.accountId());
  }
}
