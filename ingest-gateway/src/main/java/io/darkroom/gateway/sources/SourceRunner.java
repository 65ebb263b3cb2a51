package io.darkroom.gateway.sources;

import io.darkroom.v1.Source;

/** Fetches sources. Thread-safe. */
public interface SourceRunner {

  /** Starts fetching. Neither blocks nor throws: errors are reported in the status. */
  SourceRun start(Source source, FrameSink sink);
}
