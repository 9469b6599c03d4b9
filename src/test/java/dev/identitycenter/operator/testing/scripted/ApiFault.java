package dev.identitycenter.operator.testing.scripted;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.util.function.Supplier;

/** A way for a call to the API server to fail. */
@FunctionalInterface
public interface ApiFault {
  /** What a watch says that cannot go on from its version. */
  String EXPIRED = Serialization.asJson(new WatchEvent(status(410), "ERROR"));

  /** Answers in place of the server, which may or may not have done its work before. */
  MockResponse answer(Supplier<MockResponse> server);

  /** The server does nothing and answers with that code. */
  static ApiFault refused(int code) {
    return server -> response(code);
  }

  /** The server does its work and then answers with that code. */
  static ApiFault refusedAfterEffect(int code) {
    return server -> {
      var unused = server.get();
      return response(code);
    };
  }

  /** A watch begins and says at once that it cannot go on from that version. */
  static ApiFault expired() {
    return server ->
        new MockResponse()
            .withWebSocketUpgrade(
                new WebSocketListener() {
                  @Override
                  public void onOpen(WebSocket socket, Response response) {
                    socket.send(EXPIRED);
                  }
                });
  }

  private static MockResponse response(int code) {
    return new MockResponse().setResponseCode(code).setBody(Serialization.asJson(status(code)));
  }

  private static Status status(int code) {
    return new StatusBuilder()
        .withStatus("Failure")
        .withCode(code)
        .withReason(
            switch (code) {
              case 409 -> "Conflict";
              case 410 -> "Expired";
              case 429 -> "TooManyRequests";
              default -> "InternalError";
            })
        .withMessage("scripted")
        .build();
  }
}
