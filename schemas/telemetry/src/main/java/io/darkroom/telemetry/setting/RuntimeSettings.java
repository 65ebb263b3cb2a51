package io.darkroom.telemetry.setting;

import com.google.protobuf.InvalidProtocolBufferException;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.telemetry.log.LogLevels;
import io.darkroom.telemetry.trace.TraceRatios;
import io.darkroom.v1.Setting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators change while the process runs, applied to it: records of the topic {@code
 * settings}. Thread-safe.
 */
public record RuntimeSettings(LogLevels levels, TraceRatios ratios) {

  /** Begins the key of a record that holds a level; the logger's name follows. */
  public static final String LOG_LEVEL = "log-level/";

  /** Begins the key of a record that holds a ratio; the stream's id follows. */
  public static final String TRACE_RATIO = "trace-ratio/";

  private static final Logger log = LoggerFactory.getLogger(RuntimeSettings.class);

  /**
   * Takes a record up; of keys that are not known none.
   *
   * @param value null where the setting is taken back
   * @throws DarkroomException {@code INVALID_FRAME} where it cannot be read
   */
  public void apply(String key, byte[] value) {
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
      ratios.remove(streamId);
      log.info("traces of stream {}: by the budget", streamId);
      return;
    }
    double ratio = read(value).getTraceRatio().getRatio();
    ratios.put(streamId, ratio);
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
}
