package io.darkroom.gateway.frames.watch;

import io.darkroom.error.DarkroomException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Who watches what: subscribers by the id of the stream or pipeline. Thread-safe. */
public final class Audience {

  private final Map<String, Set<Subscriber>> subscribers = new ConcurrentHashMap<>();
  private final Newest newest = new Newest();

  public void add(String id, Subscriber subscriber) {
    subscribers.compute(
        id,
        (key, present) -> {
          Set<Subscriber> all = present == null ? ConcurrentHashMap.newKeySet() : present;
          all.add(subscriber);
          return all;
        });
  }

  /** Offers what was there last, so that the watcher need not wait for the next frame. */
  public void offerNewest(String id, Subscriber subscriber) {
    newest.get(id).map(Supplier::get).ifPresent(subscriber::offerInitial);
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

  /** Ends the watch of each: what they watch is gone, and so is its newest frame. */
  public void end(String id, DarkroomException cause) {
    newest.remove(id);
    subscribers.getOrDefault(id, Set.of()).forEach(subscriber -> subscriber.end(cause));
  }

  /** Keeps a delivery for later watchers and offers it to nobody now. */
  public void remember(String id, int bytes, Supplier<Delivery> delivery) {
    newest.put(id, bytes, delivery);
  }

  /**
   * Offers a delivery to each; it is made only where someone watches.
   *
   * @param bytes about how long its message is
   */
  public void offer(String id, int bytes, Supplier<Delivery> delivery) {
    newest.put(id, bytes, delivery);
    Set<Subscriber> watching = subscribers.get(id);
    if (watching == null) {
      return;
    }
    Delivery made = delivery.get();
    watching.forEach(subscriber -> subscriber.offerLive(made));
  }

  /** How many there are of a sort, whatever they watch. */
  public long count(Predicate<Subscriber> sort) {
    return everyone().filter(sort).count();
  }

  /** Frames that wait for anyone. */
  public long waiting() {
    return everyone().mapToLong(Subscriber::waiting).sum();
  }

  private Stream<Subscriber> everyone() {
    return subscribers.values().stream().flatMap(Set::stream);
  }

  public int size(String id) {
    return subscribers.getOrDefault(id, Set.of()).size();
  }
}
