package dev.identitycenter.operator.accountassignment;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
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

/** Compares everything that was granted with AWS, by listings that answer for many. */
final class AssignmentCensus implements SafetyStop.Census {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
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
    var granted = objects.assignments().filter(RecordedAssignment::isGranted).toList();
    var startedAt = clock.instant();
    background.after(Duration.ZERO, () -> look(granted, startedAt, done));
  }

  private void look(
      List<AccountAssignment> granted, Instant startedAt, Consumer<SafetyStop.Count> done) {
    var patient = startedAt.plus(PATIENCE).isAfter(clock.instant());
    var answers = granted.stream().map(assignment -> answer(assignment, startedAt)).toList();
    if (patient && answers.stream().anyMatch(Answer.Asking.class::isInstance)) {
      background.after(LOOK_AGAIN, () -> look(granted, startedAt, done));
      return;
    }
    var differing = 0;
    for (int i = 0; i < granted.size(); i++) {
      if (!isListed(answers.get(i)) || isReplaced(granted.get(i), startedAt)) {
        differing++;
      }
    }
    done.accept(new SafetyStop.Count(differing, granted.size()));
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
