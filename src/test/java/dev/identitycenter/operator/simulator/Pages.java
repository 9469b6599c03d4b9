package dev.identitycenter.operator.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/** Cuts lists into pages with opaque tokens. */
final class Pages {
  /**
   * Where the next page starts.
   *
   * @param operation whose token this is
   * @param index how many elements came before
   * @param lastKey the element that came last, which finds the place when the list has changed
   */
  private record Token(String operation, int index, String lastKey) {}

  private final int defaultSize;
  private final boolean awkward;

  /**
   * @param defaultSize size of a page when the request names none
   * @param awkward whether pages are emptier than they could be
   */
  Pages(int defaultSize, boolean awkward) {
    this.defaultSize = defaultSize;
    this.awkward = awkward;
  }

  /**
   * The page a request asks for.
   *
   * @param member name of the list in the answer
   * @param key tells elements apart
   */
  <T> ObjectNode answer(
      Request request, String member, List<T> all, Function<T, String> key, Function<T, ?> toJson) {
    var token = request.optionalText("NextToken").filter(text -> !text.isEmpty());
    var isFirst = token.isEmpty();
    int start = isFirst ? 0 : position(decode(request, token.get()), all, key);
    int end = Math.min(all.size(), start + size(request, isFirst));
    var page = all.subList(start, end);
    return Json.object(
        member,
        page.stream().map(toJson).toList(),
        "NextToken",
        end < all.size()
            ? encode(request, end, end == 0 ? "" : key.apply(all.get(end - 1)))
            : null);
  }

  private int size(Request request, boolean isFirst) {
    int asked = request.node("MaxResults").asInt(defaultSize);
    if (!awkward) {
      return asked;
    }
    return isFirst ? 0 : (asked + 1) / 2;
  }

  private static <T> int position(Token token, List<T> all, Function<T, String> key) {
    for (int i = 0; i < all.size(); i++) {
      if (key.apply(all.get(i)).equals(token.lastKey())) {
        return i + 1;
      }
    }
    return Math.min(token.index(), all.size());
  }

  private static String encode(Request request, int index, String lastKey) {
    try {
      var json =
          Json.MAPPER.writeValueAsString(new Token(request.operation().name(), index, lastKey));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(json.getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Token decode(Request request, String text) {
    try {
      var token = Json.MAPPER.readValue(Base64.getUrlDecoder().decode(text), Token.class);
      if (token.operation().equals(request.operation().name())) {
        return token;
      }
    } catch (IOException | IllegalArgumentException e) {
      throw AwsException.validation("Invalid NextToken: " + text);
    }
    throw AwsException.validation("Invalid NextToken: " + text);
  }
}
