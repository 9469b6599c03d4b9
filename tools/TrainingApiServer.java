import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * As much of a Kubernetes API server as the operator needs to become ready: every list is empty,
 * and a watch never tells anything. tools/image-layout trains the class-data-sharing archive with
 * it, since an image is built where no real one is. Prints its port.
 */
public final class TrainingApiServer {
  private static final String EMPTY_LIST =
      "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[]}";

  public static void main(String[] none) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", TrainingApiServer::answer);
    server.start();
    System.out.println(server.getAddress().getPort());
  }

  private static void answer(HttpExchange exchange) throws IOException {
    var query = String.valueOf(exchange.getRequestURI().getQuery());
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    // A watch over a web socket is answered like a list, upon which the client watches over HTTP.
    if (query.contains("watch=true") && !exchange.getRequestHeaders().containsKey("Upgrade")) {
      // Stays open until one of the two ends.
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().flush();
      return;
    }
    try (exchange) {
      var body = EMPTY_LIST.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
