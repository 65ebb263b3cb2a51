package io.darkroom.gateway.frames.watch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The newest delivery of each of the streams or pipelines that were last active, for watchers that
 * come between two frames. Bounded in number and in bytes. Thread-safe.
 */
final class Newest {

  private static final int MOST = 64;
  private static final int LONGEST_BYTES = 1 << 20;

  private final Map<String, Supplier<Delivery>> deliveries =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Supplier<Delivery>> eldest) {
          return size() > MOST;
        }
      };

  synchronized void put(String id, int bytes, Supplier<Delivery> delivery) {
    deliveries.remove(id);
    if (bytes <= LONGEST_BYTES) {
      deliveries.put(id, delivery);
    }
  }

  synchronized void remove(String id) {
    deliveries.remove(id);
  }

  synchronized Optional<Supplier<Delivery>> get(String id) {
    return Optional.ofNullable(deliveries.get(id));
  }
}
