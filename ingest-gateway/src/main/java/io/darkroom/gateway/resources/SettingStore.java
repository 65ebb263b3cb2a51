package io.darkroom.gateway.resources;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.gateway.kafka.LogFollower;
import io.darkroom.gateway.kafka.ReadProgress;
import io.darkroom.telemetry.log.LogLevels;
import io.darkroom.telemetry.setting.RuntimeSettings;
import io.darkroom.telemetry.trace.Tracing;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Applies the settings of the topic {@code settings}, which operators change at run time, to this
 * process. Written by the follower's thread, read by any.
 *
 * @param levels the log levels
 * @param tracing has the trace ratios of streams
 */
public record SettingStore(LogLevels levels, Tracing tracing, ReadProgress progress)
    implements LogFollower.Listener {

  public SettingStore(Tracing tracing) {
    this(LogLevels.ofThisProcess(), tracing, new ReadProgress("settings"));
  }

  @Override
  public void onRecord(ConsumerRecord<byte[], byte[]> message, boolean live) {
    try {
      new RuntimeSettings(levels, tracing.ratios())
          .apply(new String(message.key(), UTF_8), message.value());
    } finally {
      progress.passed(message.partition(), message.offset());
    }
  }

  /** Completes when the record has been applied; see {@link ReadProgress#reached}. */
  CompletableFuture<Void> applied(int partition, long offset) {
    return progress.reached(partition, offset);
  }
}
