package io.darkroom.gateway.frames.publish;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import com.sun.management.ThreadMXBean;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.ImageLimits;
import io.darkroom.frame.TraceContext;
import io.darkroom.gateway.kafka.FramePublisher;
import io.darkroom.gateway.kafka.KafkaAddress;
import io.darkroom.gateway.kafka.KafkaHealth;
import io.darkroom.gateway.kafka.TopicSetup;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.gateway.telemetry.trace.ReceivedFrames;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.telemetry.trace.Tracing;
import io.darkroom.topic.TopicSize;
import io.darkroom.topic.Topics;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageIO;

/**
 * Measures the CPU time of the gateway's threads for each frame that it publishes: decode, check,
 * encode, send and acknowledge. The broker runs in the same process; its threads are left out.
 * Eight frames are on their way at a time, like those of one socket.
 */
public final class PublishCost {

  private static final int FRAMES = 10_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private PublishCost() {}

  public static void main(String[] arguments) throws Exception {
    Broker broker = Broker.shared();
    KafkaAddress kafka = new KafkaAddress(broker.address(), Map.of());
    Topics topics = new Topics("cost");
    new TopicSetup(kafka, topics, TopicSize.DEFAULT).ensure();
    GatewayMetrics metrics = new GatewayMetrics(100);
    Tracing tracing = Tracing.open("cost");
    try (KafkaHealth health = KafkaHealth.start(kafka, topics);
        FramePublisher publisher =
            new FramePublisher(
                kafka, topics, health, metrics, tracing, FramePublisher.MAX_WAITING_BYTES)) {
      FrameIntake intake =
          new FrameIntake(
              frame -> publisher.publish(frame).thenApply(FramePublisher::positionOf),
              ImageLimits.DEFAULT,
              metrics,
              new ReceivedFrames(tracing),
              new RecentFrames(),
              new StreamSequences(Clock.systemUTC()));
      measure("warm-up", intake, noise(400, 340));
      for (int run = 1; run <= 3; run++) {
        measure("run " + run, intake, noise(400, 340));
      }
      measure("small", intake, noise(50, 40));
    }
    tracing.close();
    Broker.closeShared();
  }

  private static void measure(String name, FrameIntake intake, ByteString image) throws Exception {
    FrameOrigin origin = new FrameOrigin.Message("websocket", TraceContext.NONE, "");
    Semaphore window = new Semaphore(8);
    long epoch = System.nanoTime();
    Usage before = Usage.now();
    for (int i = 0; i < FRAMES; i++) {
      byte[] message = FrameCodec.encode(frame(epoch, i, image));
      window.acquire();
      long start = THREADS.getCurrentThreadCpuTime();
      intake
          .publish(FrameCodec.decode(message, "cam" + i % 4, Instant.now()), origin)
          .whenComplete((published, failure) -> window.release());
      before.caller += THREADS.getCurrentThreadCpuTime() - start;
    }
    window.acquire(8);
    System.out.printf("%s, %d kB: %s%n", name, image.size() / 1_000, before.until(Usage.now()));
  }

  private static Frame frame(long epoch, int number, ByteString image) {
    return Frame.captured("cam" + number % 4, epoch, number, Instant.now(), Encoding.JPEG, image)
        .withSize(400, 340);
  }

  /** CPU time in ns. */
  private static final class Usage {
    private long caller;
    private long hop;
    private long network;

    static Usage now() {
      Usage usage = new Usage();
      long[] ids = THREADS.getAllThreadIds();
      var infos = THREADS.getThreadInfo(ids);
      for (int i = 0; i < ids.length; i++) {
        String name = infos[i] == null ? "" : infos[i].getThreadName();
        if (name.equals("darkroom-publish")) {
          usage.hop += THREADS.getThreadCpuTime(ids[i]);
        } else if (name.startsWith("kafka-producer-network-thread")) {
          usage.network += THREADS.getThreadCpuTime(ids[i]);
        }
      }
      return usage;
    }

    String until(Usage after) {
      double[] micros =
          Arrays.stream(new long[] {caller, after.hop - hop, after.network - network})
              .mapToDouble(nanos -> nanos / 1e3 / FRAMES)
              .toArray();
      return "%.1f µs CPU a frame: caller %.1f, darkroom-publish %.1f, producer %.1f"
          .formatted(Arrays.stream(micros).sum(), micros[0], micros[1], micros[2]);
    }
  }

  private static ByteString noise(int width, int height) throws Exception {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(1);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt());
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", out);
    return UnsafeByteOperations.unsafeWrap(out.toByteArray());
  }
}
