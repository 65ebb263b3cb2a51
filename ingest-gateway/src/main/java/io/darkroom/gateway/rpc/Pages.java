package io.darkroom.gateway.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.error.DarkroomException;
import io.darkroom.frame.Excerpt;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * A page of a list, sorted by id. The token holds the last id of the page before, so that items
 * which are created or deleted between two calls neither repeat nor hide others.
 *
 * @param nextToken empty on the last page
 */
public record Pages<T>(List<T> items, String nextToken) {

  private static final int MAX_ITEMS = 1000;

  /**
   * The page of {@code all} that follows a token.
   *
   * @param id the unique key by which the list is sorted
   * @param size the most items of a page; 0 for the largest page
   * @param token empty for the first page
   * @throws DarkroomException {@code INVALID_ARGUMENT} if the token is not one of ours
   */
  public static <T> Pages<T> of(List<T> all, Function<T, String> id, int size, String token) {
    String after = read(token);
    List<T> rest =
        all.stream()
            .filter(item -> after.isEmpty() || id.apply(item).compareTo(after) > 0)
            .sorted(Comparator.comparing(id))
            .toList();
    int most = size == 0 ? MAX_ITEMS : Math.min(size, MAX_ITEMS);
    if (rest.size() <= most) {
      return new Pages<>(rest, "");
    }
    List<T> page = rest.subList(0, most);
    return new Pages<>(page, write(id.apply(page.get(most - 1))));
  }

  private static String write(String id) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(UTF_8));
  }

  private static String read(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), UTF_8);
    } catch (IllegalArgumentException e) {
      throw DarkroomException.invalid(
          "pageToken",
          "pageToken: %s (expected: the nextPageToken of an answer). Omit it for the first page."
              .formatted(Excerpt.quoted(token)));
    }
  }
}
