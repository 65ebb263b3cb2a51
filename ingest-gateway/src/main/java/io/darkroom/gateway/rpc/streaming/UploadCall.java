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
 * One call of UploadVideo. Runs on blocking threads, one at a time; the next message is asked for
 * when the one before is on disk.
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

  /** A deadline that the caller set itself holds instead. */
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
          "part", "part: out of order (expected: one start, then chunks). Send it so.");
    }
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
      throw DarkroomException.invalid("start", "start: missing (expected: first). Send it.");
    }
    writer.requireComplete();
    if (!context.request().headers().contains("grpc-timeout")) {
      context.clearRequestTimeout();
    }
    return uploads.finish(writer);
  }

  /** The caller left: what has come stays. */
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
