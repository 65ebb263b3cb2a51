package io.darkroom.gateway.sources;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import io.darkroom.frame.WireTime;
import io.darkroom.v1.Source;
import io.darkroom.v1.SourceStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.ObjLongConsumer;

/** A source that this gateway fetches until closed. Guarded by its {@link SourceBoard}. */
final class FetchedSource implements AutoCloseable {

  private static final Duration REPORT_PERIOD = Duration.ofSeconds(1);

  private final Source definition;
  private final String gatewayId;
  private final Clock clock;
  private final SourceRun run;
  private final Map<String, Long> counted = new HashMap<>();
  private volatile boolean closed;
  private String reportedState = "";
  private long reportedAtMillis;

  FetchedSource(
      Source definition, String gatewayId, SourceRunner runner, FrameSink sink, Clock clock) {
    this.definition = definition;
    this.gatewayId = gatewayId;
    this.clock = clock;
    this.run = runner.start(definition, frame -> publish(frame, sink));
  }

  /** Refuses frames once closed, even if the run takes time to end. */
  private CompletableFuture<?> publish(Frame frame, FrameSink sink) {
    if (closed) {
      return CompletableFuture.failedFuture(
          new DarkroomException(
              ErrorCode.UNAVAILABLE,
              "source: no longer fetched here (expected: another gateway)."));
    }
    return sink.publish(frame);
  }

  Source definition() {
    return definition;
  }

  /** Returns the status when a report is due: every second, and when the state changes. */
  Optional<SourceStatus> due() {
    SourceStatus status = run.status();
    long now = clock.millis();
    boolean due =
        !status.getState().equals(reportedState)
            || Math.abs(now - reportedAtMillis) >= REPORT_PERIOD.toMillis();
    if (!due) {
      return Optional.empty();
    }
    reportedState = status.getState();
    reportedAtMillis = now;
    return Optional.of(complete(status));
  }

  /** Hides passwords, since errors may quote the URI. */
  private SourceStatus complete(SourceStatus status) {
    return status.toBuilder()
        .setSourceId(definition.getSourceId())
        .setRevision(definition.getRevision())
        .setGateway(gatewayId)
        .setUpdatedAt(WireTime.of(clock.instant()))
        .setReason(hidden(status.getReason()))
        .setLastError(hidden(status.getLastError()))
        .build();
  }

  private String hidden(String text) {
    return SourceCredentials.hidden(definition.getCredentials(), text);
  }

  /** Passes on the frames dropped since the last call, by reason. */
  void countDrops(ObjLongConsumer<String> count) {
    run.status()
        .getDropsMap()
        .forEach(
            (reason, total) -> {
              long more = total - counted.getOrDefault(reason, 0L);
              if (more > 0) {
                counted.put(reason, total);
                count.accept(reason, more);
              }
            });
  }

  void awaitEnd(Duration longest) throws InterruptedException {
    run.awaitEnd(longest);
  }

  @Override
  public void close() {
    closed = true;
    run.close();
  }
}
