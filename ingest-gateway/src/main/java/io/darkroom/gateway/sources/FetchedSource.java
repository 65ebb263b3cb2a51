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

/** A source that this gateway fetches, until it is closed. Guarded by its board. */
final class FetchedSource implements AutoCloseable {

  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final Source definition;
  private final String gatewayId;
  private final Clock clock;
  private final SourceRun run;
  private final Map<String, Long> counted = new HashMap<>();
  private volatile boolean closed;
  private String toldState = "";
  private long toldAtMillis;

  FetchedSource(
      Source definition, String gatewayId, SourceRunner runner, FrameSink sink, Clock clock) {
    this.definition = definition;
    this.gatewayId = gatewayId;
    this.clock = clock;
    this.run = runner.start(definition, frame -> publish(frame, sink));
  }

  /** From the moment of closing nothing of it passes, however long its run takes to end. */
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

  /** The status, where it is time to tell it: every second, and when the state changes. */
  Optional<SourceStatus> due() {
    SourceStatus status = run.status();
    long now = clock.millis();
    boolean due =
        !status.getState().equals(toldState) || Math.abs(now - toldAtMillis) >= PERIOD.toMillis();
    if (!due) {
      return Optional.empty();
    }
    toldState = status.getState();
    toldAtMillis = now;
    return Optional.of(addressed(status));
  }

  /** Whatever went wrong may quote the uri. */
  private SourceStatus addressed(SourceStatus status) {
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

  /** Calls back with each reason for which frames were given up since the last time. */
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

  @Override
  public void close() {
    closed = true;
    run.close();
  }
}
