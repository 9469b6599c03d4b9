package dev.identitycenter.operator.testing.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports on which a server can listen, and listen again after it was stopped. */
public final class LoopbackPorts {
  // Below the ports that systems give to outgoing connections: a client that keeps trying to reach
  // a
  // stopped server could otherwise be given the server's own port.
  private static final int LOWEST = 20_000;
  private static final int BOUND = 32_000;
  private static final int ATTEMPTS = 100;

  private LoopbackPorts() {}

  /** A port from 20000 to 31999 on which nobody listens now. */
  public static int pick() {
    for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
      var port = ThreadLocalRandom.current().nextInt(LOWEST, BOUND);
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException ignored) {
        // Taken; the next one may be free.
      }
    }
    throw new IllegalStateException("No free port found on the loopback interface");
  }
}
