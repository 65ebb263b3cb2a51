package io.darkroom.gateway.resources;

import io.darkroom.error.DarkroomException;
import io.darkroom.frame.Excerpt;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tracks when each resource changed, so that a caller who knows an earlier state gets only the
 * difference. Compares with the present state at each call. Thread-safe.
 *
 * @param <R> the resource; equal if nothing visible has changed
 */
public final class ChangeLog<R> {

  /** A caller who has missed more deletions gets a snapshot. */
  static final int MOST_DELETIONS = 10_000;

  private static final Pattern TOKEN = Pattern.compile("([0-9a-f]{12})-(\\d{1,18})");

  /**
   * The difference between two states.
   *
   * @param snapshot whether {@code changed} contains everything, because the caller's state is
   *     unknown
   * @param changed sorted by id
   * @param deleted ids
   * @param token names the newer state
   */
  public record Changes<R>(boolean snapshot, List<R> changed, List<String> deleted, String token) {}

  private record Entry<R>(R resource, long version) {}

  /** Differs between gateways and between starts of a gateway; part of each token. */
  private final String origin = UUID.randomUUID().toString().substring(24);

  private final Function<R, String> id;
  private final Supplier<List<R>> present;
  private final Map<String, Entry<R>> entries = new TreeMap<>();

  /** The version of each deletion, the oldest first. */
  private final Map<String, Long> deletions = new LinkedHashMap<>();

  private long version;

  /** The version of the newest forgotten deletion. */
  private long forgotten;

  /**
   * @param present returns all resources; must not block
   */
  public ChangeLog(Function<R, String> id, Supplier<List<R>> present) {
    this.id = id;
    this.present = present;
  }

  /**
   * Checks the form of a token.
   *
   * @throws DarkroomException {@code INVALID_ARGUMENT} if no gateway makes such a token
   */
  public static void requireToken(String token) {
    if (!token.isEmpty() && !TOKEN.matcher(token).matches()) {
      throw DarkroomException.invalid(
          "from",
          "from: %s (expected: the resumeToken of an answer). Leave it out to begin."
              .formatted(Excerpt.quoted(token)));
    }
  }

  /**
   * Returns what has changed since a state.
   *
   * @param token names the state that the caller knows; empty for none
   */
  public synchronized Changes<R> since(String token) {
    refresh();
    long known = versionOf(token);
    boolean snapshot = known < forgotten || known > version;
    long after = snapshot ? -1 : known;
    List<R> changed =
        entries.values().stream()
            .filter(entry -> entry.version() > after)
            .map(Entry::resource)
            .toList();
    List<String> deleted =
        snapshot
            ? List.of()
            : deletions.keySet().stream().filter(key -> deletions.get(key) > after).toList();
    return new Changes<>(snapshot, changed, deleted, origin + "-" + version);
  }

  private long versionOf(String token) {
    Matcher parts = TOKEN.matcher(token);
    return parts.matches() && parts.group(1).equals(origin) ? Long.parseLong(parts.group(2)) : -1;
  }

  private void refresh() {
    long next = version + 1;
    Set<String> gone = new TreeSet<>(entries.keySet());
    for (R resource : present.get()) {
      String key = id.apply(resource);
      gone.remove(key);
      Entry<R> known = entries.get(key);
      if (known == null || !known.resource().equals(resource)) {
        entries.put(key, new Entry<>(resource, next));
        deletions.remove(key);
        version = next;
      }
    }
    for (String key : gone) {
      entries.remove(key);
      deletions.put(key, next);
      version = next;
    }
    forgetOldest();
  }

  private void forgetOldest() {
    Iterator<Long> oldest = deletions.values().iterator();
    for (int over = deletions.size() - MOST_DELETIONS; over > 0; over--) {
      forgotten = oldest.next();
      oldest.remove();
    }
  }
}
