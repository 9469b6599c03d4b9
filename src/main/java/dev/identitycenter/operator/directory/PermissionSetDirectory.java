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

/**
 * ARNs of permission sets by name. AWS has no such look-up, so all sets are described once; since
 * names never change, later only new ARNs are.
 */
public final class PermissionSetDirectory {

  /** A missing name makes us list again, but not more often than this. */
  private static final Duration SHORTEST_AGE = Duration.ofSeconds(10);

  private final PermissionSets permissionSets;
  private final Clock clock;
  private final Map<String, String> nameByArn = new HashMap<>();
  private final Map<String, String> arnByName = new HashMap<>();
  private Instant listedAt;

  public PermissionSetDirectory(PermissionSets permissionSets, Clock clock) {
    this.permissionSets = permissionSets;
    this.clock = clock;
  }

  /** The ARN of the set of that name, from a list not older than ten seconds if it is missing. */
  public synchronized Optional<String> find(String name) {
    if (!arnByName.containsKey(name)
        && (listedAt == null || listedAt.plus(SHORTEST_AGE).isBefore(clock.instant()))) {
      readNewOnes();
    }
    return Optional.ofNullable(arnByName.get(name));
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

  private void readNewOnes() {
    var now = clock.instant();
    var listed = new HashSet<>(permissionSets.listPermissionSets());
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
