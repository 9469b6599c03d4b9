package dev.identitycenter.operator.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The protocol of STS, as far as its flat requests and answers need it: a form goes in, XML comes
 * out.
 */
final class QueryProtocol {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=([^&]*)");

  private QueryProtocol() {}

  /** What would be in {@code X-Amz-Target}; empty when the request is not of this protocol. */
  static Optional<String> target(String contentType, byte[] form) {
    if (contentType == null || !contentType.startsWith(FORM)) {
      return Optional.empty();
    }
    var action = ACTION.matcher(new String(form, StandardCharsets.UTF_8));
    return action.find()
        ? Optional.of(
            Service.STS.target() + "." + URLDecoder.decode(action.group(1), StandardCharsets.UTF_8))
        : Optional.empty();
  }

  /** The answer's body. */
  static byte[] body(String target, Reply reply, String requestId) {
    var operation = target.substring(target.indexOf('.') + 1);
    var text =
        reply.isOk()
            ? element(
                operation + "Response",
                element(operation + "Result", elements(reply.body()))
                    + element("ResponseMetadata", element("RequestId", requestId)))
            : element(
                "ErrorResponse",
                element(
                        "Error",
                        element("Type", reply.status() < 500 ? "Sender" : "Receiver")
                            + element("Code", escaped(reply.result()))
                            + element("Message", escaped(reply.body().path("message").asText())))
                    + element("RequestId", requestId));
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String elements(ObjectNode body) {
    var text = new StringBuilder();
    body.fields()
        .forEachRemaining(
            field -> text.append(element(field.getKey(), escaped(field.getValue().asText()))));
    return text.toString();
  }

  private static String element(String name, String content) {
    return "<" + name + ">" + content + "</" + name + ">";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
