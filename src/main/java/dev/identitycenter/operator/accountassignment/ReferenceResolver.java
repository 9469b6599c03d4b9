package dev.identitycenter.operator.accountassignment;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.api.v1alpha1.AsyncRequest;
import dev.identitycenter.operator.api.v1alpha1.Condition;
import dev.identitycenter.operator.api.v1alpha1.ConditionType;
import dev.identitycenter.operator.api.v1alpha1.PermissionSet;
import dev.identitycenter.operator.api.v1alpha1.Principal;
import dev.identitycenter.operator.api.v1alpha1.Reason;
import dev.identitycenter.operator.budget.Jitter;
import dev.identitycenter.operator.directory.AccountDirectory;
import dev.identitycenter.operator.directory.AssignmentListings;
import dev.identitycenter.operator.directory.OutdatedRoles;
import dev.identitycenter.operator.directory.PermissionSetDirectory;
import dev.identitycenter.operator.directory.PrincipalDirectory;
import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.identitycenter.IdentityCenter;
import dev.identitycenter.operator.identitycenter.PrincipalQuery;
import dev.identitycenter.operator.objects.ManagedObjects;
import dev.identitycenter.operator.objects.NameFence;
import dev.identitycenter.operator.status.Conditions;
import dev.identitycenter.operator.status.Outcome;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Finds the permission set, the account and the principal an assignment names. */
final class ReferenceResolver {

  private static final Duration RETRY = Duration.ofSeconds(30);

  private final IdentityCenter identityCenter;
  private final ManagedObjects objects;
  private final PermissionSetDirectory permissionSets;
  private final PrincipalDirectory principals;
  private final AssignmentListings listings;
  private final AccountDirectory accounts;
  private final OutdatedRoles outdatedRoles;
  private final NameFence nameFence;
  private final AccountFence fence;

  ReferenceResolver(
      IdentityCenter identityCenter,
      ManagedObjects objects,
      PermissionSetDirectory permissionSets,
      PrincipalDirectory principals,
      AssignmentListings listings,
      AccountDirectory accounts,
      OutdatedRoles outdatedRoles,
      NameFence nameFence,
      AccountFence fence) {
    this.identityCenter = identityCenter;
    this.objects = objects;
    this.permissionSets = permissionSets;
    this.principals = principals;
    this.listings = listings;
    this.accounts = accounts;
    this.outdatedRoles = outdatedRoles;
    this.nameFence = nameFence;
    this.fence = fence;
  }

  References resolve(AccountAssignment resource) {
    return resolve(resource, Instant.MIN);
  }

  /** The same, with the principal as of a moment not before the given one. */
  References resolve(AccountAssignment resource, Instant notBefore) {
    var spec = resource.getSpec();
    var instanceArn = identityCenter.instance().arn();
    var otherInstance = Instances.problem(resource, instanceArn);
    if (otherInstance.isPresent()) {
      return new References.Missing(otherInstance.get());
    }
    var set = resolvePermissionSet(resource);
    if (set.arn().isEmpty()) {
      return new References.Missing(set.problem().orElseThrow());
    }
    var account = accountProblem(spec.accountId(), failedAt(resource));
    if (account.isPresent()) {
      return new References.Missing(account.get());
    }
    var query = PrincipalQueries.of(spec.principal());
    var principal = principals.find(query, later(notBefore, goneSince(resource)));
    if (principal.isEmpty()) {
      return new References.Missing(principalNotFound(spec.principal(), query));
    }
    var key = new AssignmentKey(set.arn().get(), principal.get(), spec.accountId());
    return ManagedObjects.olderThan(resource, objects.claimsTo(key))
        .<References>map(holder -> new References.Taken(instanceArn, key, alreadyManaged(holder)))
        .orElseGet(() -> new References.Resolved(key, set.problem()));
  }

  /** Since when AWS does not know the principal any more that has the access; it was replaced. */
  private Instant goneSince(AccountAssignment resource) {
    return ManagedObjects.keyOf(resource)
        .flatMap(key -> listings.goneSince(key.principal()))
        .orElse(Instant.MIN);
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  /** A set that has an ARN and a problem keeps what was granted but grants nothing new. */
  private record ResolvedSet(Optional<String> arn, Optional<Outcome> problem) {
    static ResolvedSet missing(Reason reason, String message) {
      return new ResolvedSet(Optional.empty(), Optional.of(waiting(reason, message)));
    }
  }

  private ResolvedSet resolvePermissionSet(AccountAssignment resource) {
    var name = resource.getSpec().permissionSetName();
    var home = resource.getMetadata().getNamespace();
    var accountId = resource.getSpec().accountId();
    if (name != null) {
      return fenced(name).orElseGet(() -> resolveInAws(name, home, accountId));
    }
    var id = ManagedObjects.permissionSetOf(resource).orElseThrow();
    var set = objects.permissionSet(id);
    if (!id.getNamespace().orElse(home).equals(home)
        && set.filter(found -> admits(found, home)).isEmpty()) {
      return ResolvedSet.missing(Reason.ReferenceNotPermitted, notPermitted(id, home));
    }
    // What the set's status says may be older than the fence.
    return set.map(
            found ->
                fenced(ManagedObjects.awsName(found)).orElseGet(() -> resolved(found, accountId)))
        .orElseGet(
            () ->
                ResolvedSet.missing(
                    Reason.PermissionSetNotFound,
                    "PermissionSet %s does not exist; create it, or create this object anew with another permissionSetRef."
                        .formatted(told(id))));
  }

  private Optional<ResolvedSet> fenced(String awsName) {
    return nameFence
        .problem(awsName)
        .map(problem -> new ResolvedSet(Optional.empty(), Optional.of(problem)));
  }

  /** A set that a manifest manages after all takes its consent and readiness, as by reference. */
  private ResolvedSet resolveInAws(String name, String home, String accountId) {
    var arn = permissionSets.find(name);
    var manager = arn.flatMap(found -> objects.managerOf(name, found));
    if (arn.isEmpty() || manager.filter(set -> !admits(set, home)).isPresent()) {
      return ResolvedSet.missing(Reason.PermissionSetNotFound, notInAws(name, home));
    }
    return manager
        .map(set -> resolved(set, accountId))
        .orElseGet(() -> new ResolvedSet(arn, Optional.empty()));
  }

  private static boolean admits(PermissionSet set, String namespace) {
    return set.getMetadata().getNamespace().equals(namespace) || Consent.isGiven(set, namespace);
  }

  private ResolvedSet resolved(PermissionSet set, String accountId) {
    var status = set.getStatus();
    if (status != null
        && status.instanceArn() != null
        && !status.instanceArn().equals(identityCenter.instance().arn())) {
      return ResolvedSet.missing(
          Reason.PermissionSetNotReady,
          "PermissionSet %s belongs to another instance of Identity Center; see its status."
              .formatted(told(ResourceID.fromResource(set))));
    }
    var arn = Optional.ofNullable(status).map(s -> s.permissionSetArn());
    return new ResolvedSet(arn, notReady(set, accountId));
  }

  private Optional<Outcome> notReady(PermissionSet set, String accountId) {
    var id = told(ResourceID.fromResource(set));
    if (set.isMarkedForDeletion()) {
      return Optional.of(
          waiting(Reason.PermissionSetNotReady, "PermissionSet " + id + " is being deleted."));
    }
    var conditions = set.getStatus() == null ? null : set.getStatus().conditions();
    if (Conditions.isTrue(conditions, ConditionType.READY, set.getMetadata().getGeneration())
        || isCurrentIn(accountId, set, conditions)) {
      return Optional.empty();
    }
    var cause =
        Conditions.find(conditions, ConditionType.READY)
            .map(ready -> " (" + ready.reason() + ")")
            .orElse("");
    return Optional.of(
        waiting(
            Reason.PermissionSetNotReady,
            "PermissionSet %s is not ready yet%s; see its status.".formatted(id, cause)));
  }

  /**
   * AWS stores what the spec says, and only roles elsewhere are behind. One that AWS cannot update,
   * perhaps for weeks, must not keep everybody from access in other accounts; in its own, somebody
   * new would get what the spec does not grant any more.
   */
  private boolean isCurrentIn(String accountId, PermissionSet set, List<Condition> conditions) {
    return Conditions.isTrue(conditions, ConditionType.SYNCED, set.getMetadata().getGeneration())
        && Conditions.find(conditions, ConditionType.READY)
            .filter(ready -> ready.reason().equals(Reason.ProvisioningFailed.name()))
            .isPresent()
        && !outdatedRoles.mayBeIn(accountId, set.getStatus().permissionSetArn());
  }

  /** When AWS began what it could not do for the object; the account may be the reason. */
  private static Instant failedAt(AccountAssignment resource) {
    return Optional.ofNullable(resource.getStatus())
        .map(status -> status.request())
        .filter(request -> request.status() == AsyncRequest.Status.FAILED)
        .map(request -> Instant.parse(request.createdAt()))
        .orElse(Instant.MIN);
  }

  private Optional<Outcome> accountProblem(String accountId, Instant notBefore) {
    if (!fence.admits(accountId)) {
      return Optional.of(
          Outcome.stalled(
              Reason.AccountNotAllowed,
              "Account %s is outside ALLOWED_ACCOUNTS or inside DENIED_ACCOUNTS of the operator; ask its administrator or correct spec.accountId."
                  .formatted(accountId)));
    }
    if (!fence.managementAccount() && accounts.isManagementAccount(accountId)) {
      return Optional.of(
          Outcome.stalled(
              Reason.AccountNotAllowed,
              "Account %s manages the organization; the operator assigns there only with ALLOW_MANAGEMENT_ACCOUNT=true."
                  .formatted(accountId)));
    }
    var account = accounts.find(accountId, notBefore);
    if (account.isEmpty()) {
      return Optional.of(
          waiting(
              Reason.AccountNotFound,
              "The organization has no account %s; add it or correct spec.accountId."
                  .formatted(accountId)));
    }
    return account.get().active()
        ? Optional.empty()
        : Optional.of(
            waiting(
                Reason.AccountNotActive,
                "Account %s is suspended or being closed; reopen it or delete this object."
                    .formatted(accountId)));
  }

  private Outcome principalNotFound(Principal principal, PrincipalQuery query) {
    return waiting(
        Reason.PrincipalNotFound,
        "%s does not exist in identity store %s; create it or correct spec.principal.%s."
            .formatted(
                PrincipalQueries.told(query),
                identityCenter.instance().identityStoreId(),
                principal.user() != null ? "user" : "group"));
  }

  private static Outcome alreadyManaged(AccountAssignment holder) {
    return Outcome.stalled(
        Reason.AlreadyManaged,
        "AccountAssignment %s, which is older, already stands for the same principal, permission set and account; delete one of the two."
            .formatted(told(ResourceID.fromResource(holder))));
  }

  /** The same words whether or not the set exists, so that nobody can probe for names. */
  private static String notPermitted(ResourceID id, String namespace) {
    return "PermissionSet %s does not exist or does not allow namespace %s; its owner can add the namespace to spec.allowedNamespaces."
        .formatted(told(id), namespace);
  }

  /** The same words whether or not a manifest of another namespace manages a set of that name. */
  private static String notInAws(String name, String namespace) {
    return "AWS has no permission set \"%s\" that namespace %s may use; create it, let the PermissionSet that manages it allow the namespace, or create this object anew with another permissionSetName."
        .formatted(name, namespace);
  }

  private static String told(ResourceID id) {
    return id.getNamespace().map(namespace -> namespace + "/").orElse("") + id.getName();
  }

  private static Outcome waiting(Reason reason, String message) {
    return Outcome.waiting(reason, message, Jitter.around(RETRY));
  }
}
