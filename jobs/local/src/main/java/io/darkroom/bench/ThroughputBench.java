package io.darkroom.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.darkroom.client.GatewayClient;
import io.darkroom.client.PipelineSubscriber;
import io.darkroom.client.StreamPublisher;
import java.io.IOException;
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
  private final GatewayClient gateway;
  private final BenchFrames frames;
  private final int streams;
  private final StackProcesses stack;
  private final LongAdder received = new LongAdder();
  private volatile boolean stopped;

  /**
   * @param stack the processes whose CPU is measured
   */
  public ThroughputBench(
      GatewayClient gateway, StackProcesses stack, int width, int height, int streams) {
    this.gateway = gateway;
    this.frames = BenchFrames.draw(width, height);
    this.streams = streams;
    this.stack = stack;
  }

  /**
   * Runs; prints the frames per second. Removes its pipelines afterwards.
   *
   * @param warmUp time before the measurement, in s
   */
  public Throughput run(String chain, int warmUp, int seconds, PrintWriter out)
      throws InterruptedException, IOException {
    List<Thread> publishers = startPublishers(chain);
    try {
      TimeUnit.SECONDS.sleep(warmUp);
      Throughput result = measure(seconds);
      out.printf(
          "Darkroom, %d streams, gateway to gateway: %.0f frames/s%n",
          streams, result.framesPerSecond());
      out.flush();
      return result;
    } finally {
      stopped = true;
      for (Thread publisher : publishers) {
        publisher.join();
      }
    }
  }

  private List<Thread> startPublishers(String chain) {
    List<Thread> publishers = new ArrayList<>();
    for (int i = 0; i < streams; i++) {
      String stream = "bench-throughput-" + i;
      gateway.put(
          "v1/pipelines/" + stream,
          JsonNodeFactory.instance.objectNode().put("streamId", stream).put("chain", chain));
      publishers.add(new Thread(() -> saturate(stream), stream));
    }
    publishers.forEach(Thread::start);
    return publishers;
  }

  private Throughput measure(int seconds) throws InterruptedException, IOException {
    CpuMeter meter = CpuMeter.start(stack);
    long before = received.sum();
    long start = System.nanoTime();
    TimeUnit.SECONDS.sleep(seconds);
    long frames = received.sum() - before;
    double took = (System.nanoTime() - start) / 1e9;
    return new Throughput(frames, took, meter.stop());
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
