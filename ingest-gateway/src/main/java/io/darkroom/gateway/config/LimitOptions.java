package io.darkroom.gateway.config;

import io.darkroom.gateway.limits.GatewayLimits;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say how much a gateway takes on. */
final class LimitOptions {

  @Option(
      names = "--max-pipelines",
      defaultValue = "1000",
      description = "Pipelines of all streams. Default: ${DEFAULT-VALUE}.")
  int pipelines;

  @Option(
      names = "--max-pipelines-per-stream",
      defaultValue = "32",
      description = "Pipelines of one stream. Default: ${DEFAULT-VALUE}.")
  int pipelinesPerStream;

  @Option(
      names = "--max-sources",
      defaultValue = "1000",
      description = "Sources. Default: ${DEFAULT-VALUE}.")
  int sources;

  @Option(
      names = "--max-sessions",
      defaultValue = "128",
      description =
          "StreamProcessVideo and StreamVideo calls at a time. Default: ${DEFAULT-VALUE}.")
  int sessions;

  @Option(
      names = "--max-watchers",
      defaultValue = "1000",
      description = "Watchers of frames at a time, by any protocol. Default: ${DEFAULT-VALUE}.")
  int watchers;

  @Option(
      names = "--max-publishers",
      defaultValue = "512",
      description = "Publish sockets and PublishFrames calls at a time. Default: ${DEFAULT-VALUE}.")
  int publishers;

  @Option(
      names = "--max-calls",
      defaultValue = "1000",
      description = "Calls that watch a state, such as WatchStreams. Default: ${DEFAULT-VALUE}.")
  int calls;

  @Option(
      names = "--max-connections",
      defaultValue = "4096",
      description = "Connections of callers at a time. Default: ${DEFAULT-VALUE}.")
  int connections;

  @Option(
      names = "--max-body-bytes-in-flight",
      defaultValue = "268435456",
      description =
          "Bytes of bodies and messages that are being received, over all connections. Default:"
              + " ${DEFAULT-VALUE}.")
  long bodyBytes;

  @Option(
      names = "--max-pending-request-bytes",
      defaultValue = "67108864",
      description =
          "Bytes of pictures of requests that wait for the job; more are refused. Default:"
              + " ${DEFAULT-VALUE}.")
  long pendingRequestBytes;

  @Option(
      names = "--request-bytes-per-second",
      defaultValue = "16777216",
      description =
          "Bytes of pictures of requests that are received, and sent to the job, in a second;"
              + " others wait. Default: ${DEFAULT-VALUE}.")
  long requestBytesPerSecond;

  @Option(
      names = "--message-timeout",
      defaultValue = "PT30S",
      description =
          "In which a message that has begun must be whole, ISO 8601. Default: ${DEFAULT-VALUE}.")
  Duration messageTime;

  @Option(
      names = "--reader-timeout",
      defaultValue = "PT30S",
      description =
          "After which a WebSocket whose peer reads nothing is closed, and a watch that takes none of"
              + " the frames that wait for it ends, ISO 8601. Default: ${DEFAULT-VALUE}.")
  Duration readerPatience;

  /** Adds every value that is out of range to the problems. */
  GatewayLimits toLimits(List<String> problems) {
    GatewayOptions.require(problems, "max-pipelines", pipelines, 1, 1_000_000);
    GatewayOptions.require(problems, "max-pipelines-per-stream", pipelinesPerStream, 1, 100_000);
    GatewayOptions.require(problems, "max-sources", sources, 1, 1_000_000);
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
