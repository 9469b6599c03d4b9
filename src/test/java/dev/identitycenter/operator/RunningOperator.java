package dev.identitycenter.operator;

import dev.identitycenter.operator.background.Tempo;
import dev.identitycenter.operator.simulator.Simulator;
import dev.identitycenter.operator.testing.FastClock;
import dev.identitycenter.operator.testing.Installation;
import dev.identitycenter.operator.testing.Line;
import dev.identitycenter.operator.testing.MutableClock;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The operator in this JVM, between an API server, usually a real one, and the simulator. Its two
 * lines to the world can be cut, which is a crash as far as the world sees.
 */
public final class RunningOperator implements AutoCloseable {

  /** Whose calls AWS sees. */
  public static final String ACCESS_KEY = "AKIAOPERATOR";

  /** What tells the SDK's default chains where AWS is. */
  private static final Map<String, String> AWS =
      Map.of(
          "aws.region", "us-east-1",
          "aws.accessKeyId", ACCESS_KEY,
          "aws.secretAccessKey", "secret");

  private final Line toKubernetes;
  private final Line toAws;
  private final KubernetesClient client;
  private final IdentityCenterOperator operator;
  private volatile boolean crashed;

  private RunningOperator(Builder builder) {
    toKubernetes = Line.to(URI.create(builder.kubernetes.getMasterUrl()));
    toAws = Line.to(builder.simulator.endpoint());
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(builder.kubernetes)
                    .withMasterUrl(toKubernetes.entrance().toString())
                    .build())
            .build();
    operator = connected(builder.config(), client, builder.tempo, toAws.entrance());
    operator.start();
  }

  /** An operator that is about to run, with the rights it is installed with. */
  public static Builder on(TestCluster cluster, Simulator simulator) {
    var installation = Installation.on(cluster);
    return on(
        new ConfigBuilder(installation.operator()).withNamespace(installation.namespace()).build(),
        simulator);
  }

  /** The same with any way to an API server. */
  public static Builder on(Config kubernetes, Simulator simulator) {
    return new Builder(kubernetes, simulator);
  }

  /** System properties belong to the whole JVM, and the SDK reads the endpoint only once. */
  private static synchronized IdentityCenterOperator connected(
      OperatorConfig config, KubernetesClient client, Tempo tempo, URI endpoint) {
    AWS.forEach(System::setProperty);
    System.setProperty("aws.endpointUrl", endpoint.toString());
    try {
      return new IdentityCenterOperator(config, client, tempo);
    } finally {
      System.clearProperty("aws.endpointUrl");
    }
  }

  /** Where it serves probes and metrics. */
  public URI http() {
    return URI.create("http://127.0.0.1:" + operator.httpPort());
  }

  /** The way to the API server. */
  public Line toKubernetes() {
    return toKubernetes;
  }

  /**
   * Keeps the operator from doing anything any more, at once and without good-byes. What remains of
   * it in this JVM ends when it is closed.
   */
  public void crash() {
    toAws.cut();
    toKubernetes.cut();
    crashed = true;
  }

  /** Stops it in an orderly way; after a crash, cleans up. */
  @Override
  public void close() {
    if (crashed) {
      // Its patience with an API server that does not answer would last for minutes.
      client.close();
    }
    operator.close();
    client.close();
    toAws.close();
    toKubernetes.close();
  }

  /** Collects what differs from the defaults. */
  public static final class Builder {
    private final Config kubernetes;
    private final Simulator simulator;
    private final Map<String, String> values = new HashMap<>();
    private Tempo tempo = Tempo.real();

    private Builder(Config kubernetes, Simulator simulator) {
      this.kubernetes = kubernetes;
      this.simulator = simulator;
      values.put("HTTP_PORT", "0");
    }

    /** Only these namespaces. */
    public Builder watching(String... namespaces) {
      return with("WATCH_NAMESPACES", String.join(",", namespaces));
    }

    public Builder resyncInterval(Duration value) {
      return with("RESYNC_INTERVAL", value.toString());
    }

    /** Any value, by the name of its environment variable. */
    public Builder with(String name, String value) {
      values.put(name, value);
      return this;
    }

    /** Time passes for the operator as on this clock. */
    public Builder at(FastClock clock) {
      tempo = new Tempo(clock, clock.factor());
      return this;
    }

    /** Durations are as they are; what time it is, this clock says. */
    public Builder at(MutableClock clock) {
      tempo = new Tempo(clock, 1);
      return this;
    }

    public RunningOperator start() {
      return new RunningOperator(this);
    }

    private OperatorConfig config() {
      try {
        return OperatorConfig.of(values::get);
      } catch (OperatorConfig.InvalidConfigException e) {
        throw new IllegalArgumentException(e);
      }
    }
  }
}
