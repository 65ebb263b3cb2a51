package io.darkroom.telemetry.log;

import java.util.Optional;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.LoggerConfig;

/** Changes levels of log4j, which Flink uses on a cluster. */
final class Log4jLevels implements LogLevels.Backend {

  @Override
  public Optional<String> level(String logger) {
    return own(logger).map(LoggerConfig::getExplicitLevel).map(Level::name);
  }

  @Override
  public void set(String logger, Optional<String> level) {
    if (level.isPresent()) {
      Configurator.setLevel(name(logger), Level.toLevel(level.get()));
      return;
    }
    own(logger).ifPresent(config -> config.setLevel(null));
    context().updateLoggers();
  }

  private static Optional<LoggerConfig> own(String logger) {
    return Optional.ofNullable(context().getConfiguration().getLoggers().get(name(logger)));
  }

  private static LoggerContext context() {
    return LoggerContext.getContext(false);
  }

  private static String name(String logger) {
    return logger.equals("ROOT") ? LogManager.ROOT_LOGGER_NAME : logger;
  }
}
