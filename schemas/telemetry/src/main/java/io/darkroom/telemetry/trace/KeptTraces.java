package io.darkroom.telemetry.trace;

import java.util.LinkedHashMap;
import java.util.Map;

/** The ids of the most recent kept traces. Thread-safe. */
final class KeptTraces {

  private static final int MOST = 8_192;

  private final Map<String, Boolean> ids =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MOST;
        }
      };

  /** Returns whether the trace was not kept before. */
  synchronized boolean add(String traceId) {
    return ids.put(traceId, true) == null;
  }

  synchronized boolean contains(String traceId) {
    return ids.containsKey(traceId);
  }
}
