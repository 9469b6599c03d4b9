package dev.identitycenter.operator.testing.scripted;

import dev.identitycenter.operator.testing.Line;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.MockResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Holds the custom resource definitions and the objects of one namespace. Everybody else is served
 * well; the operator's calls fail as scripted.
 */
public final class ScriptedApiServer implements AutoCloseable {
  /** Where the objects live. */
  public static final String NAMESPACE = "team";

  private static final String OPERATOR = "operator";
  private static final int TO_THE_LAST = Integer.MAX_VALUE;

  /** Would tell of every call; kept here because the JDK forgets loggers nobody holds. */
  private static final Logger MOCK = Logger.getLogger(MockWebServer.class.getName());

  static {
    MOCK.setLevel(Level.WARNING);
  }

  private record Scripted(Predicate<ApiCall> calls, AtomicInteger left, ApiFault fault) {
    boolean takes(ApiCall call) {
      return calls.test(call) && left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
    }
  }

  private final List<Scripted> script = new CopyOnWriteArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();
  private final KubernetesMockServer server;
  private final KubernetesClient people;
  private final Line line;

  private ScriptedApiServer() {
    server =
        new KubernetesMockServer(
            new Context(),
            new MockWebServer(),
            new HashMap<>(),
            new ApplyingDispatcher(this::answer),
            false);
    server.start();
    line = Line.to(URI.create("http://127.0.0.1:" + server.getPort()));
    people = new KubernetesClientBuilder().withConfig(config(server.url("/"), "people")).build();
    for (var name : List.of("kube-system", NAMESPACE)) {
      people
          .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
          .create();
    }
    installCrds();
  }

  /** Starts one that fails nobody yet. */
  public static ScriptedApiServer start() {
    return new ScriptedApiServer();
  }

  private void installCrds() {
    try (var files = Files.list(Path.of("crds"))) {
      files.forEach(
          file ->
              people.apiextensions().v1().customResourceDefinitions().load(file.toFile()).create());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How the operator connects. Its client hides no failure by repeating the call on its own. */
  public Config operator() {
    return new ConfigBuilder(patientOperator()).withRequestRetryBackoffLimit(0).build();
  }

  /** The same with a client that repeats calls, as it does unless told otherwise. */
  public Config patientOperator() {
    return config(line.entrance().toString(), OPERATOR);
  }

  private static Config config(String url, String token) {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(url)
        .withNamespace(NAMESPACE)
        .withOauthToken(token)
        .withHttp2Disable(true)
        .build();
  }

  /** How everybody else connects. */
  public KubernetesClient people() {
    return people;
  }

  /** The next calls of that kind fail. */
  public void next(int times, Predicate<ApiCall> calls, ApiFault fault) {
    script.add(new Scripted(calls, new AtomicInteger(times), fault));
  }

  /** Calls of that kind fail until {@link #recover}. */
  public void always(Predicate<ApiCall> calls, ApiFault fault) {
    next(TO_THE_LAST, calls, fault);
  }

  /** Nothing fails any more. */
  public void recover() {
    script.clear();
  }

  /** How many calls failed so far. */
  public int failures() {
    return failures.get();
  }

  /** Closes all connections of the operator, its watches among them. */
  public void hangUp() {
    line.interrupt();
  }

  /** The server does its work, and its answer is lost together with all connections. */
  public ApiFault lostAnswer() {
    return real -> {
      var response = real.get();
      hangUp();
      return response;
    };
  }

  private MockResponse answer(ApiCall call, Supplier<MockResponse> real) {
    if (!call.token().equals(OPERATOR)) {
      return real.get();
    }
    var failing = script.stream().filter(scripted -> scripted.takes(call)).findFirst();
    failing.ifPresent(scripted -> failures.incrementAndGet());
    return failing.map(scripted -> scripted.fault().answer(real)).orElseGet(real);
  }

  @Override
  public void close() {
    people.close();
    line.close();
    server.shutdown();
  }
}
