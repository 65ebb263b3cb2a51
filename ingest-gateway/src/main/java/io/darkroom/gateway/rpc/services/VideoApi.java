package io.darkroom.gateway.rpc.services;

import com.google.api.HttpBody;
import com.google.protobuf.Empty;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.annotation.Blocking;
import io.darkroom.gateway.library.Library;
import io.darkroom.gateway.library.Uploads;
import io.darkroom.gateway.library.VideoLibrary;
import io.darkroom.gateway.limits.Slots;
import io.darkroom.gateway.requests.ImageProcessor;
import io.darkroom.gateway.rpc.Replies;
import io.darkroom.gateway.rpc.ResourceMessages;
import io.darkroom.gateway.rpc.TaggedBodies;
import io.darkroom.gateway.rpc.streaming.ResponseStream;
import io.darkroom.gateway.rpc.streaming.UploadCall;
import io.darkroom.gateway.rpc.streaming.VideoStream;
import io.darkroom.topic.TraceHeaders;
import io.darkroom.v1.DeleteUploadRequest;
import io.darkroom.v1.DeleteVideoRequest;
import io.darkroom.v1.GetPreviewRequest;
import io.darkroom.v1.GetUploadRequest;
import io.darkroom.v1.ListVideosRequest;
import io.darkroom.v1.ListVideosResponse;
import io.darkroom.v1.StreamVideoRequest;
import io.darkroom.v1.Upload;
import io.darkroom.v1.UploadVideoRequest;
import io.darkroom.v1.Video;
import io.darkroom.v1.VideoFrame;
import io.darkroom.v1.VideoServiceGrpc;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** The RPCs on videos. May block. */
@Blocking
public final class VideoApi extends VideoServiceGrpc.VideoServiceImplBase {

  private final Library library;
  private final VideoLibrary videos;
  private final Uploads uploads;
  private final ImageProcessor processor;
  private final Slots sessions;

  /**
   * @param sessions slots for streaming calls
   */
  public VideoApi(Library library, ImageProcessor processor, Slots sessions) {
    this.library = library;
    this.videos = library.videos();
    this.uploads = library.uploads();
    this.processor = processor;
    this.sessions = sessions;
  }

  @Override
  public void listVideos(ListVideosRequest request, StreamObserver<ListVideosResponse> observer) {
    Replies.reply(
        observer,
        () ->
            ResourceMessages.page(
                    ListVideosResponse.newBuilder(), request, videos.list(), Video::getVideoId)
                .build());
  }

  @Override
  public StreamObserver<UploadVideoRequest> uploadVideo(StreamObserver<Video> observer) {
    return new UploadCall(uploads, videos, observer, ServiceRequestContext.current());
  }

  @Override
  public void getUpload(GetUploadRequest request, StreamObserver<Upload> observer) {
    Replies.reply(observer, () -> uploads.get(request.getUploadId()));
  }

  @Override
  public void deleteUpload(DeleteUploadRequest request, StreamObserver<Empty> observer) {
    Replies.reply(
        observer,
        () -> {
          uploads.delete(request.getUploadId());
          return Empty.getDefaultInstance();
        });
  }

  @Override
  public void streamVideo(StreamVideoRequest request, StreamObserver<VideoFrame> observer) {
    ResponseStream<VideoFrame> out =
        new ResponseStream<>((ServerCallStreamObserver<VideoFrame>) observer);
    ServiceRequestContext context = ServiceRequestContext.current();
    try {
      sessions.holdFor(context);
      library.read(
          new VideoStream(
              request,
              videos.file(request.getVideoId()),
              processor,
              TraceHeaders.read(context.request().headers()::get),
              out));
    } catch (RuntimeException e) {
      out.fail(e);
    }
  }

  @Override
  public void deleteVideo(DeleteVideoRequest request, StreamObserver<Empty> observer) {
    Replies.reply(
        observer,
        () -> {
          videos.delete(request.getVideoId());
          return Empty.getDefaultInstance();
        });
  }

  @Override
  public void getPreview(GetPreviewRequest request, StreamObserver<HttpBody> observer) {
    Replies.reply(
        observer,
        () -> {
          String id = request.getVideoId();
          return TaggedBodies.of("image/jpeg", videos.preview(id), videos.etag(id));
        });
  }
}
