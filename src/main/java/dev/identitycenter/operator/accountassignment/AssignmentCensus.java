package dev.identitycenter.operator.accountassignment;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.api.v1alpha1.DriftPolicy;
import dev.identitycenter.operator.background.Background;
import dev.identitycenter.operator.directory.AssignmentListings;
import dev.identitycenter.operator.directory.AssignmentListings.Answer;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.objects.ManagedObjects;
import dev.identitycenter.operator.safety.SafetyStop;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares everything that was granted with AWS, by listings that answer for many. */
final class AssignmentCensus implements SafetyStop.Census {

  private static final Logger LOGGER = LoggerFactory.getLogger(AssignmentCensus.class);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  /** So long without a new answer, the rest counts as differing. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final ManagedObjects objects;
  private final AssignmentListings listings;
  private final ReferenceResolver resolver;
  private final Background background;
  private final Clock clock;

  AssignmentCensus(
      ManagedObjects objects,
      AssignmentListings listings,
      ReferenceResolver resolver,
      Background background,
      Clock clock) {
    this.objects = objects;
    this.listings = listings;
    this.resolver = resolver;
    this.background = background;
    this.clock = clock;
  }

  @Override
  public void start(Consumer<SafetyStop.Count> done) {
    var granted =
        objects
            .assignments()
            .filter(RecordedAssignment::isGranted)
            .filter(AssignmentCensus::wouldBeCorrected)
            .toList();
    var startedAt = clock.instant();
    background.after(
        Duration.ZERO, () -> look(granted, startedAt, new Progress(0, startedAt), done));
  }

  /** What stays as it is on purpose says nothing about the organization. */
  private static boolean wouldBeCorrected(AccountAssignment assignment) {
    var spec = assignment.getSpec();
    return !assignment.isMarkedForDeletion()
        && !Boolean.TRUE.equals(spec.suspend())
        && spec.driftPolicy() != DriftPolicy.Report;
  }

  private enum Standing {
    AGREES,
    DIFFERS,
    UNKNOWN
  }

  /** How many were answered, and since when there have been no more. */
  private record Progress(long answered, Instant since) {
    Progress next(long nowAnswered, Instant now) {
      return nowAnswered > answered ? new Progress(nowAnswered, now) : this;
    }
  }

  private void look(
      List<AccountAssignment> granted,
      Instant startedAt,
      Progress before,
      Consumer<SafetyStop.Count> done) {
    var differing = granted.size();
    try {
      var now = clock.instant();
      var standings =
          granted.stream()
              .map(assignment -> standing(assignment, startedAt))
              .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
      var unknown = standings.getOrDefault(Standing.UNKNOWN, 0L);
      var progress = before.next(granted.size() - unknown, now);
      if (unknown > 0 && progress.since().plus(PATIENCE).isAfter(now)) {
        background.after(LOOK_AGAIN, () -> look(granted, startedAt, progress, done));
        return;
      }
      // In doubt, nothing is changed.
      differing = (int) (unknown + standings.getOrDefault(Standing.DIFFERS, 0L));
    } catch (RuntimeException bug) {
      // Whoever asked would wait for ever.
      LOGGER.error("Comparing all assignments with AWS failed in an unexpected way", bug);
    }
    done.accept(new SafetyStop.Count(differing, granted.size()));
  }

  private Standing standing(AccountAssignment assignment, Instant startedAt) {
    if (!(answer(assignment, startedAt) instanceof Answer.Known known)) {
      return Standing.UNKNOWN;
    }
    return known.listed() ? standingOfPrincipal(assignment, startedAt) : Standing.DIFFERS;
  }

  /** Remembered principals would hide that the others were replaced as well. */
  private Standing standingOfPrincipal(AccountAssignment assignment, Instant startedAt) {
    try {
      return resolver.resolve(assignment, startedAt) instanceof References.Resolved resolved
              && !ManagedObjects.keyOf(assignment).orElseThrow().equals(resolved.key())
          ? Standing.DIFFERS
          : Standing.AGREES;
    } catch (IdentityCenterException unknown) {
      return Standing.UNKNOWN;
    }
  }

  private Answer answer(AccountAssignment assignment, Instant notBefore) {
    return listings.ask(ManagedObjects.keyOf(assignment).orElseThrow(), notBefore, () -> {});
  }
}
