package dev.identitycenter.operator.permissionset;

import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.identitycenter.PermissionSetSnapshot;
import dev.identitycenter.operator.identitycenter.PermissionSets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What AWS stores of a permission set. Reading one takes six calls, so a snapshot answers for a
 * while; what we changed ourselves is known without reading.
 */
final class PermissionSetObserver {

  private record Seen(PermissionSetSnapshot snapshot, Instant at) {}

  private final PermissionSets permissionSets;
  private final Duration longestAge;
  private final Clock clock;
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  PermissionSetObserver(PermissionSets permissionSets, Duration longestAge, Clock clock) {
    this.permissionSets = permissionSets;
    this.longestAge = longestAge;
    this.clock = clock;
  }

  /** The set of that ARN; empty when AWS has it no more. */
  Optional<PermissionSetSnapshot> read(String arn) {
    var known = seen.get(arn);
    if (known != null && known.at().plus(longestAge).isAfter(clock.instant())) {
      return Optional.of(known.snapshot());
    }
    var now = clock.instant();
    try {
      var snapshot = permissionSets.readPermissionSet(arn);
      seen.put(arn, new Seen(snapshot, now));
      return Optional.of(snapshot);
    } catch (IdentityCenterException failure) {
      if (failure.kind() == FailureKind.NOT_FOUND) {
        seen.remove(arn);
        return Optional.empty();
      }
      throw failure;
    }
  }

  /** AWS accepted edits that lead to this state. */
  void changed(PermissionSetSnapshot snapshot) {
    seen.merge(
        snapshot.arn(),
        new Seen(snapshot, clock.instant()),
        (old, now) -> new Seen(snapshot, old.at()));
  }

  /** Nobody knows what AWS stores now. */
  void forget(String arn) {
    seen.remove(arn);
  }
}
