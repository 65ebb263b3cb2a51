package io.darkroom.bench;

import io.darkroom.client.GatewayClient;
import java.io.PrintWriter;

/**
 * Measures how a burst of slow calls affects a live stream: first the stream's latency alone, then
 * its latency with all calls sent at once. Warm-up runs with calls come first, so that client and
 * gateway have compiled their code.
 *
 * @param side width and height of the calls' image, in px
 * @param callChain the chain of the calls
 */
public record IsolationBench(
    GatewayClient gateway, String url, int calls, int side, String callChain) {

  private static final int WARM_UPS = 2;
  private static final int WARM_UP_SECONDS = 5;

  /** Runs the measurements and prints a table for each. */
  public void run(LiveStream live, PrintWriter out) throws InterruptedException {
    for (int i = 0; i < WARM_UPS; i++) {
      out.print("warm-up, ");
      runWithCalls(live, out);
    }
    out.println("without calls");
    LatencyBench alone = live.bench(gateway);
    alone.run(live.chain(), out);
    LatencyBench withCalls = runWithCalls(live, out);
    out.printf(
        "p99: %s ms without calls, %s ms with calls%n",
        alone.endToEnd().millis(99), withCalls.endToEnd().millis(99));
    out.flush();
  }

  private LatencyBench runWithCalls(LiveStream live, PrintWriter out) throws InterruptedException {
    LatencyBench bench = live.bench(gateway);
    try (SlowCallBurst slow = new SlowCallBurst(url, calls, side, callChain)) {
      out.printf("with %d calls of %d bytes, %d×%d px%n", calls, slow.imageBytes(), side, side);
      bench.run(live.chain(), slow::start, out);
      out.printf("calls: %s%n%n", slow.outcomes());
      out.flush();
    }
    return bench;
  }

  /** The stream whose latency is measured. */
  public record LiveStream(int width, int height, int fps, int seconds, String chain) {

    private LatencyBench bench(GatewayClient gateway) {
      return new LatencyBench(gateway, width, height, fps, WARM_UP_SECONDS, seconds);
    }
  }
}
