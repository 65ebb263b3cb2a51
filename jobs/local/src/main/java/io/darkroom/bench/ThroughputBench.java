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
 * Measures the maximum frame rate: keeps a few frames of each stream in flight, so that the job is
 * never idle, and counts the results that reach WebSocket watchers.
 */
public final class ThroughputBench {

  private static final int IN_FLIGHT = 6;
  private static final int WARM_UP_SECONDS = 5;

  private final GatewayClient gateway;
  private final BenchFrames frames;
  private final int streams;
  private final LongAdder received = new LongAdder();
  private volatile boolean stopped;

  public ThroughputBench(GatewayClient gateway, int width, int height, int streams) {
    this.gateway = gateway;
    this.frames = BenchFrames.draw(width, height);
    this.streams = streams;
  }

  /** Runs; prints and returns the frames per second. Removes its pipelines afterwards. */
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
    Semaphore slots = new Semaphore(IN_FLIGHT);
    try (PipelineSubscriber subscriber =
            gateway.subscribe(
                stream,
                frame -> {
                  received.increment();
                  slots.release();
                });
        StreamPublisher publisher = gateway.publish(stream)) {
      for (long i = 0; !stopped; i++) {
        // After a second, the frame counts as lost: free its slot.
        if (!slots.tryAcquire(1, TimeUnit.SECONDS)) {
          slots.release();
          continue;
        }
        publisher.send(frames.jpeg(i));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      gateway.delete("v1/pipelines/" + stream);
    }
  }
}
