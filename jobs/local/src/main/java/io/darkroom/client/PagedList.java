package io.darkroom.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/** Reads a list that comes in pages. */
final class PagedList {

  /** More than any gateway has, so that a server that never ends is noticed. */
  static final int MOST_PAGES = 1_000;

  private static final String NEXT = "nextPageToken";

  private PagedList() {}

  /**
   * The last page, with the elements of all pages.
   *
   * @param field that holds the elements
   * @param get reads the page at a path
   * @throws GatewayException where the pages do not come to an end
   */
  static JsonNode read(String path, String field, Function<String, JsonNode> get) {
    JsonNode page = get.apply(path);
    String token = next(page);
    if (token.isEmpty()) {
      return page;
    }
    ArrayNode elements = JsonNodeFactory.instance.arrayNode();
    page.path(field).forEach(elements::add);
    Set<String> followed = new HashSet<>();
    while (!token.isEmpty()) {
      requireProgress(followed, token);
      page = get.apply(pathOf(path, token));
      page.path(field).forEach(elements::add);
      token = next(page);
    }
    if (page instanceof ObjectNode last) {
      return last.set(field, elements);
    }
    throw broken("a page that is no JSON object (expected: an object with %s)".formatted(field));
  }

  private static String next(JsonNode page) {
    return page.path(NEXT).asText("");
  }

  private static String pathOf(String path, String token) {
    String separator = path.contains("?") ? "&" : "?";
    return path + separator + "pageToken=" + GatewayClient.encoded(token);
  }

  private static void requireProgress(Set<String> followed, String token) {
    if (!followed.add(token)) {
      throw broken("%s: \"%s\" a second time (expected: another one)".formatted(NEXT, token));
    }
    if (followed.size() >= MOST_PAGES) {
      throw broken("%s: still set on page %d (expected: empty)".formatted(NEXT, MOST_PAGES));
    }
  }

  private static GatewayException broken(String what) {
    return new GatewayException(
        "INTERNAL", what + ". The server breaks the rules of lists: check --url.", null);
  }
}
