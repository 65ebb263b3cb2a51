package io.darkroom.gateway.websocket;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.ServerBuilder;
import io.darkroom.frame.ImageLimits;
import io.darkroom.frame.Names;
import io.darkroom.gateway.kafka.FramePublisher;
import io.darkroom.gateway.metrics.GatewayMetrics;
import io.darkroom.gateway.pipeline.PipelineStore;
import io.darkroom.gateway.stream.StreamRegistry;
import java.time.Duration;
import java.util.Set;

/**
 * Where WebSockets open.
 *
 * @param maxLag a frame that waited longer for its watcher is skipped where a newer one waits
 */
public record SocketPaths(
    FramePublisher publisher,
    StreamRegistry registry,
    PipelineStore pipelines,
    ImageLimits limits,
    Duration maxLag,
    Set<String> allowedOrigins,
    OpenSockets sockets,
    GatewayMetrics metrics) {

  static final String STREAM_ID = "stream_id";
  private static final String PIPELINE_ID = "pipeline_id";

  public void serve(ServerBuilder server) {
    PublishSocket publish = new PublishSocket(publisher, limits, sockets, metrics);
    open(server, "/v1/streams/{stream_id}/publish", publish);
    open(server, "/v1/streams/{stream_id}/frames", raw());
    open(server, "/v1/pipelines/{pipeline_id}/frames", processed());
  }

  /** A stream may be watched before its first frame. */
  private WatchSocket raw() {
    return new WatchSocket(
        "raw",
        STREAM_ID,
        registry.streamAudience(),
        maxLag,
        streamId -> Names.require("streamId", streamId),
        registry::droppedFromStream,
        sockets,
        metrics);
  }

  private WatchSocket processed() {
    return new WatchSocket(
        "processed",
        PIPELINE_ID,
        registry.pipelineAudience(),
        maxLag,
        pipelines::require,
        registry::droppedFromPipeline,
        sockets,
        metrics);
  }

  /** GET over HTTP/1.1, CONNECT over HTTP/2. */
  private void open(ServerBuilder server, String path, SocketHandler handler) {
    server
        .route()
        .path(path)
        .methods(HttpMethod.GET, HttpMethod.CONNECT)
        .build(Handshake.of(handler, allowedOrigins));
  }
}
