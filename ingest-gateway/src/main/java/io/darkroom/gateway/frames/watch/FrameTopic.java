package io.darkroom.gateway.frames.watch;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The topic of a channel's frames, of which the partitions of watched ids are read. */
public interface FrameTopic {

  /** Full name of the topic. */
  String topic();

  /** The next position in an id's partition; empty if the partition is not read. */
  Optional<ResumeToken> next(String id);

  /**
   * Completes when the partitions of all watched ids are read, with the position in this id's one;
   * empty if Kafka does not answer within seconds. Completes before another live frame is offered.
   */
  CompletableFuture<Optional<ResumeToken>> reading(String id);

  /** The newest frame in the topic; empty if there is none or Kafka does not answer. */
  CompletableFuture<Optional<Delivery>> newest(String id);

  /**
   * Replays the frames of an id from a position on another thread, until live frames take over.
   * Ends the watch if they cannot be read. Never blocks.
   */
  void replay(ResumeToken from, String id, Subscriber to, Handover handover);
}
