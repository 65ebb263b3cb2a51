package io.darkroom.gateway.limits;

import java.time.Duration;

/**
 * The most that a gateway takes on.
 *
 * @param pipelines defined, of all streams
 * @param pipelinesPerStream defined for one stream
 * @param sources defined
 * @param sessions StreamProcessVideo and StreamVideo calls at a time
 * @param watchers of frames at a time, by any protocol
 * @param publishers publish sockets and PublishFrames calls at a time
 * @param calls that watch a state at a time, such as WatchStreams
 * @param connections of callers at a time
 * @param bodyBytes of bodies and messages that are being received at a time, over all connections
 * @param pendingRequestBytes of pictures of requests that wait for the job
 * @param requestBytesPerSecond of those pictures that are received, and sent to the job
 * @param messageTime in which a message that has begun must be whole
 * @param readerPatience how long a WebSocket whose peer reads nothing stays open, and a watch that
 *     takes none of the frames that wait for it
 */
public record GatewayLimits(
    int pipelines,
    int pipelinesPerStream,
    int sources,
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
