package dev.identitycenter.operator.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Who the caller is. */
final class CallerOperations implements Operation.Topic {
  @Override
  public List<Operation> operations() {
    return List.of(
        new Operation(
            Service.STS, "GetCallerIdentity", Shape.structure(), CallerOperations::identity));
  }

  private static ObjectNode identity(Request request) {
    var caller = request.caller();
    return Json.object(
        "Arn", caller.arn(), "UserId", caller.accessKey(), "Account", caller.accountId());
  }
}
