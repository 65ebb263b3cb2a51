package io.darkroom.gateway.frames.status;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Remembers a bounded number of values and forgets the one that was longest not written to. */
public final class RecentMap<V> {

  private final Map<String, V> values;

  public RecentMap(int capacity) {
    this.values =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > capacity;
          }
        };
  }

  /** The value, made where it is missing, and from now on the newest. */
  public synchronized V touch(String key, Function<String, V> make) {
    V value = values.remove(key);
    V present = value == null ? make.apply(key) : value;
    values.put(key, present);
    return present;
  }

  synchronized Optional<V> find(String key) {
    return Optional.ofNullable(values.get(key));
  }

  synchronized List<String> keys() {
    return List.copyOf(values.keySet());
  }
}
