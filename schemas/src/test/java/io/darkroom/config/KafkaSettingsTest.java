package io.darkroom.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class KafkaSettingsTest {

  @TempDir private Path folder;

  @Command
  static final class Options {
    @Mixin private KafkaSettings kafka = new KafkaSettings();
  }

  private static Map<String, String> parse(Map<String, String> environment, String... args) {
    Options options = new Options();
    LayeredDefaults.layer(new CommandLine(options), environment, args).parseArgs(args);
    return options.kafka.all();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sasl.jaas.config",
        "ssl.key.password",
        "ssl.keystore.key",
        "ssl.truststore.password",
        "sasl.oauthbearer.client.credentials.client.secret",
        "sasl.oauthbearer.assertion.private.key.passphrase"
      })
  void refusesSecretsOnTheCommandLineWithoutShowingThem(String key) {
    assertThatThrownBy(() -> parse(Map.of(), "--kafka-property", key + "=hush"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("--kafka-property: " + key)
        .hasMessageContaining("--kafka-properties")
        .hasMessageNotContaining("hush");
  }

  @Test
  void takesSecretsFromAFileAndFromTheEnvironment() throws Exception {
    Path file = Files.writeString(folder.resolve("kafka.properties"), "ssl.key.password = hush");
    assertThat(parse(Map.of(), "--kafka-properties=" + file))
        .containsEntry("ssl.key.password", "hush");
    assertThat(parse(Map.of("DARKROOM_KAFKA_PROPERTY", "ssl.key.password=hush")))
        .containsEntry("ssl.key.password", "hush");
  }

  @Test
  void takesOtherSettingsFromTheCommandLine() {
    assertThat(parse(Map.of(), "--kafka-property=ssl.keystore.location=/a/keystore.pem"))
        .containsEntry("ssl.keystore.location", "/a/keystore.pem");
  }
}
