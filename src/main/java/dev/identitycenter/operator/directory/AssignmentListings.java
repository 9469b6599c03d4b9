package dev.identitycenter.operator.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.identitycenter.operator.background.Background;
import dev.identitycenter.operator.budget.ComparisonPace;
import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.identitycenter.Assignments;
import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.identitycenter.PrincipalId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether AWS lists an assignment. Questions asked within a short time are answered together:
 * by one listing for each principal or for each pair of account and permission set, whichever needs
 * fewer. Nobody waits: who asks too early is woken when the answer is there.
 */
public final class AssignmentListings {

  private static final Logger LOGGER = LoggerFactory.getLogger(AssignmentListings.class);

  /** Questions of this long are collected before AWS is asked. */
  private static final Duration COLLECTING = Duration.ofMillis(100);

  /** So many that those who ask meanwhile wait for less than a second. */
  private static final int LISTINGS_IN_A_PASS = 12;

  /** How long a failed listing answers for itself, before AWS is asked again. */
  private static final Duration FAILURE_LASTS = Duration.ofSeconds(5);

  /** Listings that nobody asked for again for so long are dropped. */
  private static final Duration KEPT = Duration.ofHours(2);

  /** How long AWS is not asked by principal after it denied that. */
  private static final Duration DENIAL_LASTS = Duration.ofMinutes(10);

  private final Assignments assignments;
  private final int callsPerSecond;
  private final Background background;
  private final Clock clock;
  private final Map<ListingScope, Listing> listings = new ConcurrentHashMap<>();
  private final Map<AssignmentKey, Question> questions = new LinkedHashMap<>();
  private final Map<AssignmentKey, Instant> changes = new ConcurrentHashMap<>();
  private final Map<String, Instant> createdSets = new ConcurrentHashMap<>();
  private boolean scheduled;
  private final Cache<PrincipalId, Instant> gone =
      Caffeine.newBuilder().expireAfterWrite(DENIAL_LASTS).build();
  private volatile Instant principalListingDeniedUntil = Instant.MIN;

  /** The answer to whether AWS lists an assignment. */
  public sealed interface Answer {
    /** AWS was asked no earlier than wanted. */
    record Known(boolean listed, Instant asOf) implements Answer {}

    /** AWS is being asked; the wake-up follows. */
    record Asking() implements Answer {}

    /** AWS was asked and failed. */
    record Failed(IdentityCenterException failure) implements Answer {}
  }

  private record Listing(Instant asOf, Set<AssignmentKey> keys, IdentityCenterException failure) {}

  private record Question(Instant notBefore, Set<Runnable> wakes) {}

  /**
   * Knows nothing yet.
   *
   * @param callsPerSecond the rate of the whole process
   */
  public AssignmentListings(
      Assignments assignments, int callsPerSecond, Background background, Clock clock) {
    this.assignments = assignments;
    this.callsPerSecond = callsPerSecond;
    this.background = background;
    this.clock = clock;
  }

  /**
   * Whether AWS lists the assignment, as of a moment not before the given one.
   *
   * @param wake runs once when an answer is there, if it is not there now
   */
  public Answer ask(AssignmentKey key, Instant notBefore, Runnable wake) {
    var known = known(key, notBefore);
    if (!(known instanceof Answer.Asking)) {
      return known;
    }
    synchronized (questions) {
      questions.merge(key, new Question(notBefore, Set.of(wake)), AssignmentListings::together);
      if (!scheduled) {
        scheduled = true;
        background.after(COLLECTING, this::answerSome);
      }
    }
    return new Answer.Asking();
  }

  /** The same without asking AWS if it has to be asked. */
  public Answer known(AssignmentKey key, Instant notBefore) {
    return answer(key, notBefore).orElseGet(Answer.Asking::new);
  }

  /** Work on the assignment started or ended then; earlier listings say nothing about it. */
  public void changed(AssignmentKey key, Instant instant) {
    changes.merge(key, instant, AssignmentListings::later);
  }

  /** The permission set did not exist before now, so nobody has it yet; AWS need not be asked. */
  public void permissionSetCreated(String arn) {
    createdSets.put(arn, clock.instant());
  }

  /**
   * How often all can be compared: the wanted interval, or a longer one where so many principals or
   * pairs are listed that they would take more than a quarter of the rate.
   */
  public Duration affordable(Duration wanted) {
    return ComparisonPace.interval(wanted, listings.size(), callsPerSecond);
  }

  /** Since when AWS does not know the principal any more, as far as a listing told. */
  public Optional<Instant> goneSince(PrincipalId principal) {
    return Optional.ofNullable(gone.getIfPresent(principal));
  }

  /** Listings held now. */
  int size() {
    return listings.size();
  }

  private void forgetOlderThan(Instant instant) {
    listings.values().removeIf(listing -> listing.asOf().isBefore(instant));
    changes.values().removeIf(change -> change.isBefore(instant));
    createdSets.values().removeIf(creation -> creation.isBefore(instant));
  }

  private Optional<Answer> answer(AssignmentKey key, Instant wanted) {
    var notBefore = later(changes.getOrDefault(key, Instant.MIN), wanted);
    return ListingScope.of(key).stream()
        .map(listings::get)
        .filter(listing -> listing != null && answers(listing, notBefore))
        .max(Comparator.comparing(Listing::asOf))
        .map(listing -> answer(key, listing))
        .or(() -> unassignedSince(key.permissionSetArn(), notBefore));
  }

  private static Answer answer(AssignmentKey key, Listing listing) {
    return listing.failure() == null
        ? new Answer.Known(listing.keys().contains(key), listing.asOf())
        : new Answer.Failed(listing.failure());
  }

  private Optional<Answer> unassignedSince(String permissionSetArn, Instant notBefore) {
    return Optional.ofNullable(createdSets.get(permissionSetArn))
        .filter(creation -> !creation.isBefore(notBefore))
        .map(creation -> new Answer.Known(false, creation));
  }

  private boolean answers(Listing listing, Instant notBefore) {
    return !listing.asOf().isBefore(notBefore)
        && (listing.failure() == null
            || listing.asOf().plus(FAILURE_LASTS).isAfter(clock.instant()));
  }

  /**
   * One pass at a time, of a few listings each; the newest demand first, because a request that has
   * just ended waits for its confirmation, while a comparison with AWS may take its time.
   */
  private void answerSome() {
    forgetOlderThan(clock.instant().minus(KEPT));
    Map<AssignmentKey, Question> asked;
    synchronized (questions) {
      asked = new HashMap<>(questions);
    }
    var open = new HashMap<>(asked);
    open.entrySet().removeIf(e -> isAnswered(e.getKey(), e.getValue()));
    newestFirst(ListingScope.fewest(open.keySet(), this::isListedByPairOnly), open).stream()
        .limit(LISTINGS_IN_A_PASS)
        .forEach(scope -> listings.put(scope, read(scope)));
    var wakes = new HashSet<Runnable>();
    synchronized (questions) {
      for (var entry : asked.entrySet()) {
        if (isAnswered(entry.getKey(), entry.getValue())
            && questions.remove(entry.getKey(), entry.getValue())) {
          wakes.addAll(entry.getValue().wakes());
        }
      }
      scheduled = !questions.isEmpty();
      if (scheduled) {
        background.after(Duration.ZERO, this::answerSome);
      }
    }
    wakes.forEach(Runnable::run);
  }

  private boolean isAnswered(AssignmentKey key, Question question) {
    return answer(key, question.notBefore()).isPresent();
  }

  private static List<ListingScope> newestFirst(
      Set<ListingScope> scopes, Map<AssignmentKey, Question> open) {
    var newest = new HashMap<ListingScope, Instant>();
    open.forEach(
        (key, question) ->
            ListingScope.of(key).stream()
                .filter(scopes::contains)
                .forEach(
                    scope -> newest.merge(scope, question.notBefore(), AssignmentListings::later)));
    return newest.entrySet().stream()
        .sorted(Map.Entry.<ListingScope, Instant>comparingByValue().reversed())
        .map(Map.Entry::getKey)
        .toList();
  }

  private boolean isListedByPairOnly(AssignmentKey key) {
    return principalListingDeniedUntil.isAfter(clock.instant())
        || gone.getIfPresent(key.principal()) != null;
  }

  private Listing read(ListingScope scope) {
    var asOf = clock.instant();
    try {
      return new Listing(asOf, scope.list(assignments), null);
    } catch (IdentityCenterException failure) {
      if (scope instanceof ListingScope.OfPrincipal ofPrincipal
          && cannotBeListed(ofPrincipal, failure)) {
        // No answer for anybody; the next pass asks by pair.
        return new Listing(Instant.MIN, Set.of(), failure);
      }
      return new Listing(clock.instant(), Set.of(), failure);
    } catch (RuntimeException bug) {
      LOGGER.error("Listing assignments failed in an unexpected way", bug);
      return new Listing(
          clock.instant(),
          Set.of(),
          new IdentityCenterException(
              FailureKind.UNEXPECTED, "ListAccountAssignments", bug.toString(), bug));
    }
  }

  private boolean cannotBeListed(ListingScope.OfPrincipal scope, IdentityCenterException failure) {
    if (failure.kind() == FailureKind.ACCESS_DENIED) {
      LOGGER.warn(
          "AWS denies ListAccountAssignmentsForPrincipal; listing by account and permission set,"
              + " which takes more calls. {}",
          failure.getMessage());
      principalListingDeniedUntil = clock.instant().plus(DENIAL_LASTS);
      return true;
    }
    if (failure.kind() == FailureKind.NOT_FOUND) {
      // The principal is gone; its assignments are not.
      gone.put(scope.principal(), clock.instant());
      return true;
    }
    return false;
  }

  private static Question together(Question one, Question other) {
    var wakes = new HashSet<>(one.wakes());
    wakes.addAll(other.wakes());
    return new Question(later(one.notBefore(), other.notBefore()), Set.copyOf(wakes));
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
