package io.darkroom.gateway.frames.watch;

import io.darkroom.error.DarkroomException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A kind of frames that can be watched.
 *
 * @param kind raw or processed
 * @param requireKnown throws where there is nothing of this id to watch
 * @param onDrop told of the id of each frame that a watcher was too slow for; must not block
 * @param log what the frames come from
 */
public record Channel(
    String kind,
    Audience audience,
    Consumer<String> requireKnown,
    Consumer<String> onDrop,
    FrameLog log) {

  /**
   * Where a watch begins.
   *
   * @param from goes on here, with frames that may be past; else with the next frame
   * @param newest whether the frame that was there last comes first; not where it goes on
   */
  public record Start(Optional<ResumeToken> from, boolean newest) {}

  /**
   * The place that a token names.
   *
   * @throws DarkroomException {@code INVALID_ARGUMENT} where it is not one of this id
   */
  public ResumeToken parse(String token, String id) {
    return ResumeToken.parse(token, log.topic(), id);
  }

  /** The token of a watch that begins here; empty while that is not known. */
  public Optional<String> tokenOf(Start start, String id) {
    return start.from().or(() -> log.now(id)).map(token -> token.text(log.topic(), id));
  }

  /** Begins to hand frames on; removed from the audience by who asked for it. */
  public Subscriber watch(String id, Start start, Subscriber.Limits limits, Subscriber.Sink sink) {
    Handover handover =
        start
            .from()
            .map(token -> Handover.after(token.next().partition()))
            .orElseGet(Handover::none);
    Subscriber subscriber =
        new Subscriber(limits, System::nanoTime, sink, () -> onDrop.accept(id), handover);
    audience.add(id, subscriber);
    endIfUnknown(id, subscriber);
    start.from().ifPresent(token -> log.replay(token, id, subscriber, handover));
    if (start.newest() && start.from().isEmpty()) {
      audience.offerNewest(id, subscriber);
    }
    return subscriber;
  }

  /** It may have been deleted before the watcher was there to be told. */
  private void endIfUnknown(String id, Subscriber subscriber) {
    try {
      requireKnown.accept(id);
    } catch (DarkroomException e) {
      subscriber.end(e);
    }
  }
}
