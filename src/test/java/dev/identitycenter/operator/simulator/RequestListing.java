package dev.identitycenter.operator.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Listings of asynchronous requests, which are the same for each kind. */
final class RequestListing {
  private RequestListing() {}

  static ObjectNode answer(Pages pages, Request request, String member, List<Workflow> workflows) {
    var status = request.node("Filter").path("Status").asText("");
    return pages.answer(
        request,
        member,
        workflows.stream()
            .filter(workflow -> status.isEmpty() || workflow.status().name().equals(status))
            .toList(),
        Workflow::id,
        Workflow::summary);
  }
}
