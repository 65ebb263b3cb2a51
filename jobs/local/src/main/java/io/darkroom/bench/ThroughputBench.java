package io.darkroom.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.darkroom.client.GatewayClient;
import io.darkroom.client.PipelineSubscriber;
import io.darkroom.client.StreamPublisher;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Keeps a few frames of each stream under way, so that the job is never idle, and counts what comes
 * out at WebSocket subscribers: frames a second at saturation.
 */
public final class ThroughputBench {

  private static final int UNDER_WAY = 6;
  private static final int WARM_UP_SECONDS = 5;

  private final GatewayClient gateway;
  private final Clip clip;
  private final int streams;
  private final LongAdder received = new LongAdder();
  private volatile boolean stopped;

  public ThroughputBench(GatewayClient gateway, int width, int height, int streams) {
    this.gateway = gateway;
    this.clip = Clip.draw(width, height);
    this.streams = streams;
  }

  /** Runs and prints frames a second; the pipelines are removed afterwards. */
  public double run(String chain, int seconds, PrintWriter out) throws InterruptedException {
    List<Thread> publishers = new ArrayList<>();
    for (int i = 0; i < streams; i++) {
      String stream = "bench-throughput-" + i;
      gateway.put(
          "v1/pipelines/" + stream,
          JsonNodeFactory.instance.objectNode().put("streamId", stream).put("chain", chain));
      publishers.add(new Thread(() -> saturate(stream), stream));
    }
    publishers.forEach(Thread::start);
    TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
    long before = received.sum();
    long start = System.nanoTime();
    TimeUnit.SECONDS.sleep(seconds);
    double rate = (received.sum() - before) * 1e9 / (System.nanoTime() - start);
    stopped = true;
    for (Thread publisher : publishers) {
      publisher.join();
    }
    out.printf("Darkroom, %d streams, gateway to gateway: %.0f frames/s%n", streams, rate);
    out.flush();
    return rate;
  }

  private void saturate(String stream) {
    Semaphore underWay = new Semaphore(UNDER_WAY);
    try (PipelineSubscriber subscriber =
            gateway.subscribe(
                stream,
                frame -> {
                  received.increment();
                  underWay.release();
                });
        StreamPublisher publisher = gateway.publish(stream)) {
      for (long i = 0; !stopped; i++) {
        // A frame that a subscriber missed must not keep its place for ever.
        if (!underWay.tryAcquire(1, TimeUnit.SECONDS)) {
          underWay.release();
          continue;
        }
        publisher.send(clip.frame(i));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      gateway.delete("v1/pipelines/" + stream);
    }
  }
}
