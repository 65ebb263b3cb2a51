package io.darkroom.gateway.api;

import com.google.protobuf.Empty;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.annotation.Blocking;
import io.darkroom.gateway.library.Uploads;
import io.darkroom.gateway.library.Videos;
import io.darkroom.v1.DeleteUploadRequest;
import io.darkroom.v1.GetUploadRequest;
import io.darkroom.v1.Upload;
import io.darkroom.v1.UploadVideoRequest;
import io.darkroom.v1.Video;
import io.darkroom.v1.VideoServiceGrpc;
import io.grpc.stub.StreamObserver;

/** The RPCs on videos. Called on threads that may block. */
@Blocking
public final class VideoApi extends VideoServiceGrpc.VideoServiceImplBase {

  private final Videos videos;
  private final Uploads uploads;

  public VideoApi(Videos videos, Uploads uploads) {
    this.videos = videos;
    this.uploads = uploads;
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
}
