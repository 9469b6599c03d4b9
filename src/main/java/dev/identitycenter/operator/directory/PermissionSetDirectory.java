package dev.identitycenter.operator.directory;

import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.identitycenter.PermissionSets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * ARNs of permission sets by name. AWS has no such look-up, so all sets are described once; since
 * names never change, later only new ARNs are.
 */
public final class PermissionSetDirectory {

  /** A missing name makes us list again, but not more often than this. */
  private static final Duration SHORTEST_AGE = Duration.ofSeconds(10);

  /** The same for a doubt, which is mostly about something else and comes up again and again. */
  private static final Duration SHORTEST_AGE_IN_DOUBT = Duration.ofMinutes(1);

  private final PermissionSets permissionSets;
  private final Clock clock;
  private final Map<String, String> nameByArn = new HashMap<>();
  private final Map<String, String> arnByName = new HashMap<>();
  private final Set<String> doubted = new HashSet<>();
  private Instant listedAt;

  public PermissionSetDirectory(PermissionSets permissionSets, Clock clock) {
    this.permissionSets = permissionSets;
    this.clock = clock;
  }

  /**
   * The ARN of the set of that name, from a list not older than ten seconds if it is missing, or a
   * minute if it is in doubt.
   */
  public synchronized Optional<String> find(String name) {
    var known = arnByName.get(name);
    var age = known == null ? SHORTEST_AGE : SHORTEST_AGE_IN_DOUBT;
    if ((known == null || doubted.contains(known)) && isListOlderThan(age)) {
      readNewOnes();
    }
    return Optional.ofNullable(arnByName.get(name));
  }

  private boolean isListOlderThan(Duration age) {
    return listedAt == null || listedAt.plus(age).isBefore(clock.instant());
  }

  /** The ARN of the set of that name, after asking AWS again. */
  public synchronized Optional<String> findAfresh(String name) {
    readNewOnes();
    return Optional.ofNullable(arnByName.get(name));
  }

  public synchronized void created(String arn, String name) {
    remember(arn, name);
  }

  public synchronized void deleted(String arn) {
    forget(arn);
  }

  /**
   * AWS does not know something that a call was about, perhaps the set: somebody may have deleted
   * it and created another of its name.
   */
  public synchronized void doubt(String arn) {
    if (nameByArn.containsKey(arn)) {
      doubted.add(arn);
    }
  }

  private void readNewOnes() {
    var now = clock.instant();
    var listed = new HashSet<>(permissionSets.listPermissionSets());
    doubted.clear();
    for (var arn : new HashSet<>(nameByArn.keySet())) {
      if (!listed.contains(arn)) {
        forget(arn);
      }
    }
    for (var arn : listed) {
      if (!nameByArn.containsKey(arn)) {
        describe(arn);
      }
    }
    listedAt = now;
  }

  private void describe(String arn) {
    try {
      remember(arn, permissionSets.describePermissionSet(arn).name());
    } catch (IdentityCenterException failure) {
      // It was deleted between the list and now.
      if (failure.kind() != FailureKind.NOT_FOUND) {
        throw failure;
      }
    }
  }

  private void remember(String arn, String name) {
    nameByArn.put(arn, name);
    arnByName.put(name, arn);
  }

  private void forget(String arn) {
    var name = nameByArn.remove(arn);
    if (name != null) {
      arnByName.remove(name, arn);
    }
  }
}
