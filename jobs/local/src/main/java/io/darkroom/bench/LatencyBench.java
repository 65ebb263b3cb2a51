package io.darkroom.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.UnsafeByteOperations;
import io.darkroom.client.GatewayClient;
import io.darkroom.client.PipelineSubscriber;
import io.darkroom.client.StreamPublisher;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.Processing;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes frames on a fixed schedule, regardless of earlier results, and measures the time from
 * each frame's scheduled time to its arrival at a WebSocket watcher. Publisher and watcher use the
 * same clock.
 */
public final class LatencyBench {

  private static final String STREAM = "bench-latency";

  private final GatewayClient gateway;
  private final BenchFrames frames;
  private final int fps;
  private final int total;
  private final int warmUp; // frames
  private final LatencyHistogram endToEnd = new LatencyHistogram();
  private final LatencyHistogram queue = new LatencyHistogram();
  private final LatencyHistogram decode = new LatencyHistogram();
  private final LatencyHistogram filter = new LatencyHistogram();
  private final LatencyHistogram encode = new LatencyHistogram();
  private final LatencyHistogram rest = new LatencyHistogram();
  private final BitSet arrived = new BitSet();
  private final CountDownLatch allArrived;
  private Runnable afterWarmUp;
  private final long epoch = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());

  /**
   * @param warmUp time before the measurement, in s
   * @param seconds duration of the measurement
   */
  public LatencyBench(
      GatewayClient gateway, int width, int height, int fps, int warmUp, int seconds) {
    this.gateway = gateway;
    this.frames = BenchFrames.draw(width, height);
    this.fps = fps;
    this.warmUp = fps * warmUp;
    this.total = fps * (warmUp + seconds);
    this.allArrived = new CountDownLatch(total);
  }

  /** Runs and prints a table; removes its pipeline afterwards. */
  public void run(String chain, PrintWriter out) throws InterruptedException {
    run(chain, () -> {}, out);
  }

  /**
   * Runs, with other work at the same time.
   *
   * @param afterWarmUp called when the warm-up is over; must not block
   */
  void run(String chain, Runnable afterWarmUp, PrintWriter out) throws InterruptedException {
    this.afterWarmUp = afterWarmUp;
    String path = "v1/pipelines/" + STREAM;
    gateway.put(
        path, JsonNodeFactory.instance.objectNode().put("streamId", STREAM).put("chain", chain));
    try (PipelineSubscriber subscriber = gateway.subscribe(STREAM, this::receive);
        StreamPublisher publisher = gateway.publish(STREAM)) {
      publish(publisher);
      allArrived.await(10, TimeUnit.SECONDS);
    } finally {
      gateway.delete(path);
    }
    print(chain, out);
  }

  /** The times from publishing to arrival, without the warm-up. */
  LatencyHistogram endToEnd() {
    return endToEnd;
  }

  private void publish(StreamPublisher publisher) {
    long startNanos = System.nanoTime();
    Instant start = Instant.now();
    for (int i = 0; i < total; i++) {
      if (i == warmUp) {
        afterWarmUp.run();
      }
      long due = i * TimeUnit.SECONDS.toNanos(1) / fps;
      long wait;
      while ((wait = startNanos + due - System.nanoTime()) > 0) {
        LockSupport.parkNanos(wait);
      }
      Frame frame =
          Frame.captured(
              STREAM,
              epoch,
              i,
              start.plusNanos(due),
              Encoding.JPEG,
              UnsafeByteOperations.unsafeWrap(frames.jpeg(i)));
      publisher.send(FrameCodec.encode(frame));
    }
  }

  private void receive(Frame frame) {
    int sequence = (int) frame.sequence();
    if (frame.epoch() != epoch || arrived.get(sequence)) {
      return;
    }
    arrived.set(sequence);
    if (sequence >= warmUp) {
      time(frame);
    }
    allArrived.countDown();
  }

  private void time(Frame frame) {
    long micros = Duration.between(frame.capturedAt(), Instant.now()).toNanos() / 1000;
    Processing processing = frame.processing().orElseThrow();
    endToEnd.record(micros);
    queue.record(processing.queueMicros());
    decode.record(processing.decodeMicros());
    filter.record(processing.filterMicros());
    encode.record(processing.encodeMicros());
    rest.record(
        micros - processing.decodeMicros() - processing.filterMicros() - processing.encodeMicros());
  }

  private void print(String chain, PrintWriter out) {
    out.printf(
        "%d frames at %d fps, %d bytes each, %s%n", total - warmUp, fps, frames.meanBytes(), chain);
    out.printf("%-28s %8s %8s %8s %8s   ms%n", "", "p50", "p90", "p99", "max");
    row(out, "publish to WebSocket", endToEnd);
    row(out, "  decode", decode);
    row(out, "  filter", filter);
    row(out, "  encode", encode);
    row(out, "  all the rest", rest);
    row(out, "    of which before decoding", queue);
    out.printf("lost %d of %d%n", total - arrived.cardinality(), total);
    out.flush();
  }

  private static void row(PrintWriter out, String name, LatencyHistogram timing) {
    out.printf(
        "%-28s %8s %8s %8s %8s%n",
        name, timing.millis(50), timing.millis(90), timing.millis(99), timing.millis(100));
  }
}
