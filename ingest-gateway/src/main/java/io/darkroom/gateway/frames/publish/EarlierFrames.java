package io.darkroom.gateway.frames.publish;

import io.darkroom.frame.Frame;
import io.darkroom.frame.SourcePosition;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** The frames of a stream that any gateway or program has published. Thread-safe. */
public interface EarlierFrames {

  /** The last sequence that the job has seen of a stream; empty if it last saw another epoch. */
  OptionalLong lastSequence(String streamId, long epoch);

  /** Passes the last frames of a stream to {@code found}, on another thread. Never blocks. */
  CompletableFuture<Void> read(String streamId, BiConsumer<Frame, SourcePosition> found);
}
