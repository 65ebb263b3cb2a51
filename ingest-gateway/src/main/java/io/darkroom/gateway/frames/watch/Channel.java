package io.darkroom.gateway.frames.watch;

import io.darkroom.error.DarkroomException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Frames that can be watched: raw ones of streams, or processed ones of pipelines.
 *
 * @param kind raw or processed
 * @param requireKnown throws if the id is unknown
 * @param onDrop called with the id for each frame that a slow watcher missed; must not block
 * @param log the topic that the frames come from
 */
public record Channel(
    String kind,
    Audience audience,
    Consumer<String> requireKnown,
    Consumer<String> onDrop,
    FrameTopic log) {

  /**
   * Where a watch begins.
   *
   * @param from resumes here, with past frames if there are any; if empty, the watch begins with
   *     the next frame
   * @param newest whether to deliver the newest frame first; ignored when the watch resumes
   */
  public record Start(Optional<ResumeToken> from, boolean newest) {}

  /**
   * Parses a resume token.
   *
   * @throws DarkroomException {@code INVALID_ARGUMENT} if it does not belong to this id
   */
  public ResumeToken parse(String token, String id) {
    return ResumeToken.parse(token, log.topic(), id);
  }

  /** The resume token of a watch that begins here; empty while the position is unknown. */
  public Optional<String> tokenOf(Start start, String id) {
    return start.from().or(() -> log.now(id)).map(token -> token.text(log.topic(), id));
  }

  /** Begins to deliver frames. The caller removes the subscriber from the audience. */
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

  /** The id may have been deleted before the watcher was registered. */
  private void endIfUnknown(String id, Subscriber subscriber) {
    try {
      requireKnown.accept(id);
    } catch (DarkroomException e) {
      subscriber.end(e);
    }
  }
}
