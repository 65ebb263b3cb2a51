package io.darkroom.gateway.rpc.streaming;

import com.linecorp.armeria.common.util.TimeoutMode;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.library.UploadWriter;
import io.darkroom.gateway.library.Uploads;
import io.darkroom.gateway.library.VideoLibrary;
import io.darkroom.v1.UploadVideoRequest;
import io.darkroom.v1.Video;
import io.grpc.stub.StreamObserver;
import java.nio.ByteBuffer;

/**
 * One UploadVideo call. Runs on blocking threads, one at a time, and requests the next message when
 * the previous one is on disk.
 */
public final class UploadCall implements StreamObserver<UploadVideoRequest> {

  private final Uploads uploads;
  private final VideoLibrary videos;
  private final StreamObserver<Video> observer;
  private final ServiceRequestContext context;
  private UploadWriter writer;
  private boolean over;

  public UploadCall(
      Uploads uploads,
      VideoLibrary videos,
      StreamObserver<Video> observer,
      ServiceRequestContext context) {
    this.uploads = uploads;
    this.videos = videos;
    this.observer = observer;
    this.context = context;
    awaitMore();
  }

  /** Restarts the timeout, unless the caller has set its own deadline. */
  private void awaitMore() {
    if (!context.request().headers().contains("grpc-timeout")) {
      context.setRequestTimeout(TimeoutMode.SET_FROM_NOW, UploadWriter.PATIENCE);
    }
  }

  @Override
  public void onNext(UploadVideoRequest request) {
    if (over) {
      return;
    }
    awaitMore();
    try {
      take(request);
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void take(UploadVideoRequest request) {
    if (request.hasStart() && writer == null) {
      writer = uploads.open(request.getStart());
    } else if (request.hasChunk() && writer != null) {
      for (ByteBuffer bytes : request.getChunk().asReadOnlyByteBufferList()) {
        writer.write(bytes);
      }
    } else {
      throw DarkroomException.invalid(
          "part",
          "part: %s (expected: one start, then chunks). Send them in this order."
              .formatted(partOf(request)));
    }
  }

  private String partOf(UploadVideoRequest request) {
    return switch (request.getPartCase()) {
      case START -> "a second start";
      case CHUNK -> "a chunk before the start";
      case PART_NOT_SET -> "none";
    };
  }

  @Override
  public void onCompleted() {
    if (over) {
      return;
    }
    try {
      Video video = videos.get(finish());
      close();
      observer.onNext(video);
      observer.onCompleted();
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private String finish() {
    if (writer == null) {
      throw DarkroomException.invalid(
          "start", "start: none (expected: one, first). Send it before the chunks.");
    }
    writer.requireComplete();
    if (!context.request().headers().contains("grpc-timeout")) {
      context.clearRequestTimeout();
    }
    return uploads.finish(writer);
  }

  /** The caller has gone. The part that has arrived is kept, so that the upload can continue. */
  @Override
  public void onError(Throwable failure) {
    close();
  }

  private void fail(RuntimeException failure) {
    close();
    observer.onError(failure);
  }

  private void close() {
    over = true;
    if (writer != null) {
      writer.close();
    }
  }
}
