package io.darkroom.telemetry.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogLevelsTest {

  private static final String NAME = "io.darkroom.telemetry.log.Changed";

  private final Logger logger = (Logger) LoggerFactory.getLogger(NAME);
  private final LogLevels levels = new LogLevels(new LogbackLevels());

  @AfterEach
  void restore() {
    logger.setLevel(null);
  }

  @Test
  void keepsAChangeUntilItIsReset() {
    logger.setLevel(Level.WARN);
    levels.set(NAME, "debug");
    levels.set(NAME, "trace");
    assertThat(logger.getLevel()).isEqualTo(Level.TRACE);
    assertThat(levels.changed()).containsEntry(NAME, "trace");

    levels.reset(NAME);
    assertThat(logger.getLevel()).isEqualTo(Level.WARN);
    assertThat(levels.changed()).isEmpty();
  }

  @Test
  void restoresALoggerWithoutALevel() {
    levels.set(NAME, "off");
    assertThat(logger.isErrorEnabled()).isFalse();
    levels.reset(NAME);
    assertThat(logger.getLevel()).isNull();
    assertThat(logger.isErrorEnabled()).isTrue();
  }

  @Test
  void ignoresAResetOfAnUnchangedLogger() {
    logger.setLevel(Level.ERROR);
    levels.reset(NAME);
    assertThat(logger.getLevel()).isEqualTo(Level.ERROR);
  }
}
