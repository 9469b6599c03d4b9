package dev.identitycenter.operator.status;

import dev.identitycenter.operator.api.v1alpha1.Condition;
import dev.identitycenter.operator.api.v1alpha1.ConditionType;
import dev.identitycenter.operator.api.v1alpha1.Reason;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Computes conditions from an outcome and keeps the transition time of those that did not change
 * (KEP-1623). {@code Reconciling} and {@code Stalled} exist only while true (kstatus).
 */
public final class Conditions {

  /** AWS and stack texts can be long; a status stays readable. KEP-1623 allows 32768. */
  private static final int LONGEST_MESSAGE = 1024;

  static final Set<String> UNDER_WAY =
      Set.of(Reason.Pending.name(), Reason.Creating.name(), Reason.Deleting.name());

  private final Clock clock;

  public Conditions(Clock clock) {
    this.clock = clock;
  }

  /** The conditions after a run of an object of the given generation, in a stable order. */
  public List<Condition> after(
      Outcome outcome, List<String> partTypes, long generation, List<Condition> before) {
    if (outcome.isUndecided() && isTrue(before, ConditionType.STALLED, generation)) {
      // Otherwise a stalled object would seem to recover, and stall anew, with each look at AWS.
      return before;
    }
    var result = new ArrayList<Condition>();
    var next = new Builder(outcome, generation, before == null ? List.of() : before, result);
    next.add(ConditionType.READY, readiness(outcome));
    for (var part : partTypes) {
      if (!next.keep(part)) {
        next.add(part, statusOf(part, outcome));
      }
    }
    switch (outcome.state()) {
      case PROGRESSING, WAITING -> next.add(ConditionType.RECONCILING, Condition.Status.True);
      case STALLED -> next.add(ConditionType.STALLED, Condition.Status.True);
      case SETTLED, SUSPENDED -> {}
    }
    return List.copyOf(result);
  }

  /** The condition of that type, if there is one. */
  public static Optional<Condition> find(List<Condition> conditions, String type) {
    return conditions == null
        ? Optional.empty()
        : conditions.stream().filter(c -> c.type().equals(type)).findFirst();
  }

  /** Whether the condition holds and was computed for that generation. */
  public static boolean isTrue(List<Condition> conditions, String type, long generation) {
    return find(conditions, type)
        .filter(condition -> condition.status() == Condition.Status.True)
        .filter(condition -> Long.valueOf(generation).equals(condition.observedGeneration()))
        .isPresent();
  }

  /** Whether AWS is being changed, or will be when it is the object's turn. */
  public static boolean isUnderWay(Condition condition) {
    return UNDER_WAY.contains(condition.reason());
  }

  /** Whether a part of the work is known to differ in AWS although no spec changed. */
  private static boolean isDrifted(Condition part) {
    return part.reason().equals(Reason.Drifted.name());
  }

  /** Whether what was said stands: the object is settled, and AWS only hard to reach. */
  public static boolean stand(List<Condition> before, long generation, Outcome outcome) {
    return outcome.isPassing() && isTrue(before, ConditionType.READY, generation);
  }

  private static Condition.Status readiness(Outcome outcome) {
    if (outcome.reason() == Reason.InternalError) {
      return Condition.Status.Unknown;
    }
    return switch (outcome.state()) {
      case SETTLED -> Condition.Status.True;
      case SUSPENDED -> Condition.Status.Unknown;
      case PROGRESSING, WAITING, STALLED -> Condition.Status.False;
    };
  }

  private static Condition.Status statusOf(String type, Outcome outcome) {
    var order = partOf(type).compareTo(outcome.part());
    if (outcome.state() == Outcome.State.SETTLED || order < 0) {
      return Condition.Status.True;
    }
    // Parts are worked on in order, so what comes after the one that failed is not known yet.
    return order == 0 && outcome.view() != Outcome.View.UNSEEN
        ? Condition.Status.False
        : Condition.Status.Unknown;
  }

  private static Reason.Part partOf(String type) {
    return switch (type) {
      case ConditionType.RESOLVED_REFS -> Reason.Part.REFERENCES;
      case ConditionType.SYNCED -> Reason.Part.SYNC;
      case ConditionType.PROVISIONED -> Reason.Part.PROVISION;
      default -> throw new IllegalArgumentException("no part of the work is called " + type);
    };
  }

  private final class Builder {
    private final Outcome outcome;
    private final long generation;
    private final List<Condition> before;
    private final List<Condition> result;

    Builder(Outcome outcome, long generation, List<Condition> before, List<Condition> result) {
      this.outcome = outcome;
      this.generation = generation;
      this.before = before;
      this.result = result;
    }

    void add(String type, Condition.Status status) {
      var since =
          find(before, type)
              .filter(old -> old.status() == status)
              .map(Condition::lastTransitionTime)
              .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
      result.add(
          new Condition(
              type, status, generation, since, reason(type, status), message(type, status)));
    }

    /** Whether there is something to keep that was said of this very spec. */
    boolean keep(String type) {
      var known =
          find(before, type)
              .filter(old -> Long.valueOf(generation).equals(old.observedGeneration()))
              .filter(old -> isUnseen(type) || (outcome.isPassing() && isDrifted(old)));
      known.ifPresent(result::add);
      return known.isPresent();
    }

    private boolean isUnseen(String type) {
      return outcome.view() == Outcome.View.UNSEEN && partOf(type).compareTo(outcome.part()) >= 0;
    }

    private String reason(String type, Condition.Status status) {
      var summary = type.equals(ConditionType.READY) || isAbnormalTrue(type);
      var differing = outcome.view() == Outcome.View.DIFFERING;
      if (!summary && status == Condition.Status.False && differing) {
        return Reason.Drifted.name();
      }
      if (summary || status != Condition.Status.True) {
        return outcome.reason().name();
      }
      return type.equals(ConditionType.RESOLVED_REFS) ? "Resolved" : type;
    }

    private String message(String type, Condition.Status status) {
      var summary = type.equals(ConditionType.READY) || isAbnormalTrue(type);
      var text = summary || status == Condition.Status.False ? outcome.message() : "";
      return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE - 1) + "…";
    }

    private static boolean isAbnormalTrue(String type) {
      return type.equals(ConditionType.RECONCILING) || type.equals(ConditionType.STALLED);
    }
  }
}
