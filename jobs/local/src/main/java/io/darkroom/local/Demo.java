package io.darkroom.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.client.GatewayClient;
import io.darkroom.client.GatewayException;
import io.darkroom.client.StreamPublisher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes a synthetic camera and a few sample images through the gateway, and creates a pipeline
 * for each. Existing pipelines are not changed.
 */
final class Demo implements AutoCloseable {

  static final String CAMERA = "camera";
  static final String CAMERA_PIPELINE = "camera-edges";
  static final String SAMPLES = "samples";
  static final String SAMPLES_PIPELINE = "samples-soft";

  private static final Logger LOG = LoggerFactory.getLogger(Demo.class);
  private static final int CAMERA_FPS = 20;
  private static final int SAMPLES_FPS = 2;

  private final GatewayClient gateway;
  private final ScheduledExecutorService clock =
      Executors.newScheduledThreadPool(
          2,
          task -> {
            Thread thread = new Thread(task, "demo");
            thread.setDaemon(true);
            return thread;
          });
  private final List<Feed> feeds = new ArrayList<>();

  private Demo(GatewayClient gateway) {
    this.gateway = gateway;
  }

  static Demo start(GatewayClient gateway) {
    Demo demo = new Demo(gateway);
    demo.pipeline(CAMERA_PIPELINE, CAMERA, "grayscale | sobel");
    demo.pipeline(SAMPLES_PIPELINE, SAMPLES, "gaussian_blur(sigma=6)");
    SyntheticCamera camera = new SyntheticCamera(640, 360);
    demo.feed(CAMERA, CAMERA_FPS, camera::jpeg);
    List<byte[]> samples = SampleImages.jpegs();
    demo.feed(
        SAMPLES, SAMPLES_FPS, n -> samples.get((int) (n / (2 * SAMPLES_FPS) % samples.size())));
    return demo;
  }

  private void pipeline(String pipelineId, String streamId, String chain) {
    String path = "v1/pipelines/" + pipelineId;
    try {
      gateway.get(path);
      return;
    } catch (GatewayException e) {
      if (!e.code().equals("NOT_FOUND")) {
        throw e;
      }
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("streamId", streamId).put("chain", chain);
    gateway.put(path, body);
  }

  private void feed(String streamId, int fps, LongFunction<byte[]> frames) {
    Feed feed = new Feed(streamId, frames);
    feeds.add(feed);
    long period = TimeUnit.SECONDS.toNanos(1) / fps;
    clock.scheduleAtFixedRate(feed, 0, period, TimeUnit.NANOSECONDS);
  }

  /** Publishes one stream; reconnects if the connection breaks. */
  private final class Feed implements Runnable {

    private final String streamId;
    private final LongFunction<byte[]> frames;
    private StreamPublisher publisher;
    private long number;

    Feed(String streamId, LongFunction<byte[]> frames) {
      this.streamId = streamId;
      this.frames = frames;
    }

    @Override
    public void run() {
      try {
        if (publisher == null) {
          publisher = gateway.publish(streamId);
        }
        publisher.send(frames.apply(number++));
      } catch (RuntimeException e) {
        LOG.debug("demo stream {}: {}", streamId, e.getMessage());
        disconnect();
      }
    }

    void disconnect() {
      if (publisher != null) {
        publisher.close();
        publisher = null;
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    clock.shutdownNow();
    clock.awaitTermination(1, TimeUnit.SECONDS);
    feeds.forEach(Feed::disconnect);
  }
}
