package io.darkroom.gateway.config;

import io.darkroom.topic.FrameRetention;
import io.darkroom.topic.TopicSize;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** Options for topics that the gateway creates. Existing topics keep their settings. */
public final class TopicOptions {

  @Option(
      names = "--partitions",
      description =
          "Partitions of the topics frames, processed, requests, answers and rejects, if they are"
              + " created. Default: 32 if Kafka has three or more brokers, otherwise 8.")
  Integer partitions;

  @Option(
      names = "--frame-retention",
      defaultValue = "PT1H",
      description =
          "Retention time of frames if their topic is created, ISO 8601. Default:"
              + " ${DEFAULT-VALUE}.")
  Duration age;

  @Option(
      names = "--frame-retention-bytes",
      description =
          "Retained bytes in each partition if the topic of frames is created. Default: 4294967296;"
              + " of ./darkroom up: 1073741824.")
  Long bytes;

  /** Adds a line for each value that is out of range. */
  public void check(List<String> problems) {
    if (partitions != null) {
      GatewayOptions.require(problems, "partitions", partitions, 1, TopicSize.MOST_PARTITIONS);
    }
    if (age.compareTo(FrameRetention.LEAST_AGE) < 0 || age.compareTo(FrameRetention.MOST_AGE) > 0) {
      problems.add(
          "--frame-retention: %s (expected: %s to %s). Write it like PT1H."
              .formatted(age, FrameRetention.LEAST_AGE, FrameRetention.MOST_AGE));
    }
    if (bytes != null && bytes < FrameRetention.LEAST_BYTES) {
      problems.add(
          "--frame-retention-bytes: %d (expected: at least %d). Correct it."
              .formatted(bytes, FrameRetention.LEAST_BYTES));
    }
  }

  public OptionalInt partitions() {
    return optional(partitions);
  }

  /**
   * Returns the retention of frames.
   *
   * @param defaultBytes bytes of a partition if the option is missing
   */
  public FrameRetention retention(long defaultBytes) {
    return new FrameRetention(age, bytes == null ? defaultBytes : bytes);
  }

  static OptionalInt optional(Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
