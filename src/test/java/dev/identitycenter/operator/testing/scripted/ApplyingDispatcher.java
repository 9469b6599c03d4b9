package dev.identitycenter.operator.testing.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.crud.AttributeSet;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The mock with two things that this project needs. Server-side apply: each of spec, status and
 * finalizers has one owner, so whoever applies one of them replaces it. And watches that miss no
 * deletion: the mock begins each with what there is, so one that goes on from before a deletion is
 * told that its version is too old, as API servers may at any time.
 */
final class ApplyingDispatcher extends KubernetesCrudDispatcher {
  private static final String APPLY = "application/apply-patch+yaml";
  private static final String STATUS = "/status";
  private static final String METADATA = "metadata";

  private static final Pattern VERSION = Pattern.compile("[?&]resourceVersion=(\\d+)");

  private final BiFunction<ApiCall, Supplier<MockResponse>, MockResponse> script;
  private final AtomicLong lastDeletion = new AtomicLong();

  /**
   * Creates an empty server.
   *
   * @param script answers each call, by the help of the server or without it
   */
  ApplyingDispatcher(BiFunction<ApiCall, Supplier<MockResponse>, MockResponse> script) {
    this.script = script;
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    return script.apply(ApiCall.of(request), () -> serve(request));
  }

  @Override
  public void processEvent(
      String path,
      AttributeSet pathAttributes,
      AttributeSet oldAttributes,
      GenericKubernetesResource resource,
      String newState) {
    super.processEvent(path, pathAttributes, oldAttributes, resource, newState);
    if (newState == null) {
      lastDeletion.set(requestResourceVersion());
    }
  }

  @Override
  public MockResponse handleWatch(String path) {
    var response = super.handleWatch(path);
    var version = VERSION.matcher(path);
    return version.find()
        ? response.withWebSocketUpgrade(
            new WatchFrom(
                Long.parseLong(version.group(1)),
                lastDeletion::get,
                response.getWebSocketListener()))
        : response;
  }

  private MockResponse serve(RecordedRequest request) {
    var type = request.getHeader("Content-Type");
    return type != null && type.startsWith(APPLY)
        ? apply(ApiCall.of(request))
        : super.dispatch(request);
  }

  private MockResponse apply(ApiCall call) {
    var applied = (ObjectNode) parsed(call.body());
    var path = call.path();
    var ofStatus = path.endsWith(STATUS);
    var found = handleGet(ofStatus ? path.substring(0, path.length() - STATUS.length()) : path);
    if (found.code() == HttpURLConnection.HTTP_NOT_FOUND) {
      return ofStatus
          ? found
          : handleCreate(
              request(HttpMethod.POST, path.substring(0, path.lastIndexOf('/')), applied));
    }
    var object =
        (ObjectNode) parsed(new String(found.getBody().getBytes(), StandardCharsets.UTF_8));
    if (isOther(object, applied, "uid") || isOther(object, applied, "resourceVersion")) {
      return ApiFault.refused(HttpURLConnection.HTTP_CONFLICT).answer(() -> found);
    }
    if (ofStatus) {
      object.set("status", applied.path("status"));
    } else {
      replaceIfGiven(object, applied, "spec");
      replaceIfGiven((ObjectNode) object.path(METADATA), applied.path(METADATA), "finalizers");
    }
    return handleUpdate(request(HttpMethod.PUT, path, object));
  }

  private static boolean isOther(JsonNode object, JsonNode applied, String field) {
    var expected = applied.path(METADATA).path(field);
    return !expected.isMissingNode() && !expected.equals(object.path(METADATA).path(field));
  }

  private static void replaceIfGiven(ObjectNode object, JsonNode applied, String field) {
    if (applied.has(field)) {
      object.set(field, applied.path(field));
    }
  }

  private static RecordedRequest request(HttpMethod method, String path, JsonNode body) {
    var json = body.toString().getBytes(StandardCharsets.UTF_8);
    return new RecordedRequest(
        "HTTP/1.1", method, path, Headers.builder().build(), new Buffer(json));
  }

  private static JsonNode parsed(String text) {
    return Serialization.unmarshal(text, JsonNode.class);
  }
}
