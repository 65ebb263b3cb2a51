package io.darkroom.gateway.config;

import io.darkroom.gateway.limits.GatewayLimits;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** Options for the limits of a gateway. */
final class LimitOptions {

  @Option(
      names = "--max-pipelines",
      defaultValue = "1000",
      description = "Limit of pipelines of all streams. Default: ${DEFAULT-VALUE}.")
  int pipelines;

  @Option(
      names = "--max-pipelines-per-stream",
      defaultValue = "32",
      description = "Limit of pipelines of one stream. Default: ${DEFAULT-VALUE}.")
  int pipelinesPerStream;

  @Option(
      names = "--max-sources",
      defaultValue = "1000",
      description = "Limit of sources. Default: ${DEFAULT-VALUE}.")
  int sources;

  @Option(
      names = "--max-presets",
      defaultValue = "1000",
      description = "Limit of presets. Default: ${DEFAULT-VALUE}.")
  int presets;

  @Option(
      names = "--max-sessions",
      defaultValue = "128",
      description =
          "Limit of open StreamProcessVideo and StreamVideo calls. Default: ${DEFAULT-VALUE}.")
  int sessions;

  @Option(
      names = "--max-watchers",
      defaultValue = "1000",
      description = "Limit of watchers of frames, by any protocol. Default: ${DEFAULT-VALUE}.")
  int watchers;

  @Option(
      names = "--max-publishers",
      defaultValue = "512",
      description =
          "Limit of open publish sockets and PublishFrames calls. Default: ${DEFAULT-VALUE}.")
  int publishers;

  @Option(
      names = "--max-calls",
      defaultValue = "1000",
      description =
          "Limit of open calls that watch resources, such as WatchStreams. Default:"
              + " ${DEFAULT-VALUE}.")
  int calls;

  @Option(
      names = "--max-connections",
      defaultValue = "4096",
      description = "Limit of open client connections. Default: ${DEFAULT-VALUE}.")
  int connections;

  @Option(
      names = "--max-body-bytes-in-flight",
      defaultValue = "268435456",
      description =
          "Limit of bytes of bodies and messages that are being received, over all connections."
              + " Default: ${DEFAULT-VALUE}.")
  long bodyBytes;

  @Option(
      names = "--max-pending-request-bytes",
      defaultValue = "67108864",
      description =
          "Limit of bytes of pictures in requests that wait for the job. Default:"
              + " ${DEFAULT-VALUE}.")
  long pendingRequestBytes;

  @Option(
      names = "--request-bytes-per-second",
      defaultValue = "16777216",
      description =
          "Limit of bytes per second of pictures in requests; a request over it waits. Default:"
              + " ${DEFAULT-VALUE}.")
  long requestBytesPerSecond;

  @Option(
      names = "--message-timeout",
      defaultValue = "PT30S",
      description =
          "How long a message may take from its first byte to its last, ISO 8601. Default:"
              + " ${DEFAULT-VALUE}.")
  Duration messageTime;

  @Option(
      names = "--reader-timeout",
      defaultValue = "PT30S",
      description =
          "Closes a WebSocket whose peer reads nothing, and a watch that takes none of its waiting"
              + " frames, after this time, ISO 8601. Default: ${DEFAULT-VALUE}.")
  Duration readerPatience;

  /** Builds the limits, and adds a problem for each value that is out of range. */
  GatewayLimits toLimits(List<String> problems) {
    GatewayOptions.require(problems, "max-pipelines", pipelines, 1, 1_000_000);
    GatewayOptions.require(problems, "max-pipelines-per-stream", pipelinesPerStream, 1, 100_000);
    GatewayOptions.require(problems, "max-sources", sources, 1, 1_000_000);
    GatewayOptions.require(problems, "max-presets", presets, 1, 1_000_000);
    GatewayOptions.require(problems, "max-sessions", sessions, 1, 100_000);
    GatewayOptions.require(problems, "max-watchers", watchers, 1, 1_000_000);
    GatewayOptions.require(problems, "max-publishers", publishers, 1, 1_000_000);
    GatewayOptions.require(problems, "max-calls", calls, 1, 1_000_000);
    GatewayOptions.require(problems, "max-connections", connections, 1, 10_000_000);
    GatewayOptions.require(problems, "max-body-bytes-in-flight", bodyBytes, 1 << 20, 1L << 40);
    GatewayOptions.require(
        problems, "max-pending-request-bytes", pendingRequestBytes, 1 << 20, 1L << 40);
    GatewayOptions.require(
        problems, "request-bytes-per-second", requestBytesPerSecond, 1 << 20, 1L << 40);
    GatewayOptions.require(problems, "message-timeout", messageTime);
    GatewayOptions.require(problems, "reader-timeout", readerPatience);
    return new GatewayLimits(
        pipelines,
        pipelinesPerStream,
        sources,
        presets,
        sessions,
        watchers,
        publishers,
        calls,
        connections,
        bodyBytes,
        pendingRequestBytes,
        requestBytesPerSecond,
        messageTime,
        readerPatience);
  }
}
