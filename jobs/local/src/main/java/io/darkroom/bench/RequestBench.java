package io.darkroom.bench;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.protobuf.UnsafeByteOperations;
import com.linecorp.armeria.client.grpc.GrpcClients;
import io.darkroom.v1.ImageProcessingServiceGrpc.ImageProcessingServiceFutureStub;
import io.darkroom.v1.ProcessImageRequest;
import io.darkroom.v1.ProcessImageResponse;
import java.io.PrintWriter;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Measures the duration and rate of ProcessImage calls, at a fixed number of concurrent calls. */
public final class RequestBench {

  private static final int WARM_UP_SECONDS = 5;

  private final ImageProcessingServiceFutureStub images;
  private final String chain;
  private final BenchFrames frames;

  public RequestBench(String url, String chain, int width, int height) {
    this.images = GrpcClients.newClient("gproto+" + url, ImageProcessingServiceFutureStub.class);
    this.chain = chain;
    this.frames = BenchFrames.draw(width, height);
  }

  public void printTitle(PrintWriter out) {
    out.printf("ProcessImage of %d bytes each, %s%n", frames.meanBytes(), chain);
    out.printf(
        "%9s %10s %8s %8s %8s %8s   ms%n", "in flight", "calls/s", "p50", "p99", "max", "failed");
    out.flush();
  }

  /** Runs for the given time after a warm-up and prints one line. */
  public void run(int inFlight, int seconds, PrintWriter out) throws InterruptedException {
    call(inFlight, WARM_UP_SECONDS, new Outcome());
    Outcome outcome = new Outcome();
    long start = System.nanoTime();
    call(inFlight, seconds, outcome);
    double took = (System.nanoTime() - start) / 1e9;
    out.printf(
        "%9d %10.1f %8s %8s %8s %8d%n",
        inFlight,
        outcome.answered.sum() / took,
        outcome.timing.millis(50),
        outcome.timing.millis(99),
        outcome.timing.millis(100),
        outcome.failed.sum());
    out.flush();
  }

  private static final class Outcome {
    private final LatencyHistogram timing = new LatencyHistogram();
    private final LongAdder answered = new LongAdder();
    private final LongAdder failed = new LongAdder();
  }

  /** Sends calls for the given time; returns when all have been answered. */
  private void call(int inFlight, int seconds, Outcome outcome) throws InterruptedException {
    Semaphore room = new Semaphore(inFlight);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    for (long i = 0; System.nanoTime() < end; i++) {
      room.acquire();
      call(i, outcome, room);
    }
    room.acquire(inFlight);
  }

  private void call(long number, Outcome outcome, Semaphore room) {
    ProcessImageRequest request =
        ProcessImageRequest.newBuilder()
            .setImage(UnsafeByteOperations.unsafeWrap(frames.jpeg(number)))
            .setChain(chain)
            .build();
    long start = System.nanoTime();
    Futures.addCallback(
        images.processImage(request),
        new FutureCallback<ProcessImageResponse>() {
          @Override
          public void onSuccess(ProcessImageResponse answer) {
            outcome.timing.record((System.nanoTime() - start) / 1000);
            outcome.answered.increment();
            room.release();
          }

          @Override
          public void onFailure(Throwable cause) {
            outcome.failed.increment();
            room.release();
          }
        },
        MoreExecutors.directExecutor());
  }
}
