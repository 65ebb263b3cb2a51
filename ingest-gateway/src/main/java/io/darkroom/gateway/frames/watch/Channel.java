package io.darkroom.gateway.frames.watch;

import io.darkroom.error.DarkroomException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Frames that can be watched: raw ones of streams, or processed ones of pipelines.
 *
 * @param kind raw or processed
 * @param requireKnown throws if the id is unknown
 * @param onDrop called with the id for each frame that a slow watcher missed; must not block
 * @param log the topic that the frames come from
 * @param onDemand knows the frames that are made only while somebody uses them
 * @param scaler scales frames for watchers that ask for a width
 */
public record Channel(
    String kind,
    Audience audience,
    Consumer<String> requireKnown,
    Consumer<String> onDrop,
    FrameTopic log,
    OnDemand onDemand,
    FrameScaler scaler) {

  /**
   * Where a watch begins.
   *
   * @param from resumes here, with past frames if there are any; if empty, the watch begins with
   *     the next frame
   * @param newest whether to deliver the newest frame first; ignored when the watch resumes
   */
  public record Start(Optional<ResumeToken> from, boolean newest) {}

  /** A sink that learns where its watch begins. */
  public interface Watcher extends Subscriber.Sink {

    /**
     * Called once, before the first frame.
     *
     * @param token resumes a watch where this one begins; empty if Kafka does not answer
     */
    default void begins(Optional<String> token) {}
  }

  /**
   * Parses a resume token.
   *
   * @throws DarkroomException {@code INVALID_ARGUMENT} if it does not belong to this id
   */
  public ResumeToken parse(String token, String id) {
    return ResumeToken.parse(token, log.topic(), id);
  }

  /** The newest frame; empty if there is none, it may be old, or Kafka does not answer. */
  public CompletableFuture<Optional<Delivery>> newest(String id) {
    onDemand.used(id);
    Optional<Delivery> known = audience.newest(id);
    return known.isPresent() || onDemand.idle(id)
        ? CompletableFuture.completedFuture(known)
        : log.newest(id);
  }

  /** Whether no frame is made until somebody watches, so that the newest one may be old. */
  public boolean idle(String id) {
    return audience.newest(id).isEmpty() && onDemand.idle(id);
  }

  /**
   * Begins to read an id's partition for a watcher who has not been told yet that the watch has
   * begun, so that frames that are published then are not missed.
   *
   * @param until when it is done, the partition is read only for those who watch
   * @return completes when the partition is read, or Kafka does not answer within seconds
   */
  public CompletableFuture<?> prepare(String id, CompletableFuture<?> until) {
    boolean read = audience.watches(id) && log.next(id).isPresent();
    Runnable done = audience.expect(id);
    until.whenComplete((ended, failure) -> done.run());
    return read ? CompletableFuture.completedFuture(null) : log.reading(id);
  }

  /**
   * Begins to deliver frames as soon as the id's partition is read. The caller removes the
   * subscriber from the audience. Never blocks.
   */
  public Subscriber watch(String id, Start start, Subscriber.Limits limits, Watcher watcher) {
    return watch(id, start, limits, watcher, Runnable::run);
  }

  /**
   * The same, with frames that are scaled down.
   *
   * @param width the most px; 0 for the frame's own
   */
  public Subscriber watch(
      String id, Start start, Subscriber.Limits limits, int width, Watcher watcher) {
    return width == 0
        ? watch(id, start, limits, watcher)
        : watch(id, start, limits, new ScaledWatcher(watcher, width, scaler), scaler.threads());
  }

  private Subscriber watch(
      String id, Start start, Subscriber.Limits limits, Watcher watcher, Executor sender) {
    Handover handover =
        start
            .from()
            .map(token -> Handover.after(token.next().partition()))
            .orElseGet(Handover::none);
    Subscriber subscriber =
        new Subscriber(
            limits, System::nanoTime, watcher, () -> onDrop.accept(id), handover, sender);
    // Taken before the first live frame is offered, so that who resumes from it misses none.
    Optional<ResumeToken> next = audience.watches(id) ? log.next(id) : Optional.empty();
    audience.add(id, subscriber);
    endIfUnknown(id, subscriber);
    if (next.isPresent()) {
      begin(id, start, next, subscriber, watcher, handover);
    } else {
      log.reading(id).thenAccept(at -> begin(id, start, at, subscriber, watcher, handover));
    }
    return subscriber;
  }

  private void begin(
      String id,
      Start start,
      Optional<ResumeToken> next,
      Subscriber subscriber,
      Watcher watcher,
      Handover handover) {
    watcher.begins(start.from().or(() -> next).map(token -> token.text(log.topic(), id)));
    subscriber.begin();
    if (start.from().isPresent()) {
      next.ifPresent(live -> handover.liveFrom(live.next()));
      log.replay(start.from().get(), id, subscriber, handover);
    } else if (start.newest()) {
      newest(id)
          .thenAccept(found -> found.ifPresent(d -> audience.offerInitial(id, subscriber, d)));
    }
  }

  /** The id may have been deleted before the watcher was registered. */
  private void endIfUnknown(String id, Subscriber subscriber) {
    try {
      requireKnown.accept(id);
    } catch (DarkroomException e) {
      subscriber.end(e);
    }
  }
}
