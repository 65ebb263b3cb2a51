package io.darkroom.telemetry.log;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts the lines that this process has logged, by level. Thread-safe. */
public final class WrittenLines {

  public static final List<String> LEVELS = List.of("error", "warn", "info", "debug", "trace");

  private static final Map<String, LongAdder> COUNTS =
      LEVELS.stream().collect(toUnmodifiableMap(level -> level, level -> new LongAdder()));

  private static final LongAdder LEFT_OUT = new LongAdder();

  private WrittenLines() {}

  static void add(String level) {
    COUNTS.get(level.toLowerCase(Locale.ROOT)).increment();
  }

  static void leaveOut() {
    LEFT_OUT.increment();
  }

  /** Returns how many lines {@link RepeatedLines} has left out. */
  public static long leftOut() {
    return LEFT_OUT.sum();
  }

  /** Returns the number of lines since the process started. */
  public static long count(String level) {
    return COUNTS.get(level).sum();
  }
}
