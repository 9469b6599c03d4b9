package dev.identitycenter.operator.testing;

import dev.identitycenter.operator.events.EventPublisher;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Clock;

/** Events for tests in which no cluster listens; the operator goes on without them. */
public final class UnheardEvents {

  private UnheardEvents() {}

  /** A publisher whose events are lost at once. */
  public static EventPublisher publisher() {
    var nobody =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:1")
            .withRequestRetryBackoffLimit(0)
            .build();
    return new EventPublisher(
        new KubernetesClientBuilder().withConfig(nobody).build(), Clock.systemUTC());
  }
}
