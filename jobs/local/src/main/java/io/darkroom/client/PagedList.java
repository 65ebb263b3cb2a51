package io.darkroom.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/** Reads all pages of a list. */
final class PagedList {

  /** More than any gateway returns; detects a server that never sends a last page. */
  static final int MAX_PAGES = 1_000;

  private static final String NEXT = "nextPageToken";

  private PagedList() {}

  /**
   * Returns the last page, with the elements of all pages.
   *
   * @param field the field that holds the elements
   * @param get reads the page at a path
   * @throws GatewayException if the pages do not end
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
    throw broken("page: not a JSON object (expected: an object with %s)".formatted(field));
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
      throw broken("%s: \"%s\" for the second time (expected: a new token)".formatted(NEXT, token));
    }
    if (followed.size() >= MAX_PAGES) {
      throw broken("%s: still set on page %d (expected: empty)".formatted(NEXT, MAX_PAGES));
    }
  }

  private static GatewayException broken(String what) {
    return new GatewayException(
        "INTERNAL", what + ". The server violates the paging protocol: check --url.", null);
  }
}
