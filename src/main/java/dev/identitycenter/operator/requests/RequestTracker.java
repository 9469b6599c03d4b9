package dev.identitycenter.operator.requests;

import dev.identitycenter.operator.api.v1alpha1.AsyncRequest.Operation;
import dev.identitycenter.operator.background.Background;
import dev.identitycenter.operator.budget.Jitter;
import dev.identitycenter.operator.budget.WorkflowSlots;
import dev.identitycenter.operator.budget.WorkflowSlots.Claim;
import dev.identitycenter.operator.directory.AssignmentListings;
import dev.identitycenter.operator.identitycenter.AssignmentRequest;
import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenter;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.identitycenter.ProvisioningRequest;
import dev.identitycenter.operator.identitycenter.RequestStatus;
import dev.identitycenter.operator.identitycenter.RequestStatus.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches all asynchronous requests in flight together: one list call per kind of request tells
 * which still run, a listing of assignments confirms those that ended, and only what does not
 * appear there is described. Reconcilers ask {@link #find} and are woken when a request ends.
 */
public final class RequestTracker {

  private static final Logger LOGGER = LoggerFactory.getLogger(RequestTracker.class);

  /** A new request may be missing from AWS's list for this long without having ended. */
  private static final Duration LIST_LAG = Duration.ofSeconds(2);

  /** An effect that AWS reports may be missing from its listings for this long. */
  private static final Duration LISTING_LAG = Duration.ofSeconds(30);

  private static final Duration LISTING_RETRY = Duration.ofSeconds(3);

  /** How long a failed request is not repeated unless the spec changes. */
  private static final Duration FAILURE_LASTS = Duration.ofMinutes(5);

  private static final Duration RECOVERY_RETRY = Duration.ofSeconds(5);

  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(3);

  private final IdentityCenter identityCenter;
  private final WorkflowSlots slots;
  private final AssignmentListings listings;
  private final Background background;
  private final Clock clock;
  private final PollingPace pace = new PollingPace();

  private final Map<Subject, Tracked> inFlight = new HashMap<>();
  private final Map<Subject, Ended> ended = new HashMap<>();
  private final Map<Subject, Unclear> unclear = new HashMap<>();
  private final Set<Runnable> waitingForRecovery = new HashSet<>();
  private boolean recovered;
  private boolean recovering;
  private IdentityCenterException recoveryFailure;
  private boolean polling;

  private record Ended(Request request, Instant forgetAt) {}

  private record Unclear(Operation operation, Claim claim, Runnable wake, Instant since) {}

  public RequestTracker(
      IdentityCenter identityCenter,
      WorkflowSlots slots,
      AssignmentListings listings,
      Background background,
      Clock clock) {
    this.identityCenter = identityCenter;
    this.slots = slots;
    this.listings = listings;
    this.background = background;
    this.clock = clock;
  }

  /**
   * Whether it is known which requests an earlier process left running. If not, AWS is asked, and
   * {@code wake} runs once it is; nothing may be started before.
   *
   * @throws IdentityCenterException when AWS was asked and failed; it is asked again
   */
  public synchronized boolean isRecovered(Runnable wake) {
    if (recovered) {
      return true;
    }
    waitingForRecovery.add(wake);
    if (!recovering) {
      recovering = true;
      background.after(Duration.ZERO, this::recover);
    }
    if (recoveryFailure != null) {
      throw recoveryFailure;
    }
    return false;
  }

  /** The request about that subject: in flight, or ended and not acknowledged yet. */
  public synchronized Optional<Request> find(Subject subject, Runnable wake) {
    var tracked = inFlight.get(subject);
    if (tracked != null) {
      tracked.wake = wake;
      return Optional.of(tracked.request);
    }
    var end = ended.get(subject);
    if (end != null && end.forgetAt().isBefore(clock.instant())) {
      ended.remove(subject);
      return Optional.empty();
    }
    return Optional.ofNullable(end).map(Ended::request);
  }

  /** Whether a call about that subject failed in a way that leaves its effect open. */
  public synchronized boolean isUnclear(Subject subject) {
    return unclear.containsKey(subject);
  }

  /** AWS accepted a request; its slot stays taken until it ends. */
  public Request started(
      Subject subject, Operation operation, RequestStatus status, Claim claim, Runnable wake) {
    var request = Request.started(operation, status);
    synchronized (this) {
      ended.remove(subject);
      inFlight.put(subject, new Tracked(request, claim, wake, clock.instant()));
    }
    outdateListings(subject);
    slots.inUse(claim);
    startPolling();
    return request;
  }

  /**
   * The object's status says that a request runs which is not known here, because it ended while no
   * operator ran: find out how.
   */
  public void resume(Subject subject, Request request, Claim claim, Runnable wake) {
    synchronized (this) {
      if (inFlight.containsKey(subject) || ended.containsKey(subject)) {
        return;
      }
      var tracked = new Tracked(request, claim, wake, clock.instant());
      tracked.seen = true;
      inFlight.put(subject, tracked);
    }
    slots.inUse(claim);
    startPolling();
  }

  /** Nobody knows whether AWS accepted the request: look for it among those in progress. */
  public void startedMaybe(Subject subject, Operation operation, Claim claim, Runnable wake) {
    synchronized (this) {
      unclear.put(subject, new Unclear(operation, claim, wake, clock.instant()));
    }
    outdateListings(subject);
    slots.inUse(claim);
    startPolling();
  }

  /** The end of a request is in the object's status; a failure is still remembered for a while. */
  public synchronized void acknowledge(Subject subject) {
    var end = ended.get(subject);
    if (end != null && !end.request().isFailed()) {
      ended.remove(subject);
    }
  }

  /** A failed request may be repeated now, for instance because the spec changed. */
  public synchronized void forgetFailure(Subject subject) {
    ended.remove(subject);
  }

  /** Requests in flight. */
  public synchronized int size() {
    return inFlight.size();
  }

  private void recover() {
    try {
      for (var id : identityCenter.assignments().creationsInProgress()) {
        adopt(Operation.Create, identityCenter.assignments().describeCreation(id));
      }
      for (var id : identityCenter.assignments().deletionsInProgress()) {
        adopt(Operation.Delete, identityCenter.assignments().describeDeletion(id));
      }
      for (var id : identityCenter.permissionSets().provisioningsInProgress()) {
        adopt(identityCenter.permissionSets().describeProvisioning(id));
      }
    } catch (IdentityCenterException failure) {
      LOGGER.warn("Cannot read which requests AWS is working on. {}", failure.getMessage());
      failed(failure);
      return;
    } catch (RuntimeException bug) {
      LOGGER.error("Reading what AWS is working on failed unexpectedly; trying again", bug);
      background.after(RECOVERY_RETRY, this::recover);
      return;
    }
    Set<Runnable> wakes;
    synchronized (this) {
      recovered = true;
      recoveryFailure = null;
      wakes = new HashSet<>(waitingForRecovery);
      waitingForRecovery.clear();
    }
    wakes.forEach(Runnable::run);
  }

  private void failed(IdentityCenterException failure) {
    Set<Runnable> wakes;
    synchronized (this) {
      wakes = recoveryFailure == null ? Set.copyOf(waitingForRecovery) : Set.of();
      recoveryFailure = failure;
    }
    background.after(RECOVERY_RETRY, this::recover);
    wakes.forEach(Runnable::run);
  }

  private void adopt(Operation operation, AssignmentRequest found) {
    if (found.status().state() == State.IN_PROGRESS) {
      var subject = new Subject.OfAssignment(found.key());
      started(subject, operation, found.status(), Claims.of(subject), () -> {});
    }
  }

  private void adopt(ProvisioningRequest found) {
    if (found.status().state() == State.IN_PROGRESS) {
      var subject = new Subject.OfPermissionSet(found.permissionSetArn());
      var accounts = identityCenter.permissionSets().accountsProvisioned(found.permissionSetArn());
      started(subject, Operation.Provision, found.status(), Claims.of(subject, accounts), () -> {});
    }
  }

  private synchronized void startPolling() {
    if (!polling) {
      polling = true;
      scheduleNextPoll(Duration.ZERO);
    }
  }

  private void scheduleNextPoll(Duration pause) {
    background.after(pace.interval().plus(pause), this::poll);
  }

  private void poll() {
    var failed = false;
    for (var operation : Operation.values()) {
      failed |= !succeeds(() -> pollRunning(operation));
    }
    failed |= !succeeds(this::confirmEnded);
    synchronized (this) {
      ended.values().removeIf(end -> end.forgetAt().isBefore(clock.instant()));
      if (inFlight.isEmpty() && unclear.isEmpty()) {
        polling = false;
      } else {
        scheduleNextPoll(failed ? PAUSE_AFTER_FAILURE : Duration.ZERO);
      }
    }
  }

  private static boolean succeeds(Runnable look) {
    try {
      look.run();
      return true;
    } catch (IdentityCenterException failure) {
      LOGGER.warn("Cannot follow requests in AWS; trying again. {}", failure.getMessage());
    } catch (RuntimeException bug) {
      LOGGER.error("Following requests failed in an unexpected way; trying again", bug);
    }
    return false;
  }

  private void pollRunning(Operation operation) {
    var running = trackedIn(Tracked.Phase.RUNNING, operation);
    var questions = unclearOf(operation);
    if (running.isEmpty() && questions.isEmpty()) {
      return;
    }
    var askedAt = clock.instant();
    var listed = inProgress(operation);
    running.forEach(
        (subject, tracked) -> {
          if (listed.contains(tracked.request.id())) {
            tracked.seen = true;
          } else if (tracked.seen || tracked.since.plus(LIST_LAG).isBefore(askedAt)) {
            endedAt(subject, tracked, askedAt);
          }
        });
    var others = new HashSet<>(listed);
    running.values().forEach(tracked -> others.remove(tracked.request.id()));
    resolveUnclear(operation, questions, others, askedAt);
    slots.takenByOthers(poolOf(operation), othersInPool(operation, others.size()));
  }

  private Set<String> inProgress(Operation operation) {
    return switch (operation) {
      case Create -> identityCenter.assignments().creationsInProgress();
      case Delete -> identityCenter.assignments().deletionsInProgress();
      case Provision -> identityCenter.permissionSets().provisioningsInProgress();
    };
  }

  private final Map<Operation, Integer> othersByOperation = new HashMap<>();

  private int othersInPool(Operation operation, int count) {
    othersByOperation.put(operation, count);
    return poolOf(operation) == WorkflowSlots.Pool.PROVISIONING
        ? count
        : othersByOperation.getOrDefault(Operation.Create, 0)
            + othersByOperation.getOrDefault(Operation.Delete, 0);
  }

  private static WorkflowSlots.Pool poolOf(Operation operation) {
    return operation == Operation.Provision
        ? WorkflowSlots.Pool.PROVISIONING
        : WorkflowSlots.Pool.ASSIGNMENT;
  }

  /** The roles are not touched any more, so the slot is free although the effect is unconfirmed. */
  private void endedAt(Subject subject, Tracked tracked, Instant instant) {
    tracked.phase = Tracked.Phase.ENDED;
    tracked.endedAt = instant;
    outdateListings(subject, instant);
    pace.observed(Duration.between(tracked.since, instant));
    slots.release(tracked.claim.owner());
  }

  /**
   * Describes requests that are not ours as far as we know, to find those whose answer was lost.
   */
  private void resolveUnclear(
      Operation operation, Map<Subject, Unclear> questions, Set<String> others, Instant askedAt) {
    if (questions.isEmpty()) {
      return;
    }
    for (var id : Set.copyOf(others)) {
      if (describe(operation, id)
          .filter(found -> questions.containsKey(found.subject()))
          .map(found -> claimFound(found, questions.get(found.subject())))
          .isPresent()) {
        others.remove(id);
      }
    }
    var listable = askedAt.minus(LIST_LAG);
    questions.forEach(
        (subject, question) -> {
          if (question.since().isBefore(listable)) {
            settleUnclear(subject, question);
          }
        });
  }

  private Request claimFound(Found found, Unclear question) {
    synchronized (this) {
      unclear.remove(found.subject());
    }
    return started(
        found.subject(), question.operation(), found.status(), question.claim(), question.wake());
  }

  private void settleUnclear(Subject subject, Unclear question) {
    synchronized (this) {
      if (unclear.remove(subject) == null) {
        return;
      }
    }
    slots.release(question.claim().owner());
    question.wake().run();
  }

  private record Found(Subject subject, RequestStatus status) {}

  private Optional<Found> describe(Operation operation, String id) {
    try {
      return Optional.of(
          switch (operation) {
            case Create -> found(identityCenter.assignments().describeCreation(id));
            case Delete -> found(identityCenter.assignments().describeDeletion(id));
            case Provision -> found(identityCenter.permissionSets().describeProvisioning(id));
          });
    } catch (IdentityCenterException failure) {
      if (failure.kind() == FailureKind.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private static Found found(AssignmentRequest request) {
    return new Found(new Subject.OfAssignment(request.key()), request.status());
  }

  private static Found found(ProvisioningRequest request) {
    return new Found(new Subject.OfPermissionSet(request.permissionSetArn()), request.status());
  }

  private void confirmEnded() {
    var stillRunning = new HashSet<Object>();
    for (var tracked :
        trackedIn(Tracked.Phase.RUNNING, Operation.Create, Operation.Delete).values()) {
      stillRunning.add(tracked.claim.group());
    }
    var now = clock.instant();
    var patience = pace.confirmationWindow();
    trackedIn(Tracked.Phase.ENDED, Operation.values())
        .forEach(
            (subject, tracked) -> {
              // Others of the group end soon, and one listing then confirms them together.
              var waitsForOthers =
                  stillRunning.contains(tracked.claim.group())
                      && tracked.endedAt.plus(patience).isAfter(now);
              if (!waitsForOthers && !tracked.looksAgainAfter(now)) {
                confirm(subject, tracked);
              }
            });
  }

  private void confirm(Subject subject, Tracked tracked) {
    if (subject instanceof Subject.OfAssignment assignment) {
      var wanted = tracked.request.operation() == Operation.Create;
      var notBefore = tracked.lookAgainAt == null ? tracked.endedAt : tracked.lookAgainAt;
      var answer = listings.ask(assignment.key(), notBefore, () -> {});
      if (answer instanceof AssignmentListings.Answer.Known known) {
        if (known.listed() == wanted) {
          finish(subject, tracked, State.SUCCEEDED, Optional.empty());
        } else {
          lookCloser(subject, tracked);
        }
      } else if (answer instanceof AssignmentListings.Answer.Failed) {
        lookCloser(subject, tracked);
      }
    } else {
      lookCloser(subject, tracked);
    }
  }

  private void lookCloser(Subject subject, Tracked tracked) {
    var found = describe(tracked.request.operation(), tracked.request.id());
    if (found.isEmpty()) {
      // AWS forgot the request; what it lists is the truth, and the next run looks at it.
      forget(subject, tracked);
      return;
    }
    var status = found.get().status();
    switch (status.state()) {
      case IN_PROGRESS -> {
        tracked.phase = Tracked.Phase.RUNNING;
        tracked.seen = true;
        slots.inUse(tracked.claim);
      }
      case FAILED -> finish(subject, tracked, State.FAILED, status.failureReason());
      case SUCCEEDED -> {
        if (subject instanceof Subject.OfPermissionSet
            || tracked.endedAt.plus(LISTING_LAG).isBefore(clock.instant())) {
          finish(subject, tracked, State.SUCCEEDED, Optional.empty());
        } else {
          tracked.lookAgainAt = clock.instant().plus(LISTING_RETRY);
        }
      }
    }
  }

  private void forget(Subject subject, Tracked tracked) {
    synchronized (this) {
      inFlight.remove(subject);
    }
    tracked.wake.run();
  }

  private void finish(
      Subject subject, Tracked tracked, State state, Optional<String> failureReason) {
    synchronized (this) {
      inFlight.remove(subject);
      ended.put(
          subject,
          new Ended(
              tracked.request.ended(state, failureReason),
              clock.instant().plus(Jitter.around(FAILURE_LASTS))));
    }
    tracked.wake.run();
  }

  /** What listings said of the subject so far does not hold any more, or never did. */
  public void outdateListings(Subject subject) {
    outdateListings(subject, clock.instant());
  }

  private void outdateListings(Subject subject, Instant instant) {
    if (subject instanceof Subject.OfAssignment assignment) {
      listings.changed(assignment.key(), instant);
    }
  }

  private synchronized Map<Subject, Tracked> trackedIn(
      Tracked.Phase phase, Operation... operations) {
    var wanted = List.of(operations);
    var result = new HashMap<Subject, Tracked>();
    inFlight.forEach(
        (subject, tracked) -> {
          if (tracked.phase == phase && wanted.contains(tracked.request.operation())) {
            result.put(subject, tracked);
          }
        });
    return result;
  }

  private synchronized Map<Subject, Unclear> unclearOf(Operation operation) {
    var result = new HashMap<>(unclear);
    result.values().removeIf(question -> question.operation() != operation);
    return result;
  }

  /** Mutable on purpose: only the polling thread moves a request through its phases. */
  private static final class Tracked {
    enum Phase {
      RUNNING,
      ENDED
    }

    final Request request;
    final Claim claim;
    final Instant since;
    volatile Runnable wake;
    volatile Phase phase = Phase.RUNNING;
    boolean seen;
    Instant endedAt;
    Instant lookAgainAt;

    Tracked(Request request, Claim claim, Runnable wake, Instant since) {
      this.request = request;
      this.claim = claim;
      this.wake = wake;
      this.since = since;
    }

    boolean looksAgainAfter(Instant now) {
      return lookAgainAt != null && lookAgainAt.isAfter(now);
    }
  }
}
