package io.darkroom.gateway.setting;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.kafka.FoldProgress;
import io.darkroom.gateway.kafka.LogFollower;
import io.darkroom.telemetry.log.LogLevels;
import io.darkroom.telemetry.trace.Tracing;
import io.darkroom.v1.Setting;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators have changed at run time, as the topic {@code settings} tells it, applied to this
 * process. Written by the follower's thread, read by any.
 *
 * @param levels of the log
 * @param tracing whose streams have ratios of their own
 */
public record SettingStore(LogLevels levels, Tracing tracing, FoldProgress progress)
    implements LogFollower.Listener {

  private static final Logger log = LoggerFactory.getLogger(SettingStore.class);

  static final String LOG_LEVEL = "log-level/";
  static final String TRACE_RATIO = "trace-ratio/";

  public SettingStore(Tracing tracing) {
    this(new LogLevels(), tracing, new FoldProgress("settings"));
  }

  @Override
  public void onRecord(ConsumerRecord<byte[], byte[]> message, boolean live) {
    try {
      fold(new String(message.key(), UTF_8), message.value());
    } finally {
      progress.passed(message.partition(), message.offset());
    }
  }

  private void fold(String key, byte[] value) {
    if (key.startsWith(LOG_LEVEL)) {
      level(key.substring(LOG_LEVEL.length()), value);
    } else if (key.startsWith(TRACE_RATIO)) {
      ratio(key.substring(TRACE_RATIO.length()), value);
    }
  }

  private void level(String logger, byte[] value) {
    if (value == null) {
      levels.reset(logger);
      log.info("log level of {}: as at the start", logger);
      return;
    }
    String level = read(value).getLogLevel().getLevel();
    levels.set(logger, level);
    log.info("log level of {}: {}", logger, level);
  }

  private void ratio(String streamId, byte[] value) {
    if (value == null) {
      tracing.ratios().remove(streamId);
      log.info("traces of stream {}: by the budget", streamId);
      return;
    }
    double ratio = read(value).getTraceRatio().getRatio();
    tracing.ratios().put(streamId, ratio);
    log.info("traces of stream {}: {}", streamId, ratio);
  }

  private static Setting read(byte[] value) {
    try {
      return Setting.parseFrom(value);
    } catch (InvalidProtocolBufferException e) {
      throw new DarkroomException(
          ErrorCode.INVALID_FRAME, "setting record: not readable. Check what wrote it.", e);
    }
  }

  /** As {@link FoldProgress#reached}. */
  CompletableFuture<Void> folded(int partition, long offset) {
    return progress.reached(partition, offset);
  }
}
