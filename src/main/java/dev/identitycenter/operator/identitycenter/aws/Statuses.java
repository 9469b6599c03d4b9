package dev.identitycenter.operator.identitycenter.aws;

import dev.identitycenter.operator.identitycenter.RequestStatus;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.ssoadmin.model.StatusValues;

/** Translates the three status shapes of AWS, which have the same members. */
final class Statuses {

  private Statuses() {}

  static RequestStatus of(String id, StatusValues status, String failureReason, Instant created) {
    return new RequestStatus(
        id,
        switch (status) {
          case SUCCEEDED -> RequestStatus.State.SUCCEEDED;
          case FAILED -> RequestStatus.State.FAILED;
          // What AWS may add is not an end that we know.
          case IN_PROGRESS, UNKNOWN_TO_SDK_VERSION -> RequestStatus.State.IN_PROGRESS;
        },
        Optional.ofNullable(failureReason),
        created == null ? Instant.EPOCH : created);
  }
}
