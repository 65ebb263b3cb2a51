package io.darkroom.bench;

import com.google.protobuf.UnsafeByteOperations;
import com.linecorp.armeria.client.grpc.GrpcClients;
import io.darkroom.v1.ImageProcessingServiceGrpc.ImageProcessingServiceStub;
import io.darkroom.v1.InputFrame;
import io.darkroom.v1.ProcessingSettings;
import io.darkroom.v1.StreamProcessVideoRequest;
import io.darkroom.v1.StreamProcessVideoResponse;
import io.grpc.stub.StreamObserver;
import java.io.PrintWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/** Measures the frame rate of one StreamProcessVideo call, sending as fast as it accepts frames. */
public final class VideoBench {

  /** More than the gateway processes concurrently, so that it never waits for a frame. */
  private static final int IN_FLIGHT = 16;

  private static final int WARM_UP_SECONDS = 5;

  private final ImageProcessingServiceStub images;
  private final BenchFrames frames;
  private final Semaphore room = new Semaphore(IN_FLIGHT);
  private final LongAdder processed = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  public VideoBench(String url, int width, int height) {
    this.images =
        GrpcClients.builder("gproto+" + url)
            .responseTimeoutMillis(0)
            .maxResponseLength(0)
            .build(ImageProcessingServiceStub.class);
    this.frames = BenchFrames.draw(width, height);
  }

  /** Runs for the given time after a warm-up and prints the frames per second. */
  public void run(String chain, int seconds, PrintWriter out) throws InterruptedException {
    StreamObserver<StreamProcessVideoRequest> call = images.streamProcessVideo(new Answers());
    call.onNext(settings(chain));
    long sent = send(call, 0, WARM_UP_SECONDS);
    long before = processed.sum();
    long start = System.nanoTime();
    send(call, sent, seconds);
    double rate = (processed.sum() - before) * 1e9 / (System.nanoTime() - start);
    call.onCompleted();
    awaitEnd();
    out.printf(
        "StreamProcessVideo, one call, %d bytes each, %s: %.1f frames/s, %d failed%n",
        frames.meanBytes(), chain, rate, failed.sum());
    out.flush();
  }

  private static StreamProcessVideoRequest settings(String chain) {
    return StreamProcessVideoRequest.newBuilder()
        .setSettings(ProcessingSettings.newBuilder().setChain(chain))
        .build();
  }

  private long send(StreamObserver<StreamProcessVideoRequest> call, long from, int seconds)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    long number = from;
    while (System.nanoTime() < end && !ended.isDone()) {
      if (room.tryAcquire(1, TimeUnit.SECONDS)) {
        call.onNext(frame(number));
        number++;
      }
    }
    return number;
  }

  private StreamProcessVideoRequest frame(long number) {
    return StreamProcessVideoRequest.newBuilder()
        .setFrame(
            InputFrame.newBuilder()
                .setTag(number)
                .setImage(UnsafeByteOperations.unsafeWrap(frames.jpeg(number))))
        .build();
  }

  private void awaitEnd() {
    try {
      ended.orTimeout(30, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof TimeoutException
          ? new IllegalStateException("the call did not end within 30 s", e)
          : new IllegalStateException("the call ended early: " + e.getCause().getMessage(), e);
    }
  }

  private final class Answers implements StreamObserver<StreamProcessVideoResponse> {

    @Override
    public void onNext(StreamProcessVideoResponse answer) {
      (answer.hasProcessed() ? processed : failed).increment();
      room.release();
    }

    @Override
    public void onError(Throwable cause) {
      ended.completeExceptionally(cause);
    }

    @Override
    public void onCompleted() {
      ended.complete(null);
    }
  }
}
