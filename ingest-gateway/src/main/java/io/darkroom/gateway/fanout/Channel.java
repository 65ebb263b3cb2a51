package io.darkroom.gateway.fanout;

import io.darkroom.error.DarkroomException;
import java.util.function.Consumer;

/**
 * A kind of frames that can be watched.
 *
 * @param kind raw or processed
 * @param requireKnown throws where there is nothing of this id to watch
 * @param onDrop told of the id of each frame that a watcher was too slow for; must not block
 */
public record Channel(
    String kind, Audience audience, Consumer<String> requireKnown, Consumer<String> onDrop) {

  /**
   * Begins to hand frames on; removed from the audience by who asked for it.
   *
   * @param newest whether the frame that was there last comes first
   */
  public Subscriber watch(
      String id, boolean newest, Subscriber.Limits limits, Subscriber.Sink sink) {
    Subscriber subscriber = new Subscriber(limits, System::nanoTime, sink, () -> onDrop.accept(id));
    audience.add(id, subscriber);
    endIfUnknown(id, subscriber);
    if (newest) {
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
