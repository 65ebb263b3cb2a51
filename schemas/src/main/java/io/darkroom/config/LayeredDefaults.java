package io.darkroom.config;

import io.darkroom.error.Suggestion;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Supplies values for options that are not on the command line, from environment variables and a
 * file of {@code option-name = value} lines. Precedence: flags, environment, file, built-in
 * defaults. {@code --topic-prefix} is {@code DARKROOM_TOPIC_PREFIX} in the environment and {@code
 * topic-prefix} in the file.
 */
public final class LayeredDefaults implements IDefaultValueProvider {

  private static final String CONFIG = "--config";
  private static final Set<String> NOT_SETTINGS = Set.of("config", "help", "version");

  private final Map<String, String> environment;
  private final Properties file;

  private LayeredDefaults(Map<String, String> environment, Properties file) {
    this.environment = environment;
    this.file = file;
  }

  /**
   * Adds the environment and the configuration file to a command.
   *
   * @throws CommandLine.ParameterException naming every unknown key of the file at once
   */
  public static CommandLine layer(
      CommandLine command, Map<String, String> environment, String... args) {
    Properties file =
        configFile(environment, args).map(p -> read(command, p)).orElseGet(Properties::new);
    requireKnown(command, file);
    return command.setDefaultValueProvider(new LayeredDefaults(environment, file));
  }

  @Override
  public String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) {
      return null;
    }
    String key = key(option);
    String fromEnvironment = environment.get(environmentName(key));
    return fromEnvironment != null ? fromEnvironment : file.getProperty(key);
  }

  private static String environmentName(String key) {
    return "DARKROOM_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static String key(OptionSpec option) {
    return option.longestName().replaceFirst("^--", "");
  }

  private static Optional<Path> configFile(Map<String, String> environment, String... args) {
    for (int i = 0; i < args.length; i++) {
      if (args[i].startsWith(CONFIG + "=")) {
        return Optional.of(Path.of(args[i].substring(CONFIG.length() + 1)));
      }
      if (args[i].equals(CONFIG) && i + 1 < args.length) {
        return Optional.of(Path.of(args[i + 1]));
      }
    }
    return Optional.ofNullable(environment.get("DARKROOM_CONFIG")).map(Path::of);
  }

  private static Properties read(CommandLine command, Path path) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(path)) {
      properties.load(reader);
      return properties;
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandLine.ParameterException(
          command,
          "--config: %s (expected: a readable file of option-name = value lines). %s"
              .formatted(path, e.getMessage()));
    }
  }

  private static void requireKnown(CommandLine command, Properties file) {
    Set<String> known = keys(command.getCommandSpec());
    List<String> problems = new ArrayList<>();
    for (String key : new TreeSet<>(file.stringPropertyNames())) {
      if (!known.contains(key)) {
        problems.add(
            "%s: unknown setting (expected: an option's name). %s"
                .formatted(key, Suggestion.didYouMean(key, known)));
      }
    }
    if (!problems.isEmpty()) {
      throw new CommandLine.ParameterException(command, String.join("\n", problems));
    }
  }

  private static Set<String> keys(CommandSpec spec) {
    return spec.options().stream()
        .map(LayeredDefaults::key)
        .filter(key -> !NOT_SETTINGS.contains(key))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
