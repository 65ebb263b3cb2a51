package io.darkroom.telemetry.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** The gateway's, and those of a stack in one process. */
final class LogbackLevels implements LogLevels.Backend {

  @Override
  public Optional<String> level(String logger) {
    return Optional.ofNullable(find(logger).getLevel()).map(Level::toString);
  }

  @Override
  public void set(String logger, Optional<String> level) {
    find(logger).setLevel(level.map(Level::toLevel).orElse(null));
  }

  private static Logger find(String logger) {
    return (Logger) LoggerFactory.getLogger(logger);
  }
}
