package io.darkroom.gateway.config;

import io.darkroom.topic.FrameRetention;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** Options for the retention of frames, and for the job whose lag is measured. */
final class RetentionOptions {

  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(365);

  @Option(
      names = "--frame-retention",
      defaultValue = "PT1H",
      description =
          "Retention time of frames if the gateway creates their topic, ISO 8601. Default:"
              + " ${DEFAULT-VALUE}.")
  Duration age;

  @Option(
      names = "--frame-retention-bytes",
      defaultValue = "4294967296",
      description =
          "Retained bytes in each of the 8 partitions if the gateway creates the topic of frames."
              + " Default: ${DEFAULT-VALUE}.")
  long bytes;

  @Option(
      names = "--job-group-id",
      defaultValue = TelemetryConfig.JOB_GROUP_ID,
      description =
          "The job's --group-id. Its lag is exported in /metrics, and it comes first if several"
              + " jobs run. Default: ${DEFAULT-VALUE}.")
  String jobGroupId;

  void check(List<String> problems) {
    if (age.compareTo(SHORTEST) < 0 || age.compareTo(LONGEST) > 0) {
      problems.add(
          "--frame-retention: %s (expected: %s to %s). Write it like PT1H."
              .formatted(age, SHORTEST, LONGEST));
    }
    if (bytes < FrameRetention.LEAST_BYTES) {
      problems.add(
          "--frame-retention-bytes: %d (expected: at least %d). Correct it."
              .formatted(bytes, FrameRetention.LEAST_BYTES));
    }
    if (jobGroupId.isBlank()) {
      problems.add("--job-group-id: empty (expected: the job's --group-id). Correct it.");
    }
  }

  FrameRetention retention() {
    return new FrameRetention(age, bytes);
  }
}
