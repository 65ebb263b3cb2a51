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
 * Publishes frames on schedule, whether or not earlier ones have come back, and times each from the
 * moment it was due to its arrival at a WebSocket subscriber. Publisher and subscriber share one
 * clock: this process's.
 */
public final class LatencyBench {

  private static final String STREAM = "bench-latency";
  private static final int WARM_UP_SECONDS = 5;

  private final GatewayClient gateway;
  private final Clip clip;
  private final int fps;
  private final int total;
  private final int warmUp;
  private final Timing endToEnd = new Timing();
  private final Timing queue = new Timing();
  private final Timing decode = new Timing();
  private final Timing filter = new Timing();
  private final Timing encode = new Timing();
  private final Timing transport = new Timing();
  private final BitSet arrived = new BitSet();
  private final CountDownLatch allArrived;
  private Runnable beside;
  private final long epoch = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());

  public LatencyBench(GatewayClient gateway, int width, int height, int fps, int seconds) {
    this.gateway = gateway;
    this.clip = Clip.draw(width, height);
    this.fps = fps;
    this.warmUp = fps * WARM_UP_SECONDS;
    this.total = warmUp + fps * seconds;
    this.allArrived = new CountDownLatch(total);
  }

  /** Runs and prints a table; the pipeline is removed afterwards. */
  public void run(String chain, PrintWriter out) throws InterruptedException {
    run(chain, () -> {}, out);
  }

  /**
   * The same beside other work.
   *
   * @param beside called when the warm-up is over; must not block
   */
  void run(String chain, Runnable beside, PrintWriter out) throws InterruptedException {
    this.beside = beside;
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

  /** From publishing to arrival, of the frames after the warm-up. */
  Timing endToEnd() {
    return endToEnd;
  }

  private void publish(StreamPublisher publisher) {
    long startNanos = System.nanoTime();
    Instant start = Instant.now();
    for (int i = 0; i < total; i++) {
      if (i == warmUp) {
        beside.run();
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
              UnsafeByteOperations.unsafeWrap(clip.frame(i)));
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
    transport.record(
        micros - processing.decodeMicros() - processing.filterMicros() - processing.encodeMicros());
  }

  private void print(String chain, PrintWriter out) {
    out.printf(
        "%d frames at %d fps, %d bytes each, %s%n", total - warmUp, fps, clip.meanBytes(), chain);
    out.printf("%-28s %8s %8s %8s %8s   ms%n", "", "p50", "p90", "p99", "max");
    row(out, "publish to WebSocket", endToEnd);
    row(out, "  decode", decode);
    row(out, "  filter", filter);
    row(out, "  encode", encode);
    row(out, "  all the rest", transport);
    row(out, "    of it before decoding", queue);
    out.printf("lost %d of %d%n", total - arrived.cardinality(), total);
    out.flush();
  }

  private static void row(PrintWriter out, String name, Timing timing) {
    out.printf(
        "%-28s %8s %8s %8s %8s%n",
        name, timing.millis(50), timing.millis(90), timing.millis(99), timing.millis(100));
  }
}
