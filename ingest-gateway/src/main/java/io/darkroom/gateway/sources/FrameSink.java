package io.darkroom.gateway.sources;

import io.darkroom.frame.Frame;
import java.util.concurrent.CompletableFuture;

/** Receives the frames of sources. Thread-safe; never blocks. */
public interface FrameSink {

  /** Completes when Kafka has acknowledged the frame; fails if the frame was refused. */
  CompletableFuture<?> publish(Frame frame);
}
