package io.darkroom.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.darkroom.client.GatewayClient;
import io.darkroom.client.PipelineSubscriber;
import io.darkroom.client.StreamPublisher;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures what an on-demand pipeline saves while nobody watches it, in CPU of each part of the
 * stack, and how soon its first watcher gets a frame.
 */
public final class OnDemandBench {

  private static final String STREAM = "bench-on-demand";
  private static final long CHECK_MILLIS = 200;

  private final GatewayClient gateway;
  private final StackProcesses stack;
  private final BenchFrames frames;
  private final int fps;
  private final AtomicLong published = new AtomicLong();
  private final LatencyHistogram firstFrame = new LatencyHistogram();

  /**
   * @param fps frames per second of the stream
   */
  public OnDemandBench(
      GatewayClient gateway, StackProcesses stack, int width, int height, int fps) {
    this.gateway = gateway;
    this.stack = stack;
    this.frames = BenchFrames.draw(width, height);
    this.fps = fps;
  }

  /**
   * Runs and prints tables; removes its pipeline afterwards.
   *
   * @param warmUp time of watching before the measurement, in s
   * @param seconds duration of each of the two measurements
   */
  public void run(String chain, int warmUp, int seconds, int watches, PrintWriter out)
      throws InterruptedException, IOException {
    String path = "v1/pipelines/" + STREAM;
    gateway.put(
        path,
        JsonNodeFactory.instance
            .objectNode()
            .put("streamId", STREAM)
            .put("chain", chain)
            .put("onDemand", true));
    ScheduledExecutorService camera = Executors.newSingleThreadScheduledExecutor();
    try (StreamPublisher publisher = gateway.publish(STREAM)) {
      camera.scheduleAtFixedRate(
          () -> publish(publisher), 0, 1_000_000 / fps, TimeUnit.MICROSECONDS);
      try (PipelineSubscriber watcher = gateway.subscribe(STREAM, frame -> {})) {
        TimeUnit.SECONDS.sleep(warmUp);
        measure("watched", seconds, out);
      }
      awaitIdle();
      measure("not watched", seconds, out);
      for (int i = 0; i < watches; i++) {
        watchOnce();
        awaitIdle();
      }
    } finally {
      camera.shutdownNow();
      gateway.delete(path);
    }
    print(watches, out);
  }

  private void publish(StreamPublisher publisher) {
    publisher.send(frames.jpeg(published.getAndIncrement()));
  }

  private void measure(String state, int seconds, PrintWriter out)
      throws InterruptedException, IOException {
    if (stack.pids().isEmpty()) {
      out.println("no CPU: " + stack.missing());
      return;
    }
    long before = published.get();
    CpuMeter meter = CpuMeter.start(stack);
    TimeUnit.SECONDS.sleep(seconds);
    CpuShares used = meter.stop();
    out.println(state);
    used.print(published.get() - before, out);
    out.println();
  }

  private void awaitIdle() throws InterruptedException {
    while (!isIdle()) {
      TimeUnit.MILLISECONDS.sleep(CHECK_MILLIS);
    }
  }

  private boolean isIdle() {
    JsonNode status = gateway.get("v1/streams/" + STREAM);
    return status.at("/pipelines/0/idle").asBoolean();
  }

  private void watchOnce() {
    CompletableFuture<Long> first = new CompletableFuture<>();
    long start = System.nanoTime();
    try (PipelineSubscriber watcher =
        gateway.subscribe(STREAM, frame -> first.complete(System.nanoTime()))) {
      firstFrame.record((first.orTimeout(10, TimeUnit.SECONDS).join() - start) / 1000);
    }
  }

  private void print(int watches, PrintWriter out) {
    out.printf("%d watches of the idle pipeline, at %d fps%n", watches, fps);
    out.printf(
        "to the first frame: p50 %s ms, max %s ms%n",
        firstFrame.millis(50), firstFrame.millis(100));
    out.flush();
  }
}
