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
 * What operators have changed at run time, as the topic {@code settings} tells it, applied to this
 * process. Written by the follower's thread, read by any.
 *
 * @param levels of the log
 * @param tracing whose streams have ratios of their own
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

  /** As {@link ReadProgress#reached}. */
  CompletableFuture<Void> folded(int partition, long offset) {
    return progress.reached(partition, offset);
  }
}
