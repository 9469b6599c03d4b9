package dev.identitycenter.operator.bench;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a contestant did.
 *
 * @param wall from the first command to the last grant in force
 * @param aws all that was asked of AWS
 * @param inside what else is known of the operator, empty for others
 */
record Run(Duration wall, AwsUse aws, Optional<Inside> inside) {

  /**
   * What only the operator has.
   *
   * @param timesToReady of each assignment, from its appearance in the API to its condition Ready,
   *     sorted
   * @param peakMemory most resident memory of its process in bytes
   * @param cpuTime what its process had of all cores together, its start included
   * @param startToFirstVisit from the start of its process to the first status it writes
   * @param writes what it wrote to the API server
   */
  record Inside(
      List<Duration> timesToReady,
      OptionalLong peakMemory,
      Duration cpuTime,
      Duration startToFirstVisit,
      ApiServerWrites writes) {

    /** The time within which that share of the assignments became ready. */
    Duration timeToReady(double share) {
      var rank = (int) Math.ceil(share * timesToReady.size());
      return timesToReady.get(Math.max(1, rank) - 1);
    }
  }

  double wallToBound() {
    return (double) wall.toMillis() / aws.bound().value().toMillis();
  }
}
