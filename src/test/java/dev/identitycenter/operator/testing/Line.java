package dev.identitycenter.operator.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The only way from a program under test to a server: passes bytes on until it is cut. A program
 * whose lines are all cut can do no more, which is what a crash looks like from outside.
 */
public final class Line implements AutoCloseable {
  private final URI server;
  private final ServerSocket entrance;
  private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  private Line(URI server, ServerSocket entrance) {
    this.server = server;
    this.entrance = entrance;
  }

  /** A line to a server on this machine. */
  public static Line to(URI server) {
    try {
      var line = new Line(server, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      start(line::accept);
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server's address at this end of the line. */
  public URI entrance() {
    return URI.create(server.getScheme() + "://127.0.0.1:" + entrance.getLocalPort());
  }

  /** Cuts the line for ever: what is on its way is lost, and nobody gets through any more. */
  public void cut() {
    cut = true;
    closeQuietly(entrance);
    ends.forEach(Line::closeQuietly);
  }

  /** Closes all connections; new ones get through. */
  public void interrupt() {
    ends.forEach(Line::closeQuietly);
  }

  /** The same as {@link #cut}. */
  @Override
  public void close() {
    cut();
  }

  private void accept() {
    while (!cut) {
      try {
        connect(entrance.accept());
      } catch (IOException e) {
        // The line was cut, or the server does not listen: the caller sees a closed connection.
      }
    }
  }

  private void connect(Socket near) throws IOException {
    ends.add(near);
    Socket far;
    try {
      far = new Socket(server.getHost(), server.getPort());
    } catch (IOException e) {
      hangUp(near);
      throw e;
    }
    ends.add(far);
    if (cut) {
      hangUp(near, far);
      return;
    }
    near.setTcpNoDelay(true);
    far.setTcpNoDelay(true);
    start(() -> pass(near, far));
    start(() -> pass(far, near));
  }

  private void pass(Socket from, Socket to) {
    try {
      copy(from.getInputStream(), to.getOutputStream());
    } catch (IOException e) {
      // One side hung up.
    } finally {
      hangUp(from, to);
    }
  }

  private void copy(InputStream from, OutputStream to) throws IOException {
    var buffer = new byte[8192];
    for (var count = from.read(buffer); count >= 0 && !cut; count = from.read(buffer)) {
      to.write(buffer, 0, count);
    }
  }

  private void hangUp(Socket... sockets) {
    for (var socket : sockets) {
      closeQuietly(socket);
      ends.remove(socket);
    }
  }

  private static void closeQuietly(AutoCloseable open) {
    try {
      open.close();
    } catch (Exception e) {
      // It is closed enough.
    }
  }

  private static void start(Runnable task) {
    var thread = new Thread(task, "line");
    thread.setDaemon(true);
    thread.start();
  }
}
