package io.darkroom.gateway.sources;

import io.darkroom.v1.SourceStatus;

/** A source that is being fetched. Thread-safe; closed by who started it. */
public interface SourceRun extends AutoCloseable {

  /** How it goes at this moment; cheap. */
  SourceStatus status();

  /** Returns at once; a second later at the latest nothing of it is published any more. */
  @Override
  void close();
}
