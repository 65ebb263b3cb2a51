package io.darkroom.gateway.config;

import io.darkroom.gateway.limits.UploadLimits;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** Options for unfinished uploads. */
final class UploadOptions {

  /** Each upload may hold a thread, and so may as many that have sent nothing yet. */
  private static final int MOST_UNFINISHED = 64;

  @Option(
      names = "--max-unfinished-uploads",
      defaultValue = "32",
      description =
          "Limit of unfinished uploads that have sent something, up to 64. Default:"
              + " ${DEFAULT-VALUE}.")
  int maxUnfinished;

  @Option(
      names = "--max-unfinished-upload-bytes",
      defaultValue = "0",
      description =
          "Limit of received bytes of all unfinished uploads. Default: eight times"
              + " --max-upload-bytes.")
  long maxUnfinishedBytes;

  @Option(
      names = "--upload-idle",
      defaultValue = "PT1M",
      description =
          "How long an upload may receive nothing before a new one may replace it, ISO 8601."
              + " Default: ${DEFAULT-VALUE}.")
  Duration idle;

  void check(List<String> problems) {
    if (maxUnfinished < 1 || maxUnfinished > MOST_UNFINISHED) {
      problems.add(
          "--max-unfinished-uploads: %d (expected: 1 to %d). Correct it."
              .formatted(maxUnfinished, MOST_UNFINISHED));
    }
    if (maxUnfinishedBytes < 0) {
      problems.add(
          "--max-unfinished-upload-bytes: %d (expected: at least 1, or 0 for the default). %s"
              .formatted(maxUnfinishedBytes, "Correct it."));
    }
    if (idle.compareTo(Duration.ofSeconds(1)) < 0 || idle.compareTo(Duration.ofHours(1)) > 0) {
      problems.add(
          "--upload-idle: %s (expected: PT1S to PT1H). Write it like PT1M.".formatted(idle));
    }
  }

  UploadLimits limits(long maxBytes) {
    return UploadLimits.of(maxBytes, maxUnfinished, maxUnfinishedBytes, idle);
  }
}
