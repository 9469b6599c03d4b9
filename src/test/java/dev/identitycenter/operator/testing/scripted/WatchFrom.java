package dev.identitycenter.operator.testing.scripted;

import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.util.function.LongSupplier;

/** A watch that expires at once when something was deleted since the version it goes on from. */
final class WatchFrom extends WebSocketListener {
  private final long version;
  private final LongSupplier lastDeletion;
  private final WebSocketListener watch;

  WatchFrom(long version, LongSupplier lastDeletion, WebSocketListener watch) {
    this.version = version;
    this.lastDeletion = lastDeletion;
    this.watch = watch;
  }

  /** Compares when the watch is open, because the mock loses what happens until then. */
  @Override
  public void onOpen(WebSocket socket, Response response) {
    watch.onOpen(socket, response);
    if (version < lastDeletion.getAsLong()) {
      socket.send(ApiFault.EXPIRED);
    }
  }

  @Override
  public void onClosing(WebSocket socket, int code, String reason) {
    watch.onClosing(socket, code, reason);
  }

  @Override
  public void onClosed(WebSocket socket, int code, String reason) {
    watch.onClosed(socket, code, reason);
  }

  @Override
  public void onFailure(WebSocket socket, Throwable cause, Response response) {
    watch.onFailure(socket, cause, response);
  }
}
