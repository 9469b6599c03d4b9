package dev.identitycenter.operator.accountassignment;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.api.v1alpha1.AsyncRequest.Operation;
import dev.identitycenter.operator.directory.AssignmentListings;
import dev.identitycenter.operator.directory.AssignmentListings.Answer;
import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.objects.ManagedObjects;
import dev.identitycenter.operator.requests.Claims;
import dev.identitycenter.operator.requests.Request;
import dev.identitycenter.operator.requests.RequestTracker;
import dev.identitycenter.operator.requests.Subject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Looks at an assignment without changing anything and without waiting. */
final class AssignmentObserver {

  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(1);

  private final RequestTracker tracker;
  private final AssignmentListings listings;
  private final Duration longestAge;
  private final Clock clock;

  AssignmentObserver(
      RequestTracker tracker, AssignmentListings listings, Duration longestAge, Clock clock) {
    this.tracker = tracker;
    this.listings = listings;
    this.longestAge = longestAge;
    this.clock = clock;
  }

  ObservedAssignment observe(AccountAssignment resource, AssignmentKey key, Runnable wake) {
    var subject = new Subject.OfAssignment(key);
    unfinished(resource, key)
        .ifPresent(last -> tracker.resume(subject, last, Claims.of(subject), wake));
    var request = tracker.find(subject, wake);
    var unclear = tracker.isUnclear(subject);
    // While AWS works on it, a listing would be out of date at once.
    var busy = unclear || request.filter(Request::isInProgress).isPresent();
    return new ObservedAssignment(
        request, unclear, busy ? new Answer.Asking() : listing(resource, key, wake));
  }

  /**
   * What was never granted may wait for its place for hours; that AWS did not list it at any time
   * is reason enough to create it, which does nothing if somebody else did.
   */
  private Answer listing(AccountAssignment resource, AssignmentKey key, Runnable wake) {
    if (!resource.isMarkedForDeletion()
        && !RecordedAssignment.isGranted(resource)
        && listings.known(key, Instant.MIN) instanceof Answer.Known known
        && !known.listed()) {
      return known;
    }
    return listings.ask(key, notBefore(resource), wake);
  }

  /**
   * What was listed before somebody asked for the deletion may have changed since, and nobody would
   * look again. The clock of the API server may differ from ours.
   */
  private Instant notBefore(AccountAssignment resource) {
    var now = clock.instant();
    var young = now.minus(longestAge);
    if (!resource.isMarkedForDeletion()) {
      return young;
    }
    var asked = Instant.parse(resource.getMetadata().getDeletionTimestamp());
    var afterDeletion = (asked.isAfter(now) ? now : asked).minus(CLOCK_TOLERANCE);
    return afterDeletion.isAfter(young) ? afterDeletion : young;
  }

  /** The request that the status shows as running, where it is certain what it is about. */
  private static Optional<Request> unfinished(AccountAssignment resource, AssignmentKey key) {
    var status = resource.getStatus();
    if (status == null
        || status.request() == null
        || status.replaced() != null
        || !ManagedObjects.keyOf(resource).equals(Optional.of(key))) {
      return Optional.empty();
    }
    var expected = resource.isMarkedForDeletion() ? Operation.Delete : Operation.Create;
    return Optional.of(Request.of(status.request()))
        .filter(last -> last.isInProgress() && last.operation() == expected);
  }
}
