package io.darkroom.gateway.frames.watch;

import java.util.Optional;

/** The topic of a channel's frames, from which watchers resume. */
public interface FrameTopic {

  /** Full name of the topic. */
  String topic();

  /** The current end of an id's partition; empty while it is unknown. */
  Optional<ResumeToken> now(String id);

  /**
   * Replays the frames of an id from a position on another thread, until live frames take over.
   * Ends the watch if they cannot be read. Never blocks.
   */
  void replay(ResumeToken from, String id, Subscriber to, Handover handover);
}
