package io.darkroom.gateway.sources;

import io.darkroom.frame.Frame;
import java.util.concurrent.CompletableFuture;

/** Where the frames of sources go. Thread-safe; never blocks. */
public interface FrameSink {

  /** Completes when the frame is safe, and fails where it was not taken. */
  CompletableFuture<?> publish(Frame frame);
}
