package dev.identitycenter.operator.testing.scripted;

import io.fabric8.mockwebserver.http.RecordedRequest;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * What somebody asks of the API server.
 *
 * @param token who asks
 * @param path without the query
 * @param query empty when there is none
 */
public record ApiCall(String method, String token, String path, String query, String body) {
  private static final String OURS = "/apis/identitycenter.dev/";
  private static final String BEARER = "Bearer ";

  static ApiCall of(RecordedRequest request) {
    var path = request.getPath();
    var mark = path.indexOf('?');
    var authorization = Objects.requireNonNullElse(request.getHeader("Authorization"), BEARER);
    return new ApiCall(
        request.getMethod(),
        authorization.substring(BEARER.length()),
        mark < 0 ? path : path.substring(0, mark),
        mark < 0 ? "" : path.substring(mark + 1),
        new String(request.getBody().getBytes(), StandardCharsets.UTF_8));
  }

  /** Writes the status of an object of ours. */
  public boolean isStatusWrite() {
    return method.equals("PATCH") && path.startsWith(OURS) && path.endsWith("/status");
  }

  /** Writes a status that names the request AWS works on. */
  public boolean isRequestWrite() {
    return isStatusWrite() && path.contains("/accountassignments/") && body.contains("IN_PROGRESS");
  }

  /** Adds a finalizer to an object of ours, or takes it away. */
  public boolean isFinalizerWrite() {
    return method.equals("PATCH") && path.startsWith(OURS) && !path.endsWith("/status");
  }

  /** Follows the objects of a kind of ours. */
  public boolean isWatch() {
    return isReadOfKind() && query.contains("watch=true");
  }

  /** Reads all objects of a kind of ours. */
  public boolean isList() {
    return isReadOfKind() && !query.contains("watch=true");
  }

  private boolean isReadOfKind() {
    return method.equals("GET") && path.startsWith(OURS) && path.matches(".*/[a-z]+s");
  }
}
