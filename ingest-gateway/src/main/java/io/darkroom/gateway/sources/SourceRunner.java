package io.darkroom.gateway.sources;

import io.darkroom.v1.Source;

/** Fetches sources. Thread-safe. */
public interface SourceRunner {

  /** Begins to fetch. Neither blocks nor throws: whatever goes wrong is told by the status. */
  SourceRun start(Source source, FrameSink sink);
}
