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
 * Resources and when each has changed, so that a caller who knows an earlier state gets the
 * difference. It looks at the present state when it is asked. Thread-safe.
 *
 * @param <R> equal where nothing that is shown has changed
 */
public final class ChangeLog<R> {

  /** A caller who has missed more of them gets a snapshot. */
  static final int MOST_DELETIONS = 10_000;

  private static final Pattern TOKEN = Pattern.compile("([0-9a-f]{12})-(\\d{1,18})");

  /**
   * What has changed between two states.
   *
   * @param snapshot whether {@code changed} is everything, for a caller whose state is not known
   * @param changed in the order of their ids
   * @param deleted ids
   * @param token of the state that the caller knows afterwards
   */
  public record Changes<R>(boolean snapshot, List<R> changed, List<String> deleted, String token) {}

  private record Entry<R>(R resource, long version) {}

  /** Tokens of other gateways, and of this one before it restarted, have another one. */
  private final String origin = UUID.randomUUID().toString().substring(24);

  private final Function<R, String> id;
  private final Supplier<List<R>> present;
  private final Map<String, Entry<R>> entries = new TreeMap<>();

  /** The version at which each was deleted, the oldest first. */
  private final Map<String, Long> deletions = new LinkedHashMap<>();

  private long version;

  /** The version of the newest deletion that is no longer remembered. */
  private long forgotten;

  /**
   * @param present all resources as they are; must not block
   */
  public ChangeLog(Function<R, String> id, Supplier<List<R>> present) {
    this.id = id;
    this.present = present;
  }

  /**
   * @throws DarkroomException {@code INVALID_ARGUMENT} where it is no token of any gateway
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
   * @param token of the state that the caller knows; empty for none
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
