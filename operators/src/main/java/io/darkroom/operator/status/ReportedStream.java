package io.darkroom.operator.status;

import io.darkroom.v1.StreamReport;

/** A stream's counts, with what is known of its reports. Compared by identity. */
final class ReportedStream {

  private static final long NEVER = Long.MIN_VALUE;

  private final StreamTally tally;
  private long reportedAt = NEVER;
  private long changedAt;
  private boolean changed;
  private byte[] saved;

  ReportedStream(StreamTally tally) {
    this.tally = tally;
  }

  StreamTally tally() {
    return tally;
  }

  void change() {
    changed = true;
    saved = null;
  }

  boolean changed() {
    return changed;
  }

  /** Returns whether the last report is long enough ago; also if the clock was set back. */
  boolean due(long now, long everyMillis) {
    return reportedAt == NEVER || now - reportedAt >= everyMillis || now < reportedAt;
  }

  /** Returns whether it has ended and nothing more is expected of it. */
  boolean settled(long now, long settlingMillis) {
    return !tally.liveness().live() && !changed && now - changedAt >= settlingMillis;
  }

  StreamReport report(long now, ReportSink sink) {
    String streamId = tally.streamId();
    tally.keep(pipelineId -> sink.serves(pipelineId, streamId));
    changed = false;
    reportedAt = now;
    changedAt = now;
    StreamReport report = tally.report(now);
    tally.forgetTraces();
    return report;
  }

  /** Returns its report for a checkpoint; encoded again only if something changed. */
  byte[] saved(long now) {
    if (saved == null) {
      saved = tally.report(now).toByteArray();
    }
    return saved;
  }
}
