package io.darkroom.gateway.frames.watch;

import java.util.Optional;

/** The topic that the frames of a channel come from, for watchers that go on where they were. */
public interface FrameLog {

  /** Its full name. */
  String topic();

  /** Where live frames of an id begin just now; empty while that is not known. */
  Optional<ResumeToken> now(String id);

  /**
   * Offers the frames of an id from a place on, on a thread of its own, until live frames take
   * over; ends the watch where that cannot be. Never blocks.
   */
  void replay(ResumeToken from, String id, Subscriber to, Handover handover);
}
