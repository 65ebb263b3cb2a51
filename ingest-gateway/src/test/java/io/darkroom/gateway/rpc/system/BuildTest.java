package io.darkroom.gateway.rpc.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class BuildTest {

  @Test
  void readsThePropertiesOfTheBuild() {
    Properties properties = new Properties();
    properties.setProperty("git.commit.id.full", "0123456789abcdef0123456789abcdef01234567");
    properties.setProperty("git.commit.time", "2026-11-23T22:32:35Z");
    assertThat(Build.of(Optional.of("1.2.3"), properties))
        .isEqualTo(
            new Build(
                "1.2.3",
                "0123456789abcdef0123456789abcdef01234567",
                Optional.of(Instant.parse("2026-11-23T22:32:35Z"))));
    properties.setProperty("git.commit.time", "2026-11-23T22:32:35+0100");
    assertThat(Build.of(Optional.empty(), properties).at())
        .hasValue(Instant.parse("2026-11-23T21:32:35Z"));
  }

  @Test
  void hasNoCommitIfTheBuildHadNoRepository() {
    assertThat(Build.of(Optional.empty(), new Properties()))
        .isEqualTo(new Build("development", "", Optional.empty()));
  }
}
