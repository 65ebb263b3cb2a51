package io.darkroom.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options for the settings of every Kafka client, such as those for TLS and passwords. */
public final class KafkaSettings {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--kafka-property",
      paramLabel = "KEY=VALUE",
      description = "Setting for every Kafka client, such as security.protocol=SSL. Repeatable.")
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
    Map<String, String> all = new TreeMap<>();
    if (file != null) {
      Properties read = read();
      read.stringPropertyNames().forEach(key -> all.put(key, read.getProperty(key).strip()));
    }
    all.putAll(properties);
    return all;
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
