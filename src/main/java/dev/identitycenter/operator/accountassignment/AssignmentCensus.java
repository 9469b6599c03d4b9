package dev.identitycenter.operator.accountassignment;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.api.v1alpha1.ConditionType;
import dev.identitycenter.operator.api.v1alpha1.DriftPolicy;
import dev.identitycenter.operator.api.v1alpha1.Reason;
import dev.identitycenter.operator.background.Background;
import dev.identitycenter.operator.directory.AssignmentListings;
import dev.identitycenter.operator.directory.AssignmentListings.Answer;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.objects.ManagedObjects;
import dev.identitycenter.operator.safety.SafetyStop;
import dev.identitycenter.operator.status.Conditions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares everything that was granted with AWS, by listings that answer for many. */
final class AssignmentCensus implements SafetyStop.Census {

  private static final Logger LOGGER = LoggerFactory.getLogger(AssignmentCensus.class);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  /** So long without a new answer, the rest counts as differing. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Replacing a directory takes less. */
  private static final Duration LONG_MISSING = Duration.ofDays(1);

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
    background.after(Duration.ZERO, new Comparison(granted, done)::look);
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

  /** Looks at each until AWS has told of it, and again only at those it has not told of. */
  private final class Comparison {
    private final Instant startedAt = clock.instant();
    private final int total;
    private final Consumer<SafetyStop.Count> done;
    private List<AccountAssignment> unknown;
    private Instant toldAt = startedAt;
    private int differing;

    Comparison(List<AccountAssignment> granted, Consumer<SafetyStop.Count> done) {
      this.total = granted.size();
      this.unknown = granted;
      this.done = done;
    }

    void look() {
      try {
        compare();
        if (!unknown.isEmpty() && toldAt.plus(PATIENCE).isAfter(clock.instant())) {
          background.after(LOOK_AGAIN, this::look);
          return;
        }
        // In doubt, nothing is changed.
        differing += unknown.size();
      } catch (RuntimeException bug) {
        // Whoever asked would wait for ever.
        LOGGER.error("Comparing all assignments with AWS failed in an unexpected way", bug);
        differing = total;
      }
      done.accept(new SafetyStop.Count(differing, total));
    }

    private void compare() {
      var now = clock.instant();
      var standings =
          unknown.stream().collect(Collectors.groupingBy(one -> standing(one, startedAt)));
      var left = standings.getOrDefault(Standing.UNKNOWN, List.of());
      differing += standings.getOrDefault(Standing.DIFFERS, List.of()).size();
      toldAt = left.size() < unknown.size() ? now : toldAt;
      unknown = left;
    }
  }

  private Standing standing(AccountAssignment assignment, Instant startedAt) {
    if (!(answer(assignment, startedAt) instanceof Answer.Known known)) {
      return Standing.UNKNOWN;
    }
    return known.listed() ? standingOfPrincipal(assignment, startedAt) : Standing.DIFFERS;
  }

  /**
   * Remembered principals would hide that the others were replaced as well; and a directory that is
   * being replaced lacks many of them for a while. Whoever left long ago says nothing of today.
   */
  private Standing standingOfPrincipal(AccountAssignment assignment, Instant startedAt) {
    try {
      var references = resolver.resolve(assignment, startedAt);
      var moved =
          references instanceof References.Resolved resolved
              && !ManagedObjects.keyOf(assignment).orElseThrow().equals(resolved.key());
      var lost =
          references instanceof References.Missing missing
              && missing.outcome().reason() == Reason.PrincipalNotFound
              && !isMissingForLong(assignment);
      return moved || lost ? Standing.DIFFERS : Standing.AGREES;
    } catch (IdentityCenterException unknown) {
      return Standing.UNKNOWN;
    }
  }

  private boolean isMissingForLong(AccountAssignment assignment) {
    return Conditions.find(assignment.getStatus().conditions(), ConditionType.READY)
        .filter(ready -> ready.reason().equals(Reason.PrincipalNotFound.name()))
        .map(ready -> Instant.parse(ready.lastTransitionTime()))
        .filter(since -> since.isBefore(clock.instant().minus(LONG_MISSING)))
        .isPresent();
  }

  private Answer answer(AccountAssignment assignment, Instant notBefore) {
    return listings.ask(ManagedObjects.keyOf(assignment).orElseThrow(), notBefore, () -> {});
  }
}
