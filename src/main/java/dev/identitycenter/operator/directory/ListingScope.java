package dev.identitycenter.operator.directory;

import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.identitycenter.Assignments;
import dev.identitycenter.operator.identitycenter.PrincipalId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What one listing of assignments is about. Each assignment is in two of them. */
sealed interface ListingScope {

  /** Everything a user or group has. */
  record OfPrincipal(PrincipalId principal) implements ListingScope {
    @Override
    public Set<AssignmentKey> list(Assignments assignments) {
      return assignments.listAssignmentsOf(principal);
    }
  }

  /** Everybody who has one permission set in one account. */
  record OfPair(String accountId, String permissionSetArn) implements ListingScope {
    @Override
    public Set<AssignmentKey> list(Assignments assignments) {
      return assignments.listAssignments(accountId, permissionSetArn);
    }
  }

  /** Asks AWS. */
  Set<AssignmentKey> list(Assignments assignments);

  /** Those that answer for the assignment. */
  static List<ListingScope> of(AssignmentKey key) {
    return List.of(principalOf(key), pairOf(key));
  }

  /**
   * So few that together they answer for all: by principal or by pair, whichever needs fewer.
   *
   * @param pairOnly whose principals cannot be listed
   */
  static Set<ListingScope> fewest(
      Collection<AssignmentKey> keys, Predicate<AssignmentKey> pairOnly) {
    var chosen = new HashSet<ListingScope>();
    var byPrincipal = new HashSet<ListingScope>();
    var byPair = new HashSet<ListingScope>();
    for (var key : keys) {
      if (pairOnly.test(key)) {
        chosen.add(pairOf(key));
      } else {
        byPrincipal.add(principalOf(key));
        byPair.add(pairOf(key));
      }
    }
    chosen.addAll(byPrincipal.size() <= byPair.size() ? byPrincipal : byPair);
    return chosen;
  }

  private static ListingScope principalOf(AssignmentKey key) {
    return new OfPrincipal(key.principal());
  }

  private static ListingScope pairOf(AssignmentKey key) {
    return new OfPair(key.accountId(), key.permissionSetArn());
  }
}
