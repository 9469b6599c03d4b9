package dev.identitycenter.operator.requests;

import dev.identitycenter.operator.api.v1alpha1.AsyncRequest.Operation;
import dev.identitycenter.operator.background.Background;
import dev.identitycenter.operator.budget.WorkflowSlots;
import dev.identitycenter.operator.budget.WorkflowSlots.Claim;
import dev.identitycenter.operator.budget.WorkflowSlots.Pool;
import dev.identitycenter.operator.directory.AssignmentListings;
import dev.identitycenter.operator.identitycenter.IdentityCenter;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.identitycenter.RequestStatus;
import dev.identitycenter.operator.requests.RequestsInAws.Found;
import dev.identitycenter.operator.requests.TrackedRequest.Phase;
import dev.identitycenter.operator.requests.UnclearRequests.Question;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches all asynchronous requests in flight together: one list call per kind of request tells
 * which still run, and {@link Confirmation} how the others ended. Reconcilers ask {@link #find} and
 * are woken when a request ends.
 */
public final class RequestTracker {

  private static final Logger LOGGER = LoggerFactory.getLogger(RequestTracker.class);

  /** A new request may be missing from AWS's list for this long without having ended. */
  private static final Duration LIST_LAG = Duration.ofSeconds(2);

  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(3);

  private final IdentityCenter identityCenter;
  private final WorkflowSlots slots;
  private final AssignmentListings listings;
  private final Background background;
  private final Clock clock;

  private final PollingPace pace;
  private final RequestsInAws aws;
  private final InFlight inFlight;
  private final UnclearRequests unclear;
  private final Confirmation confirmation;
  private final Recovery recovery;
  private final Map<Operation, Integer> requestsOfOthers = new ConcurrentHashMap<>();
  private boolean polling;

  /**
   * Watches nothing yet.
   *
   * @param callsPerSecond the rate of the whole process, of which watching takes a quarter at most
   */
  public RequestTracker(
      IdentityCenter identityCenter,
      WorkflowSlots slots,
      AssignmentListings listings,
      int callsPerSecond,
      Background background,
      Clock clock) {
    this.identityCenter = identityCenter;
    this.slots = slots;
    this.listings = listings;
    this.background = background;
    this.clock = clock;
    this.pace = new PollingPace(callsPerSecond);
    this.aws = new RequestsInAws(identityCenter);
    this.inFlight = new InFlight(clock);
    this.unclear = new UnclearRequests(aws);
    this.confirmation = new Confirmation(inFlight, aws, listings, slots, pace, clock);
    this.recovery = new Recovery(aws, this::adopt, background);
  }

  /**
   * Whether it is known which requests an earlier process left running. If not, AWS is asked, and
   * {@code wake} runs once it is; nothing may be started before.
   *
   * @throws IdentityCenterException when AWS was asked and failed; it is asked again
   */
  public boolean isRecovered(Runnable wake) {
    return recovery.isDone(wake);
  }

  /** The request about that subject: in flight, or ended and not acknowledged yet. */
  public Optional<Request> find(Subject subject, Runnable wake) {
    return inFlight.find(subject, wake);
  }

  /** Whether a call about that subject failed in a way that leaves its effect open. */
  public boolean isUnclear(Subject subject) {
    return unclear.contains(subject);
  }

  /** Why the request in flight cannot be followed, where AWS denied that last time. */
  public Optional<IdentityCenterException> denial(Subject subject) {
    return inFlight.denial(subject);
  }

  /** AWS accepted a request; its slot stays taken until it ends. */
  public Request started(
      Subject subject, Operation operation, RequestStatus status, Claim claim, Runnable wake) {
    var request = Request.started(operation, status);
    // Its place first: once it is in flight, it may be seen to end at any moment.
    slots.inUse(claim);
    inFlight.add(new TrackedRequest(subject, request, claim, wake, clock.instant()));
    outdateListings(subject);
    startPolling();
    return request;
  }

  /**
   * The object's status says that a request runs which is not known here, because it ended while no
   * operator ran: find out how.
   */
  public void resume(Subject subject, Request request, Claim claim, Runnable wake) {
    var resumed = new TrackedRequest(subject, request, claim, wake, clock.instant());
    resumed.seen = true;
    if (inFlight.addIfUnknown(resumed, () -> slots.inUse(claim))) {
      startPolling();
    }
  }

  /** Nobody knows whether AWS accepted the request: look for it among those in progress. */
  public void startedMaybe(Subject subject, Operation operation, Claim claim, Runnable wake) {
    slots.inUse(claim);
    unclear.add(new Question(subject, operation, claim, wake, clock.instant()));
    outdateListings(subject);
    startPolling();
  }

  /** The end of a request is in the object's status; a failure is still remembered for a while. */
  public void acknowledge(Subject subject) {
    inFlight.acknowledge(subject);
  }

  /** A failed request may be repeated now, because nobody who saw it fail is left. */
  public void forgetFailure(Subject subject) {
    inFlight.forgetFailure(subject);
  }

  /** The set was edited: what failed because of it, its roles and its assignments, may succeed. */
  public void permissionSetEdited(String arn) {
    inFlight.forgetFailure(new Subject.OfPermissionSet(arn));
    inFlight.forgetFailuresOf(arn);
  }

  /** What listings said of the subject so far does not hold any more, or never did. */
  public void outdateListings(Subject subject) {
    outdateListings(subject, clock.instant());
  }

  /** Requests in flight. */
  public int size() {
    return inFlight.size();
  }

  private void adopt(Operation operation, Found found) {
    started(found.subject(), operation, found.status(), claim(found.subject()), () -> {});
  }

  private Claim claim(Subject subject) {
    if (subject instanceof Subject.OfPermissionSet set) {
      return Claims.of(set, identityCenter.permissionSets().accountsProvisioned(set.arn()));
    }
    return Claims.of((Subject.OfAssignment) subject);
  }

  /**
   * Takes a place for a request, as {@link WorkflowSlots#tryAcquire} does. Who gets none may wait
   * for requests of others, while nothing of ours ends that would make us look.
   */
  public boolean tryAcquire(Claim claim, Runnable wake) {
    var mine = slots.tryAcquire(claim, wake);
    if (!mine) {
      startPolling();
    }
    return mine;
  }

  private synchronized void startPolling() {
    if (!polling) {
      polling = true;
      scheduleNextPoll(clock.instant(), Duration.ZERO);
    }
  }

  private void scheduleNextPoll(Instant last, Duration pause) {
    var calls = (int) Stream.of(Operation.values()).filter(this::hasToBeListed).count();
    var due = last.plus(pace.interval(slots.waiting(), calls));
    var wait = longer(Duration.between(clock.instant(), due), untilOneMayEnd());
    background.after(longer(wait, Duration.ZERO).plus(pause), this::poll);
  }

  private Duration untilOneMayEnd() {
    return unclear.isEmpty()
        ? inFlight
            .allRunningSince()
            .map(since -> Duration.between(clock.instant(), since.plus(pace.youngestEnd())))
            .orElse(Duration.ZERO)
        : Duration.ZERO;
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  private void poll() {
    var startedAt = clock.instant();
    var failed = false;
    for (var operation : Operation.values()) {
      failed |= !succeeds(() -> pollRunning(operation));
    }
    failed = failed || !succeeds(this::countOthers);
    failed |= !succeeds(confirmation::run);
    inFlight.forgetOld();
    synchronized (this) {
      // Who waits may wait for requests of others to end.
      if (inFlight.size() == 0 && unclear.isEmpty() && slots.waiting() == 0) {
        polling = false;
      } else {
        scheduleNextPoll(startedAt, failed ? PAUSE_AFTER_FAILURE : Duration.ZERO);
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
    if (!hasToBeListed(operation)) {
      return;
    }
    var running = inFlight.in(Phase.RUNNING, operation);
    var askedAt = clock.instant();
    var listed = listed(operation, running);
    var others = new HashSet<>(listed);
    for (var request : running) {
      others.remove(request.request.id());
      if (listed.contains(request.request.id())) {
        request.seen = true;
      } else if (request.seen || request.since.plus(LIST_LAG).isBefore(askedAt)) {
        ended(request, askedAt);
      }
    }
    var foreign =
        unclear.resolve(operation, others, askedAt.minus(LIST_LAG), new AnswersToUnclear());
    requestsOfOthers.put(operation, foreign.size());
  }

  private Set<String> listed(Operation operation, List<TrackedRequest> running) {
    try {
      var listed = aws.inProgress(operation);
      running.forEach(TrackedRequest::followed);
      return listed;
    } catch (IdentityCenterException failure) {
      running.forEach(request -> request.notFollowed(failure));
      throw failure;
    }
  }

  private boolean hasToBeListed(Operation operation) {
    return !inFlight.in(Phase.RUNNING, operation).isEmpty()
        || !unclear.of(operation).isEmpty()
        || ofOthers(operation) > 0;
  }

  /** The roles are not touched any more, so the slot is free although the effect is unconfirmed. */
  private void ended(TrackedRequest request, Instant instant) {
    request.phase = Phase.ENDED;
    request.endedAt = instant;
    outdateListings(request.subject, instant);
    if (request.subject instanceof Subject.OfAssignment) {
      pace.observed(Duration.between(request.since, instant));
    }
    slots.release(request.claim.owner());
  }

  private final class AnswersToUnclear implements UnclearRequests.Outcomes {
    @Override
    public void accepted(Question question, Found found) {
      started(
          question.subject(),
          question.operation(),
          found.status(),
          question.claim(),
          question.wake());
    }

    @Override
    public void notAccepted(Question question) {
      slots.release(question.claim().owner());
      question.wake().run();
    }
  }

  /** Creations and deletions share the places for assignments. */
  private void countOthers() {
    slots.takenByOthers(Pool.PROVISIONING, ofOthers(Operation.Provision));
    slots.takenByOthers(Pool.ASSIGNMENT, ofOthers(Operation.Create) + ofOthers(Operation.Delete));
  }

  private int ofOthers(Operation operation) {
    return requestsOfOthers.getOrDefault(operation, 0);
  }

  private void outdateListings(Subject subject, Instant instant) {
    if (subject instanceof Subject.OfAssignment assignment) {
      listings.changed(assignment.key(), instant);
    }
  }
}
