package dev.identitycenter.operator.permissionset;

import com.github.benmanes.caffeine.cache.Cache;
import dev.identitycenter.operator.api.v1alpha1.AsyncRequest;
import dev.identitycenter.operator.api.v1alpha1.AsyncRequest.Operation;
import dev.identitycenter.operator.api.v1alpha1.Reason;
import dev.identitycenter.operator.budget.Jitter;
import dev.identitycenter.operator.budget.WorkflowSlots;
import dev.identitycenter.operator.directory.AccountDirectory;
import dev.identitycenter.operator.directory.ClockedCache;
import dev.identitycenter.operator.directory.OutdatedRoles;
import dev.identitycenter.operator.identitycenter.Account;
import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.identitycenter.PermissionSets;
import dev.identitycenter.operator.requests.Claims;
import dev.identitycenter.operator.requests.Request;
import dev.identitycenter.operator.requests.RequestTracker;
import dev.identitycenter.operator.requests.Subject;
import dev.identitycenter.operator.status.Failures;
import dev.identitycenter.operator.status.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings an edited permission set to the accounts that have a role of it. What is pending is asked
 * of AWS each time, because a failed provisioning leaves accounts behind and nothing retries it.
 */
final class Rollout {

  private static final Logger LOGGER = LoggerFactory.getLogger(Rollout.class);
  private static final Duration HOLD_BACK = Duration.ofSeconds(15);

  private final PermissionSets permissionSets;
  private final RequestTracker tracker;
  private final WorkflowSlots slots;
  private final Supplier<Duration> interval;

  /**
   * Sets that we created and did not edit since: every role was made from what they are now, for an
   * assignment of ours; what others assign is found when this is forgotten.
   */
  private final Cache<String, Boolean> asCreated;

  private final Cache<String, Footprint> footprints;

  private final FutileUpdates futile;
  private final AccountDirectory accounts;
  private final OutdatedRoles outdatedRoles;

  /**
   * Where a set has roles.
   *
   * @param inForce accounts of our assignments at that time; when they change, so may the others
   */
  private record Footprint(Set<String> provisioned, Set<String> inForce) {}

  /**
   * Brings edits to accounts.
   *
   * @param interval how often a settled set is compared with AWS
   * @param longestAge how long it is not compared with AWS whether roles of a new set are current
   * @param directoryAge how long it is not read where else a set has roles
   */
  Rollout(
      PermissionSets permissionSets,
      RequestTracker tracker,
      WorkflowSlots slots,
      AccountDirectory accounts,
      OutdatedRoles outdatedRoles,
      Supplier<Duration> interval,
      Duration longestAge,
      Duration directoryAge,
      Clock clock) {
    this.permissionSets = permissionSets;
    this.tracker = tracker;
    this.slots = slots;
    this.accounts = accounts;
    this.outdatedRoles = outdatedRoles;
    this.interval = interval;
    this.asCreated = remembering(longestAge, clock);
    this.footprints = remembering(directoryAge, clock);
    this.futile = new FutileUpdates(clock);
  }

  private static <V> Cache<String, V> remembering(Duration duration, Clock clock) {
    return ClockedCache.by(clock).expireAfterWrite(duration).build();
  }

  /** The provisioning of that set that runs now, whoever started it. */
  Optional<Request> running(String arn, Runnable wake) {
    return tracker.find(new Subject.OfPermissionSet(arn), wake).filter(Request::isInProgress);
  }

  /** What is to be said while one runs for that set. */
  Outcome whileRunning(String arn) {
    return tracker
        .denial(new Subject.OfPermissionSet(arn))
        .map(Failures::outcome)
        .orElseGet(
            () ->
                Outcome.progressing(Reason.Provisioning, "AWS is updating the roles in accounts."))
        .without(Reason.Part.SYNC);
  }

  /** The set was edited, so what failed before may succeed now. */
  void edited(String arn) {
    asCreated.invalidate(arn);
    futile.forget(arn);
    outdatedRoles.forget(arn);
    tracker.permissionSetEdited(arn);
  }

  /** A set that was just created has no role anywhere. */
  Visit ofNewSet(Visit visit) {
    asCreated.put(visit.arn(), true);
    return visit.withAccounts(0, 0).withOutcome(settled(0));
  }

  /**
   * Updates the roles that are behind.
   *
   * @param inForce accounts of our assignments
   * @param permitted whether they may be updated; if not, it is only told how many are behind
   */
  Visit run(Visit visit, Set<String> inForce, boolean permitted, Runnable wake) {
    var subject = new Subject.OfPermissionSet(visit.arn());
    var last = tracker.find(subject, wake);
    var told = last.map(request -> visit.withRequest(request.toStatus())).orElse(visit);
    Set<String> outdated;
    try {
      outdated = outdated(visit.arn());
      outdatedRoles.listed(visit.arn(), outdated);
      if (outdated.isEmpty()) {
        return current(told, subject, inForce);
      }
    } catch (IdentityCenterException failure) {
      return told.withOutcome(Failures.outcome(failure).without(Reason.Part.PROVISION));
    }
    footprints.invalidate(visit.arn());
    try {
      return update(told, subject, last, inForce, outdated, permitted, wake);
    } catch (IdentityCenterException failure) {
      return told.withOutcome(Failures.outcome(failure).in(Reason.Part.PROVISION));
    }
  }

  private Visit current(Visit told, Subject.OfPermissionSet subject, Set<String> inForce) {
    var provisioned = provisioned(told.arn(), inForce).size();
    slots.withdraw(subject);
    tracker.acknowledge(subject);
    futile.forget(told.arn());
    return ended(told.withAccounts(provisioned, 0)).withOutcome(settled(provisioned));
  }

  private Visit update(
      Visit told,
      Subject.OfPermissionSet subject,
      Optional<Request> last,
      Set<String> inForce,
      Set<String> outdated,
      boolean permitted,
      Runnable wake) {
    var provisioned = provisioned(told.arn(), inForce);
    var counted = told.withAccounts(provisioned.size() - outdated.size(), outdated.size());
    if (!permitted) {
      return counted.withOutcome(Progress.leftBehind(outdated.size(), provisioned.size()));
    }
    if (outdated.stream().noneMatch(this::isActive)) {
      // AWS would try for long, fail, and hold up other work there meanwhile.
      slots.withdraw(subject);
      return counted.withOutcome(Progress.inactive(outdated));
    }
    if (last.filter(Request::isFailed).isPresent()) {
      return counted.withOutcome(Progress.failed(outdated, last.get()));
    }
    if (last.filter(Request::isSucceeded).isPresent()) {
      tracker.acknowledge(subject);
      futile.add(told.arn());
    }
    var pause = futile.pause(told.arn());
    if (!pause.isZero()) {
      return counted.withOutcome(Progress.stillBehind(outdated.size(), pause));
    }
    return provision(counted, subject, provisioned, outdated, wake);
  }

  private Set<String> outdated(String arn) {
    return asCreated.getIfPresent(arn) == null ? permissionSets.accountsOutdated(arn) : Set.of();
  }

  /** Whether it is worth trying there; in doubt it is. */
  private boolean isActive(String account) {
    return accounts.find(account, Instant.MIN).map(Account::active).orElse(true);
  }

  private Set<String> provisioned(String arn, Set<String> inForce) {
    if (asCreated.getIfPresent(arn) != null) {
      return inForce;
    }
    var known = footprints.getIfPresent(arn);
    if (known == null || !known.inForce().equals(inForce)) {
      known = new Footprint(permissionSets.accountsProvisioned(arn), inForce);
      footprints.put(arn, known);
    }
    return known.provisioned();
  }

  /** No account is behind, so a request the status still shows as running has done its work. */
  private static Visit ended(Visit visit) {
    var request = visit.request();
    if (request == null || request.status() != AsyncRequest.Status.IN_PROGRESS) {
      return visit;
    }
    return visit.withRequest(
        new AsyncRequest(
            request.id(),
            request.operation(),
            AsyncRequest.Status.SUCCEEDED,
            null,
            request.createdAt()));
  }

  private Visit provision(
      Visit visit,
      Subject.OfPermissionSet subject,
      Set<String> provisioned,
      Set<String> outdated,
      Runnable wake) {
    // What fails in one account again and again must not hold up all others.
    var one = outdated.size() == 1 ? outdated.stream().findFirst() : Optional.<String>empty();
    var claim = Claims.of(subject, one.isPresent() ? outdated : provisioned);
    var message = Progress.updating(outdated.size(), provisioned.size());
    if (tracker.isUnclear(subject) || !tracker.tryAcquire(claim, wake)) {
      return visit.withOutcome(Outcome.progressing(Reason.Provisioning, message));
    }
    try {
      var status =
          one.map(account -> permissionSets.provisionIn(subject.arn(), account))
              .orElseGet(() -> permissionSets.provisionEverywhere(subject.arn()));
      var request = tracker.started(subject, Operation.Provision, status, claim, wake);
      LOGGER
          .atInfo()
          .addKeyValue("permissionSetArn", subject.arn())
          .addKeyValue("accounts", claim.accounts().size())
          .addKeyValue("requestId", status.id())
          .log("Provisioning permission set");
      return visit
          .withRequest(request.toStatus())
          .withOutcome(Outcome.progressing(Reason.Provisioning, message));
    } catch (IdentityCenterException failure) {
      giveUp(subject, claim, failure.kind(), wake);
      throw failure;
    } catch (RuntimeException bug) {
      // Wherever it struck, AWS may have accepted the request.
      tracker.startedMaybe(subject, Operation.Provision, claim, wake);
      throw bug;
    }
  }

  private void giveUp(
      Subject.OfPermissionSet subject, WorkflowSlots.Claim claim, FailureKind kind, Runnable wake) {
    if (kind.isUnclear()) {
      tracker.startedMaybe(subject, Operation.Provision, claim, wake);
      return;
    }
    if (kind == FailureKind.TOO_MANY_IN_PROGRESS) {
      slots.holdBack(WorkflowSlots.Pool.PROVISIONING, Jitter.around(HOLD_BACK));
    }
    slots.release(subject);
  }

  private Outcome settled(int accounts) {
    return Progress.settled(accounts, Jitter.around(interval.get()));
  }
}
