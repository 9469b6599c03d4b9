package dev.identitycenter.operator.directory;

import com.github.benmanes.caffeine.cache.Cache;
import dev.identitycenter.operator.budget.Jitter;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.identitycenter.PrincipalId;
import dev.identitycenter.operator.identitycenter.PrincipalQuery;
import dev.identitycenter.operator.identitycenter.Principals;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Ids of users and groups by name; one call for each name, remembered for a while. */
public final class PrincipalDirectory {

  private static final long MOST = 50_000;

  /** How long an absent principal stays absent here; after it, creating it in AWS takes effect. */
  private static final Duration ABSENT_AT_FIRST = Duration.ofSeconds(20);

  /** The same for one that has been missed for long, of which there may be many. */
  private static final Duration ABSENT_AT_MOST = Duration.ofMinutes(5);

  /** All who ask for one principal come together; not each of them has to wait for a timeout. */
  private static final Duration FAILURE_LASTS = Duration.ofSeconds(5);

  private final Principals principals;
  private final Duration presentFor;
  private final Clock clock;
  private final Cache<PrincipalQuery, Answer> cache;

  /**
   * What the identity store said.
   *
   * @param until when it is asked again
   * @param absentSince when the principal was first missed, if it is
   * @param failure why it said nothing, if so
   */
  private record Answer(
      Optional<PrincipalId> id,
      Instant asOf,
      Instant until,
      Instant absentSince,
      IdentityCenterException failure) {
    boolean isFresh(Instant now, Instant notBefore) {
      return now.isBefore(until) && !asOf.isBefore(notBefore);
    }

    Optional<PrincipalId> get() {
      if (failure != null) {
        throw failure;
      }
      return id;
    }
  }

  /**
   * Remembers found principals until their turn, which comes once in the given time.
   *
   * @param presentFor after it and a tenth, a principal that was deleted or re-created is noticed
   */
  public PrincipalDirectory(Principals principals, Duration presentFor, Clock clock) {
    this.principals = principals;
    this.presentFor = presentFor;
    this.clock = clock;
    this.cache =
        ClockedCache.by(clock)
            .maximumSize(MOST)
            .expireAfterAccess(presentFor.plus(ABSENT_AT_MOST).multipliedBy(2))
            .build();
  }

  /** The id of the user or group; empty when the identity store has none of that name. */
  public Optional<PrincipalId> find(PrincipalQuery query) {
    return find(query, Instant.MIN);
  }

  /** The same as of a moment not before the given one. */
  public Optional<PrincipalId> find(PrincipalQuery query, Instant notBefore) {
    return cache
        .asMap()
        .compute(
            query,
            (same, known) ->
                known != null && known.isFresh(clock.instant(), notBefore)
                    ? known
                    : ask(query, known))
        .get();
  }

  private Answer ask(PrincipalQuery query, Answer before) {
    var asOf = clock.instant();
    Optional<PrincipalId> id;
    try {
      id = principals.findPrincipal(query);
    } catch (IdentityCenterException failure) {
      var failedAt = clock.instant();
      var absentSince = before == null ? null : before.absentSince();
      return new Answer(
          Optional.empty(), failedAt, failedAt.plus(FAILURE_LASTS), absentSince, failure);
    }
    if (id.isPresent()) {
      var turn = Jitter.untilTurn(query.toString(), presentFor, asOf);
      return new Answer(id, asOf, asOf.plus(turn), null, null);
    }
    var missedBefore = before != null && before.absentSince() != null;
    var absentSince = missedBefore ? before.absentSince() : asOf;
    return new Answer(id, asOf, asOf.plus(patience(absentSince, asOf)), absentSince, null);
  }

  /** As long as it has been missed already, within bounds. */
  private static Duration patience(Instant absentSince, Instant now) {
    var missed = Duration.between(absentSince, now);
    if (missed.compareTo(ABSENT_AT_FIRST) < 0) {
      return ABSENT_AT_FIRST;
    }
    return missed.compareTo(ABSENT_AT_MOST) < 0 ? missed : ABSENT_AT_MOST;
  }
}
