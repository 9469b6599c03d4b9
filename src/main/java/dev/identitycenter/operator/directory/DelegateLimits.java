package dev.identitycenter.operator.directory;

import com.github.benmanes.caffeine.cache.Cache;
import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.identitycenter.IdentityCenter;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What AWS keeps a delegated administrator from (user guide, delegated administration): assignments
 * in the management account, and permission sets that are provisioned there, which it may neither
 * edit nor delete nor assign anywhere. Known before a call that AWS would refuse.
 *
 * <p>What cannot be found out limits nothing here; then AWS has to refuse. Whose credentials the
 * operator has is asked once, because other credentials come with another process; where a set is
 * provisioned holds for minutes only.
 */
public final class DelegateLimits {

  private static final Logger LOGGER = LoggerFactory.getLogger(DelegateLimits.class);
  private static final Duration LASTS = Duration.ofMinutes(2);

  /** A network without a way to STS costs a timeout with each question. */
  private static final Duration UNKNOWN_LASTS = Duration.ofMinutes(30);

  /** AWS allows 3500 permission sets. */
  private static final long MOST = 5_000;

  private static final String WAY_OUT =
      "run the operator with credentials of the management account";

  private final IdentityCenter aws;
  private final AccountDirectory accounts;
  private final Clock clock;
  private final Cache<String, Boolean> sharedWithManagement;
  private Optional<Delegate> delegate = Optional.empty();
  private Instant askAt = Instant.MIN;

  private record Delegate(String accountId, String managementAccountId) {
    String told() {
      return "the operator runs as delegated administrator in account " + accountId;
    }
  }

  public DelegateLimits(IdentityCenter aws, AccountDirectory accounts, Clock clock) {
    this.aws = aws;
    this.accounts = accounts;
    this.clock = clock;
    sharedWithManagement = ClockedCache.by(clock).maximumSize(MOST).expireAfterWrite(LASTS).build();
  }

  /** Asks whose credentials the operator has before anybody has to wait for it. */
  public void prepare() {
    var unused = delegate();
  }

  /** Why AWS would refuse to create that assignment, with the way out, if so. */
  public Optional<String> onCreation(AssignmentKey key) {
    return delegate()
        .flatMap(
            caller ->
                inManagementAccount(caller, key, "delete this object")
                    .or(() -> onSet(caller, key.permissionSetArn())));
  }

  /** Why AWS would refuse to delete that assignment, with the way out, if so. */
  public Optional<String> onDeletion(AssignmentKey key) {
    return delegate()
        .flatMap(
            caller -> inManagementAccount(caller, key, "keep it with spec.deletionPolicy: Retain"));
  }

  /**
   * Why AWS would refuse to edit or delete that permission set, with the way out, if so. Asked anew
   * each time, because edits are rare.
   */
  public Optional<String> onPermissionSet(String arn) {
    return delegate()
        .flatMap(
            caller -> {
              sharedWithManagement.invalidate(arn);
              return onSet(caller, arn);
            });
  }

  private static Optional<String> inManagementAccount(
      Delegate caller, AssignmentKey key, String otherWayOut) {
    return key.accountId().equals(caller.managementAccountId())
        ? Optional.of(
            "Account %s manages the organization, and %s, which AWS lets change no assignment there; %s, or %s."
                .formatted(key.accountId(), caller.told(), WAY_OUT, otherWayOut))
        : Optional.empty();
  }

  private Optional<String> onSet(Delegate caller, String arn) {
    return isShared(arn, caller.managementAccountId())
        ? Optional.of(
            "Permission set %s is provisioned in the management account %s, and %s, which AWS lets neither edit nor delete nor assign such a set; %s, or use another permission set there."
                .formatted(arn, caller.managementAccountId(), caller.told(), WAY_OUT))
        : Optional.empty();
  }

  private boolean isShared(String arn, String managementAccountId) {
    try {
      return sharedWithManagement.get(
          arn,
          asked -> aws.permissionSets().accountsProvisioned(asked).contains(managementAccountId));
    } catch (IdentityCenterException failure) {
      LOGGER.debug("Cannot tell where {} is provisioned", arn, failure);
      return false;
    }
  }

  private synchronized Optional<Delegate> delegate() {
    var now = clock.instant();
    if (now.isBefore(askAt)) {
      return delegate;
    }
    try {
      var caller = new Delegate(aws.accounts().ownAccountId(), accounts.managementAccountId());
      delegate =
          Optional.of(caller).filter(any -> !any.accountId().equals(any.managementAccountId()));
      askAt = Instant.MAX;
    } catch (IdentityCenterException failure) {
      LOGGER.warn(
          "Cannot tell whether the operator runs as delegated administrator; what AWS does not let it do is noticed only when AWS refuses. {}",
          failure.getMessage());
      delegate = Optional.empty();
      askAt = now.plus(UNKNOWN_LASTS);
    }
    return delegate;
  }
}
