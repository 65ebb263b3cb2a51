package io.darkroom.telemetry.log;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.LoggerFactory;

/**
 * Levels of this process's loggers that were changed at run time, where it logs by Logback or
 * log4j; and back to those it was started with. Thread-safe.
 */
public final class LogLevels {

  /** What writes the log. A logger has no level of its own where the one above it decides. */
  interface Backend {

    Optional<String> level(String logger);

    void set(String logger, Optional<String> level);
  }

  /** What a change has put aside. */
  private record Change(String level, Optional<String> before) {}

  /** One for all: who changes a level second must not take it for that of the start. */
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
   * @param logger a logger and all below it; ROOT is above all
   * @param level trace, debug, info, warn, error or off
   */
  public synchronized void set(String logger, String level) {
    Change known = changes.get(logger);
    Optional<String> before = known == null ? backend.level(logger) : known.before();
    changes.put(logger, new Change(level, before));
    backend.set(logger, Optional.of(level.toUpperCase(Locale.ROOT)));
  }

  /** Back to what the process was started with. */
  public synchronized void reset(String logger) {
    Change change = changes.remove(logger);
    if (change != null) {
      backend.set(logger, change.before());
    }
  }

  /** By logger, in order. */
  public synchronized Map<String, String> changed() {
    Map<String, String> levels = new TreeMap<>();
    changes.forEach((logger, change) -> levels.put(logger, change.level()));
    return levels;
  }

  /** Of something else, whose levels stay what they are. */
  private static final class UnknownLevels implements Backend {

    @Override
    public Optional<String> level(String logger) {
      return Optional.empty();
    }

    @Override
    public void set(String logger, Optional<String> level) {}
  }
}
