package io.darkroom.gateway.config;

import io.darkroom.config.KafkaSettings;
import io.darkroom.frame.ImageLimits;
import io.darkroom.gateway.config.TelemetryConfig.ClientAddress;
import io.darkroom.gateway.limits.GatewayLimits;
import io.darkroom.topic.FrameRetention;
import io.darkroom.topic.TopicSize;
import io.darkroom.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The gateway's options on the command line, in the environment and in a file. */
@Command(
    name = "gateway",
    description = "Receives frames and serves results: HTTP, gRPC and WebSocket on one port.",
    sortOptions = false)
public final class GatewayOptions {

  @Spec CommandSpec spec;

  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "Port to listen on, 0 for any. Default: ${DEFAULT-VALUE}.")
  int port;

  @Mixin AccessOptions access = new AccessOptions();

  @Mixin TlsOptions tls = new TlsOptions();

  @Mixin SecretsOptions secrets = new SecretsOptions();

  @Option(
      names = "--bootstrap-servers",
      defaultValue = "localhost:9092",
      description = "Kafka brokers, host:port, comma-separated. Default: ${DEFAULT-VALUE}.")
  String bootstrapServers;

  @Mixin KafkaSettings kafka = new KafkaSettings();

  @Option(
      names = "--topic-prefix",
      defaultValue = Topics.DEFAULT_PREFIX,
      description = "Part of every topic name before the dot. Default: ${DEFAULT-VALUE}.")
  String topicPrefix;

  @Option(
      names = "--replication-factor",
      description =
          "Replicas of topics that the gateway creates. Default: 3 if Kafka has three or more"
              + " brokers, otherwise 1.")
  Integer replicationFactor;

  @Mixin TopicOptions topicOptions = new TopicOptions();

  @Option(
      names = "--request-deadline",
      defaultValue = "PT10S",
      description =
          "How long images:process waits for the job's answer, ISO 8601. Default:"
              + " ${DEFAULT-VALUE}.")
  Duration requestDeadline;

  @Option(
      names = "--max-pending-requests",
      defaultValue = "256",
      description =
          "Limit of images:process calls that wait for the job. Default: ${DEFAULT-VALUE}.")
  int maxPendingRequests;

  @Option(
      names = "--max-image-bytes",
      defaultValue = "10485760",
      description = "Largest image in bytes, up to 10485760. Default: ${DEFAULT-VALUE}.")
  int maxImageBytes;

  @Option(
      names = "--max-image-side",
      defaultValue = "8192",
      description = "Largest width or height in px. Default: ${DEFAULT-VALUE}.")
  int maxImageSide;

  @Option(
      names = "--max-image-pixels",
      defaultValue = "67108864",
      description = "Largest image in pixels, width times height. Default: ${DEFAULT-VALUE}.")
  long maxImagePixels;

  @Option(
      names = "--subscriber-max-lag",
      defaultValue = "PT1S",
      description =
          "Skips a frame that waited longer for a watcher if a newer one is waiting, ISO 8601."
              + " Default: ${DEFAULT-VALUE}.")
  Duration subscriberMaxLag;

  @Option(
      names = "--gateway-id",
      defaultValue = "",
      description = "Name among gateways that share sources. Default: host name and a random part.")
  String gatewayId;

  @Option(
      names = "--sources",
      description = "JSON file of sources to create or replace at the start.")
  Path sources;

  @Option(
      names = "--source-allow",
      split = ",",
      description = "Private host or address range that sources may be fetched from. Repeatable.")
  List<String> sourceAllow = List.of();

  @Option(
      names = "--videos",
      defaultValue = "videos",
      description = "Folder of videos. Default: ${DEFAULT-VALUE}.")
  Path videos;

  @Option(
      names = "--images",
      defaultValue = "images",
      description = "Folder of still images. Default: ${DEFAULT-VALUE}.")
  Path images;

  @Option(
      names = "--max-upload-bytes",
      defaultValue = "2147483648",
      description = "Largest video in bytes, up to 2 GiB. Default: ${DEFAULT-VALUE}.")
  long maxUploadBytes;

  @Mixin UploadOptions uploads = new UploadOptions();

  @Option(
      names = "--job-group-id",
      defaultValue = TelemetryConfig.JOB_GROUP_ID,
      description =
          "The job's --group-id. Its lag is exported in /metrics, and it comes first if several"
              + " jobs run. Default: ${DEFAULT-VALUE}.")
  String jobGroupId;

  @Option(
      names = "--metrics-streams",
      defaultValue = "100",
      description =
          "Number of streams with their own series in /metrics; the others share `_other`."
              + " Default: ${DEFAULT-VALUE}.")
  int metricsStreams;

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description = "PEM certificate whose expiry is exported in /metrics. Repeatable.")
  List<Path> certificates = List.of();

  @Option(
      names = "--allow-trace-header",
      description = "Lets callers request a trace with the header x-darkroom-trace: 1.")
  boolean allowTraceHeader;

  @Option(
      names = "--trace-client-address",
      defaultValue = "truncated",
      description =
          "How much of clients' addresses goes into traces: full, truncated or off. Default:"
              + " ${DEFAULT-VALUE}.")
  ClientAddress traceClientAddress;

  @Option(
      names = "--tool",
      paramLabel = "NAME=URL",
      description = "Dashboard or similar to list among the tools, such as Grafana. Repeatable.")
  Map<String, String> tools = Map.of();

  @Mixin LimitOptions bounds;

  @Option(names = "--config", description = "File with lines of the form option-name = value.")
  Path config;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;

  /** Builds the configuration; one error names all values that are out of range. */
  public GatewayConfig toConfig() {
    List<String> problems = new ArrayList<>();
    require(problems, "port", port, 0, 65_535);
    if (replicationFactor != null) {
      require(problems, "replication-factor", replicationFactor, 1, TopicSize.MOST_REPLICAS);
    }
    if (jobGroupId.isBlank()) {
      problems.add("--job-group-id: empty (expected: the job's --group-id). Correct it.");
    }
    require(problems, "max-pending-requests", maxPendingRequests, 1, 100_000);
    require(problems, "max-image-bytes", maxImageBytes, 1, ImageLimits.DEFAULT.maxBytes());
    require(problems, "max-image-side", maxImageSide, 1, 65_535);
    require(problems, "max-image-pixels", maxImagePixels, 1, 65_535L * 65_535);
    require(problems, "max-upload-bytes", maxUploadBytes, 1, 2L << 30);
    require(problems, "metrics-streams", metricsStreams, 0, 10_000);
    require(problems, "request-deadline", requestDeadline);
    require(problems, "subscriber-max-lag", subscriberMaxLag);
    GatewayLimits limits = bounds.toLimits(problems);
    uploads.check(problems);
    topicOptions.check(problems);
    tls.check(problems);
    access.check(problems, tls.clientCa());
    if (!problems.isEmpty()) {
      throw new ParameterException(new CommandLine(spec), String.join("\n", problems));
    }
    return new GatewayConfig(
        access.host(),
        port,
        bootstrapServers,
        kafka.all(),
        new Topics(topicPrefix, topicOptions.retention(FrameRetention.FRAMES.bytes())),
        requestDeadline,
        maxPendingRequests,
        new ImageLimits(maxImageSide, maxImageBytes, maxImagePixels),
        access.toConfig(),
        subscriberMaxLag,
        new TopicSize(topicOptions.partitions(), TopicOptions.optional(replicationFactor)),
        new SourceConfig(gatewayId, Optional.ofNullable(sources), sourceAllow, secrets.keyset()),
        new LibraryConfig(videos, images, uploads.limits(maxUploadBytes)),
        telemetry(),
        tools,
        limits,
        tls.toConfig());
  }

  private TelemetryConfig telemetry() {
    return new TelemetryConfig(
        metricsStreams, certificates, allowTraceHeader, traceClientAddress, jobGroupId);
  }

  static void require(List<String> problems, String key, long value, long min, long max) {
    if (value < min || value > max) {
      problems.add("--%s: %d (expected: %d to %d). Correct it.".formatted(key, value, min, max));
    }
  }

  static void require(List<String> problems, String key, Duration value) {
    if (value.isNegative() || value.isZero() || value.compareTo(Duration.ofHours(1)) > 0) {
      problems.add(
          "--%s: %s (expected: above 0, up to PT1H). Write it like PT2.5S.".formatted(key, value));
    }
  }
}
