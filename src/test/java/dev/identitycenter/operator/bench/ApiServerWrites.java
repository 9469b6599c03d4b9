package dev.identitycenter.operator.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.regex.Pattern;

/**
 * Writes the API server counted in its own metrics.
 *
 * @param finalizers to assignments themselves, without creations and deletions
 * @param statuses to the status of assignments
 * @param events of all kinds, created and updated
 */
record ApiServerWrites(long finalizers, long statuses, long events) {
  private static final String COUNTER = "apiserver_request_total{";
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");
  private static final Pattern CHANGE = Pattern.compile("APPLY|PATCH|PUT");

  /** All so far. */
  static ApiServerWrites soFar(KubernetesClient admin) {
    var total = new ApiServerWrites(0, 0, 0);
    for (var line : admin.raw("/metrics").split("\n", -1)) {
      if (line.startsWith(COUNTER)) {
        total = total.plus(of(line));
      }
    }
    return total;
  }

  ApiServerWrites minus(ApiServerWrites before) {
    return new ApiServerWrites(
        finalizers - before.finalizers, statuses - before.statuses, events - before.events);
  }

  private ApiServerWrites plus(ApiServerWrites other) {
    return new ApiServerWrites(
        finalizers + other.finalizers, statuses + other.statuses, events + other.events);
  }

  private static ApiServerWrites of(String line) {
    var end = line.lastIndexOf('}');
    var count = (long) Double.parseDouble(line.substring(end + 1).strip());
    var resource = "";
    var subresource = "";
    var verb = "";
    for (var labels = LABEL.matcher(line.substring(0, end)); labels.find(); ) {
      switch (labels.group(1)) {
        case "resource" -> resource = labels.group(2);
        case "subresource" -> subresource = labels.group(2);
        case "verb" -> verb = labels.group(2);
        default -> {}
      }
    }
    var changes = CHANGE.matcher(verb).matches();
    if (resource.equals("accountassignments") && changes) {
      return subresource.equals("status")
          ? new ApiServerWrites(0, count, 0)
          : new ApiServerWrites(count, 0, 0);
    }
    return resource.equals("events") && (changes || verb.equals("POST"))
        ? new ApiServerWrites(0, 0, count)
        : new ApiServerWrites(0, 0, 0);
  }
}
