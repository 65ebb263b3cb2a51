package io.darkroom.telemetry.log;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.LoggerFactory;

/**
 * Changes the levels of this process's loggers at run time, with Logback or log4j, and restores
 * their original levels. Thread-safe.
 */
public final class LogLevels {

  /** The logging library. A logger without an explicit level inherits its parent's level. */
  interface Backend {

    Optional<String> level(String logger);

    void set(String logger, Optional<String> level);
  }

  /** A changed level, and the original level to restore. */
  private record Change(String level, Optional<String> before) {}

  /** Shared, so that a second change does not record the first one as the original level. */
  private static final LogLevels OF_THIS_PROCESS = new LogLevels(backend());

  private final Backend backend;
  private final Map<String, Change> changes = new TreeMap<>();

  LogLevels(Backend backend) {
    this.backend = backend;
  }

  public static LogLevels ofThisProcess() {
    return OF_THIS_PROCESS;
  }

  private static Backend backend() {
    return switch (LoggerFactory.getILoggerFactory().getClass().getName()) {
      case "ch.qos.logback.classic.LoggerContext" -> new LogbackLevels();
      case "org.apache.logging.slf4j.Log4jLoggerFactory" -> new Log4jLevels();
      default -> new UnknownLevels();
    };
  }

  /**
   * Changes the level of a logger and of all loggers below it.
   *
   * @param logger the name of the logger; ROOT is the root logger
   * @param level trace, debug, info, warn, error or off
   */
  public synchronized void set(String logger, String level) {
    Change known = changes.get(logger);
    Optional<String> before = known == null ? backend.level(logger) : known.before();
    changes.put(logger, new Change(level, before));
    backend.set(logger, Optional.of(level.toUpperCase(Locale.ROOT)));
  }

  /** Restores the level that the process was started with. */
  public synchronized void reset(String logger) {
    Change change = changes.remove(logger);
    if (change != null) {
      backend.set(logger, change.before());
    }
  }

  /** Returns the changed levels by logger, sorted by name. */
  public synchronized Map<String, String> changed() {
    Map<String, String> levels = new TreeMap<>();
    changes.forEach((logger, change) -> levels.put(logger, change.level()));
    return levels;
  }

  /** Another logging library, whose levels cannot be changed. */
  private static final class UnknownLevels implements Backend {

    @Override
    public Optional<String> level(String logger) {
      return Optional.empty();
    }

    @Override
    public void set(String logger, Optional<String> level) {}
  }
}
