package dev.identitycenter.operator.identitycenter;

import java.time.Duration;

/**
 * The plain fields of a permission set.
 *
 * @param name 1 to 32 characters, unique in the instance, immutable
 * @param description up to 700 characters, or null
 * @param sessionDuration 1 to 12 hours
 * @param relayState where the user lands, up to 240 characters, or null
 */
public record PermissionSetSettings(
    String name, String description, Duration sessionDuration, String relayState) {

  /** AWS's own value when none is given. */
  public static final Duration DEFAULT_SESSION_DURATION = Duration.ofHours(1);
}
