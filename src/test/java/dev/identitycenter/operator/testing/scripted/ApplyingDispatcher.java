package dev.identitycenter.operator.testing.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * The mock with server-side apply, as far as this project uses it: each of spec, status and
 * finalizers has one owner, so whoever applies one of them replaces it.
 */
final class ApplyingDispatcher extends KubernetesCrudDispatcher {
  private static final String APPLY = "application/apply-patch+yaml";
  private static final String STATUS = "/status";
  private static final String METADATA = "metadata";

  private final BiFunction<ApiCall, Supplier<MockResponse>, MockResponse> script;

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
