package io.darkroom.gateway.http.websocket;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.ServerBuilder;
import io.darkroom.gateway.frames.feed.Channels;
import io.darkroom.gateway.frames.publish.FrameIntake;
import io.darkroom.gateway.frames.watch.Channel;
import io.darkroom.gateway.guard.CheckedCalls;
import io.darkroom.gateway.guard.Guard;
import io.darkroom.gateway.limits.Bounds;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.v1.StreamServiceGrpc;
import io.grpc.MethodDescriptor;
import java.time.Duration;

/**
 * Serves the paths of WebSockets.
 *
 * @param maxLag a frame that has waited longer for its watcher is skipped if a newer one waits
 */
public record SocketPaths(
    FrameIntake intake,
    Channels channels,
    Duration maxLag,
    OpenSockets sockets,
    GatewayMetrics metrics,
    Bounds bounds,
    Guard guard) {

  static final String STREAM_ID = "stream_id";
  private static final String PIPELINE_ID = "pipeline_id";

  public void serve(ServerBuilder server) {
    open(
        server,
        "/v1/streams/{stream_id}/publish",
        STREAM_ID,
        StreamServiceGrpc.getPublishFramesMethod(),
        new PublishSocket(intake, sockets, bounds.publishers()));
    openWatch(server, "/v1/streams/{stream_id}/frames", channels.raw(), STREAM_ID);
    openWatch(server, "/v1/pipelines/{pipeline_id}/frames", channels.processed(), PIPELINE_ID);
  }

  private void openWatch(ServerBuilder server, String path, Channel channel, String idParam) {
    open(server, path, idParam, StreamServiceGrpc.getWatchFramesMethod(), watch(channel, idParam));
  }

  private WatchSocket watch(Channel channel, String idParam) {
    Duration patience = bounds.limits().readerPatience();
    return new WatchSocket(channel, idParam, maxLag, patience, sockets, metrics, bounds.watchers());
  }

  /**
   * Clients open a WebSocket by GET over HTTP/1.1, and by CONNECT over HTTP/2.
   *
   * @param method the RPC that does the same, whose permission the socket needs
   */
  private void open(
      ServerBuilder server,
      String path,
      String idParam,
      MethodDescriptor<?, ?> method,
      SocketHandler handler) {
    server
        .route()
        .path(path)
        .methods(HttpMethod.GET, HttpMethod.CONNECT)
        .build(
            new CheckedCalls(
                Handshake.of(handler), call -> guard.requireInPath(call, method, idParam)));
  }
}
