package io.darkroom.gateway.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.error.DarkroomException;
import io.darkroom.frame.Excerpt;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * A part of a list in the order of ids. The token of a page is the last id of the one before, so
 * that what is created or deleted in between neither repeats nor hides anything else.
 *
 * @param nextToken empty on the last page
 */
public record Pages<T>(List<T> items, String nextToken) {

  private static final int MOST = 1000;

  /**
   * @param id unique, and what the list is sorted by
   * @param size 0 stands for the most
   * @throws DarkroomException {@code INVALID_ARGUMENT} where the token is none of ours
   */
  public static <T> Pages<T> of(List<T> all, Function<T, String> id, int size, String token) {
    String after = read(token);
    List<T> rest =
        all.stream()
            .filter(item -> after.isEmpty() || id.apply(item).compareTo(after) > 0)
            .sorted(Comparator.comparing(id))
            .toList();
    int most = size == 0 ? MOST : Math.min(size, MOST);
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
          "pageToken: %s (expected: the nextPageToken of an answer). Leave it out to begin."
              .formatted(Excerpt.quoted(token)));
    }
  }
}
