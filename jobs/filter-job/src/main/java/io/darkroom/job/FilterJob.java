package io.darkroom.job;

import io.darkroom.config.LayeredDefaults;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine;

/** The job's entry point, for {@code flink run}. */
public final class FilterJob {

  public static final String NAME = "darkroom-filters";

  private FilterJob() {}

  public static void main(String[] args) throws Exception {
    JobOptions options = new JobOptions();
    CommandLine command = new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true);
    JobConfig config;
    try {
      LayeredDefaults.layer(command, System.getenv(), args);
      command.parseArgs(args);
      if (command.isUsageHelpRequested()) {
        command.usage(System.out);
        return;
      }
      config = options.toConfig();
      KafkaTopicCheck.requireTopics(config);
    } catch (CommandLine.ParameterException | IllegalStateException e) {
      throw new IllegalArgumentException(
          e.getMessage() + System.lineSeparator() + "See filter-job --help.");
    }
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(Topology.settings(config));
    Topology.define(environment, config);
    environment.execute(NAME);
  }
}
