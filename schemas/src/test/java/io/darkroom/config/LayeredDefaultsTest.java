package io.darkroom.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class LayeredDefaultsTest {

  @TempDir private Path folder;

  @Command
  static final class Options {
    @Option(names = "--topic-prefix", defaultValue = "built-in")
    private String topicPrefix;

    @Option(names = "--port", defaultValue = "1")
    private int port;

    @Option(names = "--config")
    private Path config;
  }

  @Test
  void prefersFlagsThenEnvironmentThenFileThenDefaults() throws IOException {
    String config = "--config=" + file("topic-prefix = file\nport = 2\n");
    Map<String, String> environment = Map.of("DARKROOM_TOPIC_PREFIX", "environment");
    assertThat(parse(Map.of()).topicPrefix).isEqualTo("built-in");
    assertThat(parse(Map.of(), config).topicPrefix).isEqualTo("file");
    assertThat(parse(environment, config).topicPrefix).isEqualTo("environment");
    assertThat(parse(environment, config, "--topic-prefix=flag").topicPrefix).isEqualTo("flag");
    assertThat(parse(environment, config).port).isEqualTo(2);
  }

  @Test
  void reportsEveryUnknownKeyWithASuggestion() throws IOException {
    String config = "--config=" + file("topic-prefx = a\nprot = 2\n");
    assertThatThrownBy(() -> parse(Map.of(), config))
        .hasMessageContaining("prot: unknown setting")
        .hasMessageContaining("Did you mean port?")
        .hasMessageContaining("Did you mean topic-prefix?");
  }

  @Test
  void reportsAFileThatCannotBeRead() {
    assertThatThrownBy(() -> parse(Map.of(), "--config", "/no/such/file"))
        .hasMessageContaining("--config: /no/such/file");
  }

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("darkroom.properties"), text).toString();
  }

  private static Options parse(Map<String, String> environment, String... args) {
    Options options = new Options();
    LayeredDefaults.layer(new CommandLine(options), environment, args).parseArgs(args);
    return options;
  }
}
