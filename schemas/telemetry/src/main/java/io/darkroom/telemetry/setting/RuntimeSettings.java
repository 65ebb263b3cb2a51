package io.darkroom.telemetry.setting;

import com.google.protobuf.InvalidProtocolBufferException;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Excerpt;
import io.darkroom.telemetry.log.LogLevels;
import io.darkroom.telemetry.trace.TraceRatios;
import io.darkroom.v1.Setting;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies records of the topic {@code settings}, which operators change at run time, to this
 * process. Thread-safe.
 */
public record RuntimeSettings(LogLevels levels, TraceRatios ratios) {

  /** Key prefix of log levels; the logger's name follows. */
  public static final String LOG_LEVEL = "log-level/";

  /** Key prefix of trace ratios; the stream id follows. */
  public static final String TRACE_RATIO = "trace-ratio/";

  private static final int MOST = 1_000;
  private static final Pattern LOGGER = Pattern.compile("[A-Za-z0-9._$-]{1,200}");
  private static final Pattern STREAM = Pattern.compile("[A-Za-z0-9._-]{1,128}");
  private static final Set<String> LEVELS =
      Set.of("trace", "debug", "info", "warn", "error", "off");

  private static final Logger log = LoggerFactory.getLogger(RuntimeSettings.class);

  /**
   * Applies a record. Ignores unknown keys.
   *
   * @param value null if the setting was removed
   * @throws DarkroomException {@code INVALID_FRAME} if it cannot be read, {@code INVALID_ARGUMENT}
   *     if the API would refuse its value
   */
  public void apply(String key, byte[] value) {
    if (key.startsWith(LOG_LEVEL)) {
      level(key.substring(LOG_LEVEL.length()), value);
    } else if (key.startsWith(TRACE_RATIO)) {
      ratio(key.substring(TRACE_RATIO.length()), value);
    }
  }

  private void level(String logger, byte[] value) {
    require(LOGGER.matcher(logger).matches(), "logger", logger);
    if (value == null) {
      levels.reset(logger);
      log.info("log level of {}: as at the start", logger);
      return;
    }
    String level = read(value).getLogLevel().getLevel();
    require(LEVELS.contains(level), "level", level);
    requireRoom(levels.changed(), logger);
    levels.set(logger, level);
    log.info("log level of {}: {}", logger, level);
  }

  private void ratio(String streamId, byte[] value) {
    require(STREAM.matcher(streamId).matches(), "stream", streamId);
    if (value == null) {
      ratios.remove(streamId);
      log.info("traces of stream {}: by the budget", streamId);
      return;
    }
    double ratio = read(value).getTraceRatio().getRatio();
    require(ratio >= 0 && ratio <= 1, "ratio", Double.toString(ratio));
    requireRoom(ratios.all(), streamId);
    ratios.put(streamId, ratio);
    log.info("traces of stream {}: {}", streamId, ratio);
  }

  /** Any program that can write to the topic can write anything. */
  private static void require(boolean valid, String what, String value) {
    if (!valid) {
      throw DarkroomException.invalid(
          what,
          "setting, %s: %s (expected: a value that the API accepts). Check the program that wrote it."
              .formatted(what, Excerpt.quoted(value)));
    }
  }

  private static void requireRoom(Map<String, ?> known, String name) {
    require(known.containsKey(name) || known.size() < MOST, "one more than " + MOST, name);
  }

  private static Setting read(byte[] value) {
    try {
      return Setting.parseFrom(value);
    } catch (InvalidProtocolBufferException e) {
      throw new DarkroomException(
          ErrorCode.INVALID_FRAME,
          "setting record: not readable (expected: darkroom.v1.Setting). Check the program that wrote it.",
          e);
    }
  }
}
