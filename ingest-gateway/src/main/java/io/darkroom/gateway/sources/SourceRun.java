package io.darkroom.gateway.sources;

import io.darkroom.v1.SourceStatus;

/** A source that is being fetched. Thread-safe; the caller that started it closes it. */
public interface SourceRun extends AutoCloseable {

  /** The current status; cheap. */
  SourceStatus status();

  /** Returns immediately; publishing stops within one second. */
  @Override
  void close();
}
