package io.darkroom.gateway.frames.watch;

import io.darkroom.error.DarkroomException;
import io.darkroom.telemetry.metric.DropReason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The subscribers of each stream or pipeline, by its id, and the newest frame of those that are
 * watched. Holds nothing for an id that nobody watches. Thread-safe.
 */
public final class Audience {

  private final Map<String, Watched> watched = new ConcurrentHashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /**
   * @param onChange called when the watched ids change; must not block
   */
  public Audience(Runnable onChange) {
    onChange(onChange);
  }

  /** Adds a listener that is called when the watched ids change; it must not block. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** An id with at least one subscriber, or one that is expected. */
  private static final class Watched {
    private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger expected = new AtomicInteger();
    private final SourceOrder order = new SourceOrder();
    private volatile Delivery newest;

    /** Copies the frame once, rather than for each of several watchers. */
    void offer(Delivery delivery) {
      Delivery shared = subscribers.size() > 1 ? delivery.inPooledBuffer() : delivery;
      try {
        subscribers.forEach(subscriber -> subscriber.offerLive(shared));
      } finally {
        shared.release();
      }
    }

    boolean isUnwatched() {
      return subscribers.isEmpty() && expected.get() == 0;
    }

    synchronized SourceOrder.Place place(Delivery delivery) {
      return order.next(delivery.streamId(), delivery.position());
    }
  }

  /** The id counts as watched until the caller runs the result, once. */
  Runnable expect(String id) {
    enter(id, one -> one.expected.incrementAndGet());
    return () -> leave(id, one -> one.expected.decrementAndGet());
  }

  void add(String id, Subscriber subscriber) {
    enter(id, one -> one.subscribers.add(subscriber));
  }

  public void remove(String id, Subscriber subscriber) {
    leave(id, one -> one.subscribers.remove(subscriber));
    subscriber.close();
  }

  private void enter(String id, Consumer<Watched> change) {
    watched.compute(
        id,
        (key, present) -> {
          Watched one = present == null ? new Watched() : present;
          change.accept(one);
          return one;
        });
    listeners.forEach(Runnable::run);
  }

  private void leave(String id, Consumer<Watched> change) {
    watched.computeIfPresent(
        id,
        (key, one) -> {
          change.accept(one);
          return one.isUnwatched() ? null : one;
        });
    listeners.forEach(Runnable::run);
  }

  /** The ids that somebody watches. */
  public Set<String> ids() {
    return watched.keySet();
  }

  public boolean watches(String id) {
    return watched.containsKey(id);
  }

  /** The newest frame; empty if the id is not watched or none has arrived. */
  Optional<Delivery> newest(String id) {
    return Optional.ofNullable(watched.get(id)).map(one -> one.newest);
  }

  /**
   * Offers a frame from before the watch, unless a later one has arrived. Later frames must be
   * newer.
   */
  void offerInitial(String id, Subscriber subscriber, Delivery delivery) {
    Watched one = watched.get(id);
    if (one == null) {
      return;
    }
    if (one.place(delivery) == SourceOrder.Place.NEWER) {
      one.newest = delivery;
    }
    subscriber.offerInitial(delivery);
  }

  /**
   * Offers a frame to each watcher.
   *
   * @return why it was offered to nobody; empty if it was offered
   */
  public Optional<String> offer(String id, Delivery delivery) {
    Watched one = watched.get(id);
    if (one == null) {
      return Optional.empty();
    }
    return switch (one.place(delivery)) {
      case REPEATED -> Optional.of(DropReason.DUPLICATE.text());
      case LATE -> Optional.of(DropReason.OUT_OF_ORDER.text());
      case NEWER -> {
        one.newest = delivery;
        one.offer(delivery);
        yield Optional.empty();
      }
    };
  }

  /** Ends every watch of an id that no longer exists. */
  public void end(String id, DarkroomException cause) {
    Watched one = watched.get(id);
    if (one != null) {
      one.subscribers.forEach(subscriber -> subscriber.end(cause));
    }
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
    return watched.values().stream().flatMap(one -> one.subscribers.stream());
  }

  public int size(String id) {
    Watched one = watched.get(id);
    return one == null ? 0 : one.subscribers.size();
  }
}
