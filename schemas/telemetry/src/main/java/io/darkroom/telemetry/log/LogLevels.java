package io.darkroom.telemetry.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.LoggerFactory;

/**
 * Levels of this process's loggers that were changed at run time, where it logs by Logback; and
 * back to those it was started with. Thread-safe.
 */
public final class LogLevels {

  /** What a change has put aside; empty where the logger had no level of its own. */
  private record Change(String level, Optional<Object> before) {}

  private final Map<String, Change> changes = new TreeMap<>();

  /**
   * @param logger a logger and all below it; ROOT is above all
   * @param level trace, debug, info, warn, error or off
   */
  public synchronized void set(String logger, String level) {
    Change known = changes.get(logger);
    Optional<Object> before = known == null ? present(logger) : known.before();
    changes.put(logger, new Change(level, before));
    apply(logger, Optional.of(Level.toLevel(level.toUpperCase(Locale.ROOT))));
  }

  /** Back to what the process was started with. */
  public synchronized void reset(String logger) {
    Change change = changes.remove(logger);
    if (change != null) {
      apply(logger, change.before());
    }
  }

  /** By logger, in order. */
  public synchronized Map<String, String> changed() {
    Map<String, String> levels = new TreeMap<>();
    changes.forEach((logger, change) -> levels.put(logger, change.level()));
    return levels;
  }

  private static Optional<Object> present(String logger) {
    return find(logger).map(Logger::getLevel);
  }

  private static void apply(String logger, Optional<Object> level) {
    find(logger).ifPresent(found -> found.setLevel((Level) level.orElse(null)));
  }

  private static Optional<Logger> find(String logger) {
    return LoggerFactory.getILoggerFactory() instanceof LoggerContext context
        ? Optional.of(context.getLogger(logger))
        : Optional.empty();
  }
}
