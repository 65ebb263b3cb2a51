package io.darkroom.gateway.library;

import io.darkroom.error.DarkroomException;
import java.util.function.Consumer;

/** The right of one call to write to an upload, until the upload gives way. Thread-safe. */
final class UploadClaim {

  private enum State {
    WRITING,
    FINISHING,
    EVICTED
  }

  private final String uploadId;
  private State state = State.WRITING;
  private Consumer<DarkroomException> onEvicted = error -> {};

  UploadClaim(String uploadId) {
    this.uploadId = uploadId;
  }

  synchronized void onEvicted(Consumer<DarkroomException> action) {
    onEvicted = action;
  }

  /** Throws {@code TOO_MANY_REQUESTS} where the upload gave way. */
  synchronized void requireHeld() {
    if (state == State.EVICTED) {
      throw UploadRules.evicted(uploadId);
    }
  }

  /** From now on the upload does not give way: its file is checked, which takes time. */
  synchronized void finish() {
    requireHeld();
    state = State.FINISHING;
  }

  /** Ends the call; false where the upload is about to become a video. */
  boolean evict() {
    Consumer<DarkroomException> told;
    synchronized (this) {
      if (state == State.FINISHING) {
        return false;
      }
      state = State.EVICTED;
      told = onEvicted;
    }
    told.accept(UploadRules.evicted(uploadId));
    return true;
  }
}
