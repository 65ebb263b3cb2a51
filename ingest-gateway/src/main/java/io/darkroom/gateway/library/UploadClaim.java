package io.darkroom.gateway.library;

import io.darkroom.error.DarkroomException;
import java.util.function.Consumer;

/**
 * The exclusive right of one call to write to an upload, until the upload is evicted. Thread-safe.
 */
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

  /** Throws {@code TOO_MANY_REQUESTS} if the upload was evicted. */
  synchronized void requireHeld() {
    if (state == State.EVICTED) {
      throw UploadRules.evicted(uploadId);
    }
  }

  /** Protects the upload from eviction while its file is checked. */
  synchronized void finish() {
    requireHeld();
    state = State.FINISHING;
  }

  /** Evicts the upload and ends the call; returns false if the upload is being finished. */
  boolean evict() {
    Consumer<DarkroomException> listener;
    synchronized (this) {
      if (state == State.FINISHING) {
        return false;
      }
      state = State.EVICTED;
      listener = onEvicted;
    }
    listener.accept(UploadRules.evicted(uploadId));
    return true;
  }
}
