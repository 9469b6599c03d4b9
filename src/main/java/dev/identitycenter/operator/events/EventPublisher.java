package dev.identitycenter.operator.events;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes events; the same one again raises its counter. An event that cannot be written is lost:
 * the status says the same.
 */
public final class EventPublisher {

  private static final Logger LOGGER = LoggerFactory.getLogger(EventPublisher.class);
  private static final String COMPONENT = "identity-center-operator";

  /** The API server's limit. */
  private static final int LONGEST_NOTE = 1024;

  private final KubernetesClient client;
  private final Clock clock;

  public EventPublisher(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  public void normal(HasMetadata about, String reason, String message) {
    publish(about, "Normal", reason, message);
  }

  public void warning(HasMetadata about, String reason, String message) {
    publish(about, "Warning", reason, message);
  }

  private void publish(HasMetadata about, String type, String reason, String message) {
    var note = message.length() <= LONGEST_NOTE ? message : message.substring(0, LONGEST_NOTE);
    var event = event(about, type, reason, note);
    try {
      createOrRaiseCount(event);
    } catch (KubernetesClientException failure) {
      LOGGER.debug("Event {} not written", reason, failure);
    }
  }

  private void createOrRaiseCount(Event event) {
    var resource = client.v1().events().resource(event);
    try {
      resource.create();
    } catch (KubernetesClientException failure) {
      if (failure.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw failure;
      }
      resource.patch(repeated(resource.require(), event));
    }
  }

  private static Event repeated(Event known, Event event) {
    var count = known.getCount() == null ? 1 : known.getCount();
    return new EventBuilder(known)
        .withCount(count + 1)
        .withLastTimestamp(event.getLastTimestamp())
        .build();
  }

  private Event event(HasMetadata about, String type, String reason, String message) {
    var metadata = about.getMetadata();
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(metadata.getNamespace())
        .withName(nameOf(metadata.getName(), metadata.getUid() + type + reason + message))
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(about.getApiVersion())
        .withKind(about.getKind())
        .withNamespace(metadata.getNamespace())
        .withName(metadata.getName())
        .withUid(metadata.getUid())
        .endInvolvedObject()
        .withType(type)
        .withReason(reason)
        .withMessage(message)
        .withNewSource()
        .withComponent(COMPONENT)
        .endSource()
        .withReportingComponent(COMPONENT)
        .withFirstTimestamp(now)
        .withLastTimestamp(now)
        .withCount(1)
        .build();
  }

  /** Derived from the content, so that a repeat finds the first one. */
  private static String nameOf(String object, String content) {
    var digest = UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8));
    return object + "." + digest.toString().substring(0, 18);
  }
}
