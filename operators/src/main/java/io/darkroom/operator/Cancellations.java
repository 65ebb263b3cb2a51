package io.darkroom.operator;

import io.darkroom.frame.Names;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ids of the requests that were cancelled last; beyond {@value #CAPACITY} the oldest are
 * dropped. Thread-safe.
 */
public final class Cancellations {

  static final int CAPACITY = 10_000;

  private final Map<String, Boolean> ids =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > CAPACITY;
        }
      };

  /** Records an id; an invalid one is ignored. */
  public synchronized void add(String requestId) {
    if (Names.valid(requestId)) {
      ids.put(requestId, true);
    }
  }

  synchronized boolean contains(String requestId) {
    return ids.containsKey(requestId);
  }
}
