package io.darkroom.gateway.resources;

import io.darkroom.gateway.kafka.FramePublisher;
import io.darkroom.telemetry.setting.RuntimeSettings;
import io.darkroom.topic.Topics;
import io.darkroom.v1.LogLevel;
import io.darkroom.v1.Setting;
import io.darkroom.v1.TraceRatio;
import java.util.concurrent.CompletableFuture;

/**
 * Changes settings by appending to their topic. Futures complete when this gateway has applied the
 * change. Thread-safe; never blocks.
 */
public record SettingWriter(SettingStore store, FramePublisher publisher, Topics topics) {

  public CompletableFuture<Void> put(LogLevel level) {
    return write(
        RuntimeSettings.LOG_LEVEL + level.getLogger(),
        Setting.newBuilder().setLogLevel(level).build().toByteArray());
  }

  public CompletableFuture<Void> deleteLevel(String logger) {
    return write(RuntimeSettings.LOG_LEVEL + logger, null);
  }

  public CompletableFuture<Void> put(TraceRatio ratio) {
    return write(
        RuntimeSettings.TRACE_RATIO + ratio.getStreamId(),
        Setting.newBuilder().setTraceRatio(ratio).build().toByteArray());
  }

  public CompletableFuture<Void> deleteRatio(String streamId) {
    return write(RuntimeSettings.TRACE_RATIO + streamId, null);
  }

  private CompletableFuture<Void> write(String key, byte[] value) {
    return publisher
        .put(topics.settings(), key, value)
        .thenCompose(record -> store.applied(record.partition(), record.offset()));
  }
}
