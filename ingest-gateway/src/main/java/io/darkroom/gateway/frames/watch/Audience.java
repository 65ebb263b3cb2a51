package io.darkroom.gateway.frames.watch;

import io.darkroom.error.DarkroomException;
import io.darkroom.frame.Frame;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The subscribers of each stream or pipeline, by its id. Thread-safe. */
public final class Audience {

  private final Map<String, Set<Subscriber>> subscribers = new ConcurrentHashMap<>();
  private final NewestFrames newest;

  private Audience(NewestFrames newest) {
    this.newest = newest;
  }

  /** Watchers of streams. Keeps the newest frames of the most active streams, up to 1 MiB each. */
  public static Audience ofStreams() {
    return new Audience(new NewestFrames(64, 1 << 20));
  }

  /** Watchers of pipelines. Keeps the newest frame of every pipeline until the pipeline ends. */
  public static Audience ofPipelines() {
    return new Audience(new NewestFrames(Integer.MAX_VALUE, Integer.MAX_VALUE));
  }

  public void add(String id, Subscriber subscriber) {
    subscribers.compute(
        id,
        (key, present) -> {
          Set<Subscriber> all = present == null ? ConcurrentHashMap.newKeySet() : present;
          all.add(subscriber);
          return all;
        });
  }

  /** Offers the newest frame, so that the watcher need not wait for the next one. */
  public void offerNewest(String id, Subscriber subscriber) {
    newest.find(id).map(found -> found.delivery().get()).ifPresent(subscriber::offerInitial);
  }

  /** The newest frame; empty if none has arrived or it is not kept. */
  public Optional<Frame> newest(String id) {
    return newest.find(id).map(NewestFrames.Newest::frame);
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

  /** Ends every watch of an id that no longer exists, and forgets its newest frame. */
  public void end(String id, DarkroomException cause) {
    newest.remove(id);
    subscribers.getOrDefault(id, Set.of()).forEach(subscriber -> subscriber.end(cause));
  }

  /** Keeps a frame as the newest and offers it to nobody now. */
  public void remember(String id, Frame frame, int bytes, Supplier<Delivery> delivery) {
    newest.put(id, bytes, new NewestFrames.Newest(frame, delivery));
  }

  /**
   * Offers a frame to each watcher; its delivery is made only if someone watches.
   *
   * @param bytes length of its message, about
   */
  public void offer(String id, Frame frame, int bytes, Supplier<Delivery> delivery) {
    remember(id, frame, bytes, delivery);
    Set<Subscriber> watching = subscribers.get(id);
    if (watching == null) {
      return;
    }
    Delivery made = delivery.get();
    watching.forEach(subscriber -> subscriber.offerLive(made));
  }

  /** Counts the subscribers that match, over all ids. */
  public long count(Predicate<Subscriber> sort) {
    return everyone().filter(sort).count();
  }

  /** Frames in the queues of all subscribers. */
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
