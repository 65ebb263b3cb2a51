package io.darkroom.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.darkroom.client.GatewayClient;
import io.darkroom.client.StreamPublisher;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Measures how soon a watch begins if nobody else watches the pipeline, so that the gateway does
 * not read its partition yet. Each watch is the first one.
 */
public final class WatchBench {

  private static final String STREAM = "bench-watch";
  private static final int FPS = 30;

  /** Longer than a gateway goes on to read a partition that nobody watches any more. */
  private static final long PAUSE_MILLIS = 300;

  private final GatewayClient gateway;
  private final URI uri;
  private final BenchFrames frames;
  private final HttpClient http = HttpClient.newHttpClient();
  private final LatencyHistogram open = new LatencyHistogram();
  private final LatencyHistogram newest = new LatencyHistogram();
  private long sequence;

  /**
   * @param url of the gateway
   */
  public WatchBench(GatewayClient gateway, String url, int width, int height) {
    this.gateway = gateway;
    this.uri =
        URI.create(
            url.replaceFirst("^http", "ws")
                + "/v1/pipelines/%s/frames?newest=true".formatted(STREAM));
    this.frames = BenchFrames.draw(width, height);
  }

  /** Runs and prints a table; removes its pipeline afterwards. */
  public void run(String chain, int watches, PrintWriter out) throws InterruptedException {
    String path = "v1/pipelines/" + STREAM;
    gateway.put(
        path, JsonNodeFactory.instance.objectNode().put("streamId", STREAM).put("chain", chain));
    ScheduledExecutorService camera = Executors.newSingleThreadScheduledExecutor();
    try (StreamPublisher publisher = gateway.publish(STREAM)) {
      camera.scheduleAtFixedRate(
          () -> publisher.send(frames.jpeg(sequence++)), 0, 1000 / FPS, TimeUnit.MILLISECONDS);
      for (int i = -watches / 10; i < watches; i++) {
        watchOnce(i >= 0);
      }
    } finally {
      camera.shutdownNow();
      gateway.delete(path);
    }
    print(watches, out);
  }

  private void watchOnce(boolean counts) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    CompletableFuture<Long> first = new CompletableFuture<>();
    long start = System.nanoTime();
    WebSocket socket = http.newWebSocketBuilder().buildAsync(uri, new First(first)).join();
    long opened = System.nanoTime();
    long arrived = first.orTimeout(10, TimeUnit.SECONDS).join();
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    if (counts) {
      open.record((opened - start) / 1000);
      newest.record((arrived - start) / 1000);
    }
  }

  private void print(int watches, PrintWriter out) {
    out.printf("%d watches, each the first of its partition%n", watches);
    out.printf("%-28s %8s %8s %8s   ms%n", "", "p50", "p99", "max");
    row(out, "to the open socket", open);
    row(out, "to the first frame", newest);
    out.flush();
  }

  private static void row(PrintWriter out, String name, LatencyHistogram timing) {
    out.printf(
        "%-28s %8s %8s %8s%n", name, timing.millis(50), timing.millis(99), timing.millis(100));
  }

  /** Notes when the first frame arrives. */
  private record First(CompletableFuture<Long> arrived) implements WebSocket.Listener {

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      arrived.complete(System.nanoTime());
      socket.request(1);
      return null;
    }
  }
}
