package io.darkroom.gateway.http.mjpeg;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.gateway.frames.feed.Channels;
import io.darkroom.gateway.frames.watch.Channel;
import io.darkroom.gateway.guard.CheckedCalls;
import io.darkroom.gateway.guard.Guard;
import io.darkroom.gateway.limits.Bounds;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.v1.StreamServiceGrpc;
import java.util.function.Consumer;

/** Serves the paths of motion JPEG. */
public record MjpegPaths(
    Channels channels, GatewayMetrics metrics, Bounds bounds, OpenViewers viewers, Guard guard) {

  private static final String STREAM_ID = "stream_id";
  private static final String PIPELINE_ID = "pipeline_id";

  public void serve(ServerBuilder server) {
    Channel raw = channels.raw();
    Channel processed = channels.processed();
    open(server, "/v1/streams/{stream_id}/mjpeg", watch(raw, STREAM_ID, this::requireStream));
    open(
        server,
        "/v1/pipelines/{pipeline_id}/mjpeg",
        watch(processed, PIPELINE_ID, processed.requireKnown()));
  }

  private void requireStream(String streamId) {
    channels.raw().requireKnown().accept(streamId);
    channels.registry().status(streamId);
  }

  private MjpegWatch watch(Channel channel, String idParam, Consumer<String> requireKnown) {
    return new MjpegWatch(
        channel,
        idParam,
        requireKnown,
        bounds.limits().readerPatience(),
        bounds.watchers(),
        metrics,
        viewers);
  }

  private void open(ServerBuilder server, String path, MjpegWatch watch) {
    server
        .route()
        .path(path)
        .methods(HttpMethod.GET, HttpMethod.HEAD)
        .build(new CheckedCalls(watch, call -> requireMayWatch(call, watch.idParam())));
  }

  private void requireMayWatch(ServiceRequestContext call, String idParam) {
    guard.requireInPath(call, StreamServiceGrpc.getWatchFramesMethod(), idParam);
  }
}
