package io.darkroom.gateway.fanout;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Who watches what: subscribers by the id of the stream or pipeline. Thread-safe. */
public final class Audience {

  private final Map<String, Set<Subscriber>> subscribers = new ConcurrentHashMap<>();

  public void add(String id, Subscriber subscriber) {
    subscribers.compute(
        id,
        (key, present) -> {
          Set<Subscriber> all = present == null ? ConcurrentHashMap.newKeySet() : present;
          all.add(subscriber);
          return all;
        });
  }

  public void remove(String id, Subscriber subscriber) {
    subscribers.computeIfPresent(
        id,
        (key, all) -> {
          all.remove(subscriber);
          return all.isEmpty() ? null : all;
        });
    subscriber.close();
  }

  /** Offers a delivery to each; it is made only where someone watches. */
  public void offer(String id, Supplier<Delivery> delivery) {
    Set<Subscriber> watching = subscribers.get(id);
    if (watching == null) {
      return;
    }
    Delivery made = delivery.get();
    watching.forEach(subscriber -> subscriber.offer(made));
  }

  public int size(String id) {
    return subscribers.getOrDefault(id, Set.of()).size();
  }
}
