package io.darkroom.gateway.sources;

import io.darkroom.frame.WireTime;
import io.darkroom.v1.SourceStatus;
import java.time.Instant;

/** The run of a source that this gateway cannot fetch: it has failed. Immutable. */
record RefusedRun(SourceStatus status) implements SourceRun {

  static RefusedRun because(String reason, Instant now) {
    return new RefusedRun(
        SourceStatus.newBuilder()
            .setState("failed")
            .setStateChangedAt(WireTime.of(now))
            .setReason(reason)
            .setLastError(reason)
            .setLastErrorAt(WireTime.of(now))
            .build());
  }

  @Override
  public void close() {
    // Nothing runs.
  }
}
