package dev.identitycenter.operator.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.identitycenter.operator.budget.Jitter;
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
  private static final Duration ABSENT_FOR = Duration.ofSeconds(20);

  private final Principals principals;
  private final Clock clock;
  private final Cache<PrincipalQuery, Answer> cache;

  private record Answer(Optional<PrincipalId> id, Instant asOf) {}

  /**
   * Remembers found principals until their turn, which comes once in the given time.
   *
   * @param presentFor after it and a tenth, a principal that was deleted or re-created is noticed
   */
  public PrincipalDirectory(Principals principals, Duration presentFor, Clock clock) {
    this.principals = principals;
    this.clock = clock;
    this.cache =
        ClockedCache.by(clock)
            .maximumSize(MOST)
            .expireAfter(
                Expiry.<PrincipalQuery, Answer>writing(
                    (query, answer) ->
                        answer.id().isPresent()
                            ? Jitter.untilTurn(query.toString(), presentFor, clock.instant())
                            : ABSENT_FOR))
            .build();
  }

  /** The id of the user or group; empty when the identity store has none of that name. */
  public Optional<PrincipalId> find(PrincipalQuery query) {
    return find(query, Instant.MIN);
  }

  /** The same as of a moment not before the given one. */
  public Optional<PrincipalId> find(PrincipalQuery query, Instant notBefore) {
    var known = cache.getIfPresent(query);
    // Only what was asked anew is written, because writing makes it young again.
    return isFresh(known, notBefore)
        ? known.id()
        : cache
            .asMap()
            .compute(query, (same, now) -> isFresh(now, notBefore) ? now : ask(query))
            .id();
  }

  private static boolean isFresh(Answer answer, Instant notBefore) {
    return answer != null && !answer.asOf().isBefore(notBefore);
  }

  private Answer ask(PrincipalQuery query) {
    var asOf = clock.instant();
    return new Answer(principals.findPrincipal(query), asOf);
  }
}
