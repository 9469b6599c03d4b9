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
      var answers = granted.stream().map(assignment -> answer(assignment, startedAt)).toList();
      var asking = answers.stream().filter(Answer.Asking.class::isInstance).count();
      var progress = before.next(answers.size() - asking, now);
      if (asking > 0 && progress.since().plus(PATIENCE).isAfter(now)) {
        background.after(LOOK_AGAIN, () -> look(granted, startedAt, progress, done));
        return;
      }
      differing = differing(granted, answers, startedAt);
    } catch (RuntimeException bug) {
      // Whoever asked would wait for ever; in doubt, everything differs.
      LOGGER.error("Comparing all assignments with AWS failed in an unexpected way", bug);
    }
    done.accept(new SafetyStop.Count(differing, granted.size()));
  }

  private int differing(List<AccountAssignment> granted, List<Answer> answers, Instant startedAt) {
    var differing = 0;
    for (int i = 0; i < granted.size(); i++) {
      if (!isListed(answers.get(i)) || isReplaced(granted.get(i), startedAt)) {
        differing++;
      }
    }
    return differing;
  }

  private Answer answer(AccountAssignment assignment, Instant notBefore) {
    return listings.ask(ManagedObjects.keyOf(assignment).orElseThrow(), notBefore, () -> {});
  }

  /** What AWS could not tell counts as differing: in doubt, nothing is changed. */
  private static boolean isListed(Answer answer) {
    return answer instanceof Answer.Known known && known.listed();
  }

  /** Remembered principals would hide that the others were replaced as well. */
  private boolean isReplaced(AccountAssignment assignment, Instant startedAt) {
    try {
      return resolver.resolve(assignment, startedAt) instanceof References.Resolved resolved
          && !ManagedObjects.keyOf(assignment).orElseThrow().equals(resolved.key());
    } catch (IdentityCenterException unknown) {
      return true;
    }
  }
}
