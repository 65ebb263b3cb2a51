package io.darkroom.telemetry.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** Changes levels of Logback, which the gateway and the local stack use. */
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
