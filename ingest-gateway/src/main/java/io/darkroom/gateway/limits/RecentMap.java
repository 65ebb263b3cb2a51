package io.darkroom.gateway.limits;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A bounded map that forgets the entry that was written to least recently. Its order is exact,
 * where a cache such as Caffeine may evict an entry that has just been added. Thread-safe.
 */
public final class RecentMap<K, V> {

  private final Map<K, V> values;

  public RecentMap(int capacity) {
    this.values =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > capacity;
          }
        };
  }

  /** Returns the value, which becomes the newest; makes it if it is missing. */
  public synchronized V touch(K key, Function<K, V> make) {
    V value = values.remove(key);
    V present = value == null ? make.apply(key) : value;
    values.put(key, present);
    return present;
  }

  /** Adds a value, which becomes the newest. */
  public synchronized void put(K key, V value) {
    values.remove(key);
    values.put(key, value);
  }

  /** Adds a value unless there is one, which is then returned and keeps its age. */
  public synchronized Optional<V> putIfAbsent(K key, V value) {
    return Optional.ofNullable(values.putIfAbsent(key, value));
  }

  public synchronized Optional<V> find(K key) {
    return Optional.ofNullable(values.get(key));
  }

  /** Removes and returns a value. */
  public synchronized Optional<V> take(K key) {
    return Optional.ofNullable(values.remove(key));
  }

  public synchronized void remove(K key) {
    values.remove(key);
  }

  /** Removes the entry if it has this value. */
  public synchronized void remove(K key, V value) {
    values.remove(key, value);
  }

  /** The keys, the newest last. */
  public synchronized List<K> keys() {
    return List.copyOf(values.keySet());
  }
}
