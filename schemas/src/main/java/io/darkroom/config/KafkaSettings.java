package io.darkroom.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Options for the settings of every Kafka client, such as those for TLS and passwords. */
public final class KafkaSettings {

  private static final String PROPERTY = "--kafka-property";

  /** Names of the settings that Kafka's clients treat as passwords. */
  private static final Pattern SECRET =
      Pattern.compile(".*(password|passphrase|secret|jaas\\.config|keystore\\.key)");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = PROPERTY,
      paramLabel = "KEY=VALUE",
      description =
          "Setting for every Kafka client, such as security.protocol=SSL. Repeatable. Not for"
              + " passwords.")
  private Map<String, String> properties = Map.of();

  @Option(
      names = "--kafka-properties",
      paramLabel = "FILE",
      description =
          "File of settings for every Kafka client, one key=value per line. For passwords, which"
              + " would be visible on the command line.")
  private Path file;

  /** All settings; those of the command line come before those of the file. */
  public Map<String, String> all() {
    requireNoSecretOnTheCommandLine();
    Map<String, String> all = new TreeMap<>();
    if (file != null) {
      Properties read = read();
      read.stringPropertyNames().forEach(key -> all.put(key, read.getProperty(key).strip()));
    }
    all.putAll(properties);
    return all;
  }

  /** Defaults, from the environment or a file of settings, are not on the command line. */
  private void requireNoSecretOnTheCommandLine() {
    ParseResult parsed = spec.commandLine().getParseResult();
    if (parsed == null || !parsed.hasMatchedOption(PROPERTY)) {
      return;
    }
    List<String> secrets =
        properties.keySet().stream().filter(key -> SECRET.matcher(key).matches()).sorted().toList();
    if (!secrets.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "%s: %s (expected: no secrets, because the command line is visible to other users). Move it to the file of --kafka-properties."
              .formatted(PROPERTY, String.join(", ", secrets)));
    }
  }

  private Properties read() {
    Properties read = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      read.load(reader);
      return read;
    } catch (IOException | IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--kafka-properties: %s (expected: a readable file of key=value lines). Correct it."
              .formatted(file));
    }
  }
}
