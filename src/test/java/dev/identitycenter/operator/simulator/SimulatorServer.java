package dev.identitycenter.operator.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Speaks AWS JSON 1.1 over HTTP on one port, and the query protocol for STS. */
final class SimulatorServer implements AutoCloseable {
  static {
    // without it answers wait up to 40 ms for an acknowledgement of their headers
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer http;
  private final ExecutorService threads;
  private final Dispatcher dispatcher;

  SimulatorServer(SimulatorOptions options, Dispatcher dispatcher, AdminEndpoint admin) {
    this.dispatcher = dispatcher;
    try {
      http = HttpServer.create(new InetSocketAddress(options.host(), options.port()), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "listening on " + options.host() + ":" + options.port() + ": " + e.getMessage(), e);
    }
    threads =
        Executors.newFixedThreadPool(
            options.threads(),
            task -> {
              var thread = new Thread(task, "simulator");
              thread.setDaemon(true);
              return thread;
            });
    http.setExecutor(threads);
    http.createContext("/", this::answer);
    http.createContext("/_admin/", admin::answer);
    http.start();
  }

  URI endpoint() {
    var address = http.getAddress();
    var host =
        address.getAddress().isAnyLocalAddress()
            ? "127.0.0.1"
            : address.getAddress().getHostAddress();
    return URI.create("http://" + host + ":" + address.getPort());
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      var request = exchange.getRequestBody().readAllBytes();
      var query = QueryProtocol.target(headers.getFirst("Content-Type"), request);
      var reply =
          dispatcher.dispatch(
              query.orElseGet(() -> headers.getFirst("X-Amz-Target")),
              headers.getFirst("Authorization"),
              query.isPresent() ? new byte[0] : request);
      if (reply.isDropped()) {
        return; // closing without an answer closes the connection
      }
      var requestId = UUID.randomUUID().toString();
      exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
      exchange
          .getResponseHeaders()
          .set("Content-Type", query.isPresent() ? "text/xml" : "application/x-amz-json-1.1");
      if (!reply.isOk()) {
        reply.body().put("RequestId", requestId);
      }
      var bytes =
          query.isPresent()
              ? QueryProtocol.body(query.get(), reply, requestId)
              : Json.MAPPER.writeValueAsBytes(reply.body());
      exchange.sendResponseHeaders(reply.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
