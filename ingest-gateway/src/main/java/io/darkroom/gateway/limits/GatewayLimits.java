package io.darkroom.gateway.limits;

import java.time.Duration;

/**
 * Limits of what a gateway accepts, as configured.
 *
 * @param pipelines of all streams
 * @param pipelinesPerStream of one stream
 * @param sources of all gateways
 * @param presets of all gateways
 * @param sessions StreamProcessVideo and StreamVideo calls at a time
 * @param watchers of frames at a time, by any protocol
 * @param publishers publish sockets and PublishFrames calls at a time
 * @param calls that watch resources at a time, such as WatchStreams
 * @param connections of clients at a time
 * @param bodyBytes of bodies and messages that are being received at a time, over all connections
 * @param pendingRequestBytes of pictures of requests that wait for the job
 * @param requestBytesPerSecond bytes of those pictures that are received, and sent to the job, per
 *     second
 * @param messageTime how long a message may take from its first byte to its last
 * @param readerPatience how long a WebSocket stays open whose peer reads nothing, and a watch that
 *     takes none of its waiting frames
 */
public record GatewayLimits(
    int pipelines,
    int pipelinesPerStream,
    int sources,
    int presets,
    int sessions,
    int watchers,
    int publishers,
    int calls,
    int connections,
    long bodyBytes,
    long pendingRequestBytes,
    long requestBytesPerSecond,
    Duration messageTime,
    Duration readerPatience) {

  public static final GatewayLimits DEFAULT =
      new GatewayLimits(
          1_000,
          32,
          1_000,
          1_000,
          128,
          1_000,
          512,
          1_000,
          4_096,
          256L << 20,
          64L << 20,
          16L << 20,
          Duration.ofSeconds(30),
          Duration.ofSeconds(30));
}
