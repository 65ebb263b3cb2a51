package io.darkroom.telemetry.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.Test;

class Log4jLevelsTest {

  private static final String NAME = "io.darkroom.telemetry.log.Flinks";

  private final LogLevels levels = new LogLevels(new Log4jLevels());

  @Test
  void keepsAChangeUntilItIsReset() {
    Configurator.setLevel(NAME, Level.WARN);
    levels.set(NAME, "debug");
    assertThat(effective(NAME + ".Below")).isEqualTo(Level.DEBUG);
    levels.reset(NAME);
    assertThat(effective(NAME)).isEqualTo(Level.WARN);
  }

  @Test
  void restoresInheritanceOfALoggerWithoutALevel() {
    String name = NAME + ".Inheriting";
    Configurator.setLevel(NAME, Level.WARN);
    levels.set(name, "trace");
    assertThat(effective(name)).isEqualTo(Level.TRACE);
    levels.reset(name);
    assertThat(effective(name)).isEqualTo(Level.WARN);
    Configurator.setLevel(NAME, Level.ERROR);
    assertThat(effective(name)).isEqualTo(Level.ERROR);
  }

  @Test
  void changesAndRestoresTheRootLogger() {
    Log4jLevels backend = new Log4jLevels();
    Optional<String> before = backend.level("ROOT");
    levels.set("ROOT", "off");
    assertThat(effective("anything.at.all")).isEqualTo(Level.OFF);
    levels.reset("ROOT");
    assertThat(backend.level("ROOT")).isEqualTo(before);
  }

  private static Level effective(String logger) {
    return LoggerContext.getContext(false).getLogger(logger).getLevel();
  }
}
