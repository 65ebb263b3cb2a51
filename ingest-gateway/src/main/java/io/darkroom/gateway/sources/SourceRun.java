package io.darkroom.gateway.sources;

import io.darkroom.v1.SourceStatus;
import java.time.Duration;

/** A source that is being fetched. Thread-safe; the caller that started it closes it. */
public interface SourceRun extends AutoCloseable {

  /** The current status; cheap. */
  SourceStatus status();

  /** Returns immediately; publishing stops within one second. */
  @Override
  void close();

  /** Waits until a closed run has ended, and with it all native code, but not longer. */
  default void awaitEnd(Duration longest) throws InterruptedException {}
}
