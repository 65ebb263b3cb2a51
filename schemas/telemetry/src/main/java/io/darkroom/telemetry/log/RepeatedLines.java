package io.darkroom.telemetry.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Marker;

/**
 * Limits the number of lines with the same logger, level and format in a time window. The first
 * line after the window is preceded by the number of lines that were left out. Thread-safe.
 */
public final class RepeatedLines extends TurboFilter {

  private static final int MAX_KINDS = 1_000;

  private record Kind(Logger logger, Level level, String format) {}

  private int maximum = 20;
  private long windowMillis = 10_000;
  private String exempt = "";
  private Map<Kind, Long> seen = new HashMap<>();
  private long windowEnd;

  /** Sets the maximum number of lines of one kind in a window. */
  public void setMaximum(int maximum) {
    this.maximum = maximum;
  }

  public void setWindowMillis(long windowMillis) {
    this.windowMillis = windowMillis;
  }

  /** Sets loggers without a limit, as a comma-separated list. */
  public void setExempt(String exempt) {
    this.exempt = exempt;
  }

  @Override
  public FilterReply decide(
      Marker marker, Logger logger, Level level, String format, Object[] params, Throwable t) {
    if (format == null || !level.isGreaterOrEqual(logger.getEffectiveLevel())) {
      return FilterReply.NEUTRAL;
    }
    report(nextWindow());
    if (("," + exempt + ",").contains("," + logger.getName() + ",")) {
      return FilterReply.NEUTRAL;
    }
    return count(new Kind(logger, level, format)) ? FilterReply.NEUTRAL : FilterReply.DENY;
  }

  private synchronized boolean count(Kind kind) {
    if (seen.size() >= MAX_KINDS && !seen.containsKey(kind)) {
      return true;
    }
    if (seen.merge(kind, 1L, Long::sum) <= maximum) {
      return true;
    }
    WrittenLines.leaveOut();
    return false;
  }

  /** Returns the counts of the previous window if it has ended; otherwise empty. */
  private synchronized Map<Kind, Long> nextWindow() {
    long now = System.nanoTime();
    if (windowEnd != 0 && now - windowEnd < 0) {
      return Map.of();
    }
    windowEnd = now + windowMillis * 1_000_000;
    Map<Kind, Long> ended = seen;
    seen = new HashMap<>();
    return ended;
  }

  synchronized void endWindow() {
    windowEnd = System.nanoTime();
  }

  private void report(Map<Kind, Long> ended) {
    ended.forEach(
        (kind, lines) -> {
          long more = lines - maximum;
          if (more > 0) {
            kind.logger.warn("left out {} more lines like: {}", more, kind.format);
          }
        });
  }
}
