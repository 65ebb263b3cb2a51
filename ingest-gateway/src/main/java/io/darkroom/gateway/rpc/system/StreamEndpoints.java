package io.darkroom.gateway.rpc.system;

import io.darkroom.v1.StreamEndpoint;
import java.util.List;

/** The endpoints for publishing and watching frames. */
public final class StreamEndpoints {

  private static final String FRAME = "darkroom.v1.Frame";
  private static final String WATCHED = "darkroom.v1.WatchFramesResponse";
  private static final String IMAGE = "image/jpeg or image/png";
  private static final String MJPEG = "multipart/x-mixed-replace of image/jpeg";
  private static final String STREAMS = "/darkroom.v1.StreamService/";

  public static final List<StreamEndpoint> ALL =
      List.of(
          endpoint("publish", "websocket", "/v1/streams/{stream_id}/publish", FRAME),
          endpoint("publish", "http", "/v1/streams/{stream_id}/frames", IMAGE),
          endpoint("publish", "grpc", STREAMS + "PublishFrames", FRAME),
          endpoint("watch_stream", "websocket", "/v1/streams/{stream_id}/frames", FRAME),
          endpoint("watch_stream", "grpc", STREAMS + "WatchFrames", WATCHED),
          endpoint("watch_stream", "http", "/v1/streams/{stream_id}/mjpeg", MJPEG),
          endpoint("watch_stream", "http", "/v1/streams/{stream_id}/snapshot", IMAGE),
          endpoint("watch_pipeline", "websocket", "/v1/pipelines/{pipeline_id}/frames", FRAME),
          endpoint("watch_pipeline", "grpc", STREAMS + "WatchFrames", WATCHED),
          endpoint("watch_pipeline", "http", "/v1/pipelines/{pipeline_id}/mjpeg", MJPEG),
          endpoint("watch_pipeline", "http", "/v1/pipelines/{pipeline_id}/snapshot", IMAGE));

  private StreamEndpoints() {}

  private static StreamEndpoint endpoint(
      String type, String transport, String path, String format) {
    return StreamEndpoint.newBuilder()
        .setType(type)
        .setTransport(transport)
        .setPath(path)
        .setFormat(format)
        .build();
  }
}
