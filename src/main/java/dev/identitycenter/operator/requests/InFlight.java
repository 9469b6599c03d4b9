package dev.identitycenter.operator.requests;

import dev.identitycenter.operator.api.v1alpha1.AsyncRequest.Operation;
import dev.identitycenter.operator.budget.Jitter;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.identitycenter.RequestStatus.State;
import dev.identitycenter.operator.requests.TrackedRequest.Phase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The requests in flight, and those that ended and were not acknowledged yet; for any thread. */
final class InFlight {

  /** How long a failed request is not repeated unless the spec changes. */
  private static final Duration FAILURE_LASTS = Duration.ofMinutes(5);

  private final Clock clock;
  private final Map<Subject, TrackedRequest> tracked = new HashMap<>();
  private final Map<Subject, Ended> ended = new HashMap<>();

  private record Ended(Request request, Instant forgetAt) {
    boolean isOld(Instant now) {
      return forgetAt.isBefore(now);
    }
  }

  InFlight(Clock clock) {
    this.clock = clock;
  }

  /** Whoever asks last is woken when the request ends. */
  synchronized Optional<Request> find(Subject subject, Runnable wake) {
    var request = tracked.get(subject);
    if (request != null) {
      request.wake = wake;
      return Optional.of(request.request);
    }
    var now = clock.instant();
    return Optional.ofNullable(
            ended.computeIfPresent(subject, (s, end) -> end.isOld(now) ? null : end))
        .map(Ended::request);
  }

  synchronized Optional<IdentityCenterException> denial(Subject subject) {
    return Optional.ofNullable(tracked.get(subject)).map(request -> request.denial);
  }

  synchronized void add(TrackedRequest request) {
    ended.remove(request.subject);
    tracked.put(request.subject, request);
  }

  /**
   * Adds it unless something is known of the subject already.
   *
   * @param before runs before anybody can see it end
   */
  synchronized boolean addIfUnknown(TrackedRequest request, Runnable before) {
    if (ended.containsKey(request.subject) || tracked.containsKey(request.subject)) {
      return false;
    }
    before.run();
    tracked.put(request.subject, request);
    return true;
  }

  synchronized List<TrackedRequest> in(Phase phase, Operation... operations) {
    var wanted = List.of(operations);
    return tracked.values().stream()
        .filter(request -> request.phase == phase)
        .filter(request -> wanted.contains(request.request.operation()))
        .toList();
  }

  /** When the oldest request started, if AWS works on all of them. */
  synchronized Optional<Instant> allRunningSince() {
    return tracked.values().stream().allMatch(request -> request.phase == Phase.RUNNING)
        ? tracked.values().stream().map(request -> request.since).min(Comparator.naturalOrder())
        : Optional.empty();
  }

  void finish(TrackedRequest request, State state, Optional<String> failureReason) {
    synchronized (this) {
      tracked.remove(request.subject);
      ended.put(
          request.subject,
          new Ended(
              request.request.ended(state, failureReason),
              clock.instant().plus(Jitter.around(FAILURE_LASTS))));
    }
    request.wake.run();
  }

  /** Drops it without knowing how it ended. */
  void forget(TrackedRequest request) {
    synchronized (this) {
      tracked.remove(request.subject);
    }
    request.wake.run();
  }

  /** Its end is in the object's status; a failure is still remembered for a while. */
  synchronized void acknowledge(Subject subject) {
    ended.computeIfPresent(subject, (s, end) -> end.request().isFailed() ? end : null);
  }

  synchronized void forgetFailure(Subject subject) {
    ended.remove(subject);
  }

  synchronized void forgetFailuresOf(String permissionSetArn) {
    ended
        .entrySet()
        .removeIf(
            end ->
                end.getKey() instanceof Subject.OfAssignment assignment
                    && assignment.key().permissionSetArn().equals(permissionSetArn)
                    && end.getValue().request().isFailed());
  }

  synchronized void forgetOld() {
    var now = clock.instant();
    ended.values().removeIf(end -> end.isOld(now));
  }

  synchronized int size() {
    return tracked.size();
  }
}
