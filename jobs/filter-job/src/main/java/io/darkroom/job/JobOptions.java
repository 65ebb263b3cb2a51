package io.darkroom.job;

import io.darkroom.config.KafkaSettings;
import io.darkroom.definition.Accelerator;
import io.darkroom.frame.ImageLimits;
import io.darkroom.job.JobConfig.StartFrom;
import io.darkroom.operator.OperatorOptions;
import io.darkroom.operator.TaskBudget;
import io.darkroom.topic.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.connector.base.DeliveryGuarantee;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The job's command line. */
@Command(
    name = "filter-job",
    description = "Runs Darkroom's pipelines on the frames in Kafka.",
    footer = {
      "",
      "You can also set each option in the --config file (topic-prefix = studio) or in the",
      "environment (DARKROOM_TOPIC_PREFIX=studio). Flags override the environment, which",
      "overrides the file."
    },
    sortOptions = false,
    usageHelpAutoWidth = true)
final class JobOptions {

  static final long LEAST_MEMORY = 16L << 20;
  static final long MOST_MEMORY = 1L << 50;

  @Spec private CommandSpec spec;

  @Option(
      names = "--bootstrap-servers",
      defaultValue = "localhost:9092",
      description = "Kafka brokers, host:port,… (default: ${DEFAULT-VALUE}).")
  private String bootstrapServers;

  @Mixin private KafkaSettings kafka = new KafkaSettings();

  @Option(
      names = "--topic-prefix",
      defaultValue = Topics.DEFAULT_PREFIX,
      description = "Before the dot of every topic's name (default: ${DEFAULT-VALUE}).")
  private String topicPrefix;

  @Option(
      names = "--group-id",
      defaultValue = "darkroom-filter-job",
      description = "Consumer group that offsets are committed to (default: ${DEFAULT-VALUE}).")
  private String groupId;

  @Option(
      names = "--start-from",
      defaultValue = "committed",
      description =
          "Where to start reading frames when no checkpoint is restored: committed (earliest for a"
              + " new group), earliest or latest (default: ${DEFAULT-VALUE}).")
  private StartFrom startFrom;

  @Option(
      names = "--engine",
      defaultValue = "auto",
      description =
          "Where chains run: auto (on a GPU if available), cuda (fails without a GPU) or cpu"
              + " (default: ${DEFAULT-VALUE}).")
  private Accelerator engine;

  @Mixin private GpuFlags gpu;

  @Option(
      names = "--plugins",
      paramLabel = "FOLDER",
      description =
          "Folder of jars with additional filters, shipped with the job (default: the folder"
              + " plugins beside the job's jar, if it exists).")
  private Path plugins;

  @Option(
      names = "--delivery",
      defaultValue = "at-least-once",
      description =
          "at-least-once, for live viewing, or exactly-once, for archives, which makes frames"
              + " visible only at checkpoints (default: ${DEFAULT-VALUE}).")
  private String delivery;

  @Option(
      names = "--parallelism",
      defaultValue = "1",
      description = "Subtasks of source, filters and sinks (default: ${DEFAULT-VALUE}).")
  private int parallelism;

  @Option(
      names = "--request-parallelism",
      defaultValue = "0",
      description =
          "Subtasks that answer requests, in addition to those for live frames. 0 means half of"
              + " --parallelism, at least 1 (default: ${DEFAULT-VALUE}).")
  private int requestParallelism;

  @Option(
      names = "--checkpoint-interval",
      defaultValue = "1000",
      paramLabel = "MS",
      description = "Time between checkpoints, in ms (default: ${DEFAULT-VALUE}).")
  private long checkpointMillis;

  @Option(
      names = "--bundle-frames",
      defaultValue = "1",
      description = "Maximum number of frames in a bundle (default: ${DEFAULT-VALUE}).")
  private int bundleFrames;

  @Option(
      names = "--bundle-wait",
      defaultValue = "3",
      paramLabel = "MS",
      description =
          "Maximum time that a frame waits for its bundle to fill, in ms (default:"
              + " ${DEFAULT-VALUE}).")
  private long bundleMillis;

  @Option(
      names = "--codec-threads",
      defaultValue = "auto",
      converter = CodecThreadsConverter.class,
      description =
          "Threads of each task that decode before the filters and encode after them: auto (cores"
              + " / slots, at least 1), or 0 for none (default: ${DEFAULT-VALUE}).")
  private int codecThreads;

  @Option(
      names = "--max-image-side",
      defaultValue = "8192",
      paramLabel = "PX",
      description = "Maximum width and height of an image, in pixels (default: ${DEFAULT-VALUE}).")
  private int maxImageSide;

  @Option(
      names = "--max-image-pixels",
      defaultValue = "67108864",
      paramLabel = "PIXELS",
      description =
          "Maximum pixels (width times height) of an image, and of each intermediate picture of a"
              + " chain (default: ${DEFAULT-VALUE}).")
  private long maxImagePixels;

  @Option(
      names = "--max-image-bytes",
      defaultValue = "10485760",
      paramLabel = "BYTES",
      description =
          "Maximum size of an encoded image, input or result (default: ${DEFAULT-VALUE}).")
  private int maxImageBytes;

  @Option(
      names = "--task-memory",
      defaultValue = "1g",
      paramLabel = "SIZE",
      converter = MemorySizeConverter.class,
      description =
          "Native memory of each task for pictures, models and the working memory of chains, such"
              + " as 512m. A frame that needs more is rejected (default: ${DEFAULT-VALUE}).")
  private MemorySize taskMemory;

  @Option(
      names = "--max-frame-cost",
      defaultValue = "PT5S",
      paramLabel = "DURATION",
      description =
          "Maximum CPU time of a chain for one frame, estimated before it runs, as an ISO 8601"
              + " duration (default: ${DEFAULT-VALUE}).")
  private Duration maxFrameCost;

  @Option(
      names = "--max-pipelines",
      defaultValue = "10000",
      description = "Maximum number of pipelines (default: ${DEFAULT-VALUE}).")
  private int maxPipelines;

  @Option(names = "--config", paramLabel = "FILE", description = "File of option = value lines.")
  private Path config;

  @Option(names = "--help", usageHelp = true, description = "Shows this help.")
  private boolean help;

  /** Validates the options; throws a ParameterException that lists every problem. */
  JobConfig toConfig() {
    List<String> problems = problems();
    if (!problems.isEmpty()) {
      throw new CommandLine.ParameterException(spec.commandLine(), String.join("\n", problems));
    }
    return new JobConfig(
        bootstrapServers,
        kafka.all(),
        new Topics(topicPrefix),
        groupId,
        startFrom,
        delivery.equals("exactly-once")
            ? DeliveryGuarantee.EXACTLY_ONCE
            : DeliveryGuarantee.AT_LEAST_ONCE,
        pluginFolder().jars(),
        parallelism,
        requestParallelism > 0 ? requestParallelism : JobConfig.requestParallelism(parallelism),
        Duration.ofMillis(checkpointMillis),
        new OperatorOptions(
            engine,
            new ImageLimits(maxImageSide, maxImageBytes, maxImagePixels),
            new TaskBudget(taskMemory.getBytes(), maxFrameCost, maxPipelines),
            bundleFrames,
            bundleMillis,
            codecThreads,
            gpu.toOptions(),
            List.of(),
            new Topics(topicPrefix)));
  }

  private PluginFolder pluginFolder() {
    return plugins == null ? PluginFolder.besideTheJob() : new PluginFolder(plugins);
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (!delivery.equals("at-least-once") && !delivery.equals("exactly-once")) {
      problems.add(
          "--delivery: %s (expected: at-least-once or exactly-once). Choose one of them."
              .formatted(delivery));
    }
    requireBetween(problems, "--parallelism", parallelism, 1, 1024);
    requireBetween(problems, "--request-parallelism", requestParallelism, 0, 1024);
    requireBetween(problems, "--checkpoint-interval", checkpointMillis, 50, 3_600_000);
    requireBetween(problems, "--bundle-frames", bundleFrames, 1, 256);
    requireBetween(problems, "--bundle-wait", bundleMillis, 0, 1000);
    requireBetween(problems, "--max-image-side", maxImageSide, 1, 16384);
    requireBetween(problems, "--max-image-pixels", maxImagePixels, 1, 16384L * 16384);
    requireBetween(problems, "--task-memory", taskMemory.getBytes(), LEAST_MEMORY, MOST_MEMORY);
    requireBetween(problems, "--max-pipelines", maxPipelines, 1, 1_000_000);
    if (maxFrameCost.compareTo(Duration.ofMillis(1)) < 0
        || maxFrameCost.compareTo(Duration.ofHours(1)) > 0) {
      problems.add(
          "--max-frame-cost: %s (expected: PT0.001S to PT1H). Write it like PT2.5S."
              .formatted(maxFrameCost));
    }
    requireBetween(
        problems, "--max-image-bytes", maxImageBytes, 1024, ImageLimits.DEFAULT.maxBytes());
    try {
      new Topics(topicPrefix);
    } catch (RuntimeException e) {
      problems.add("--" + e.getMessage());
    }
    problems.addAll(gpu.problems());
    if (plugins != null && !Files.isDirectory(plugins)) {
      problems.add(
          "--plugins: %s (expected: a folder). Create it, or omit the option.".formatted(plugins));
    }
    return problems;
  }

  static void requireBetween(List<String> problems, String option, long value, long min, long max) {
    if (value < min || value > max) {
      problems.add(
          "%s: %d (expected: %d to %d). Choose a value in that range."
              .formatted(option, value, min, max));
    }
  }
}
