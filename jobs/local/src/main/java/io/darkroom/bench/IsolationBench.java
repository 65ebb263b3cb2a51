package io.darkroom.bench;

import io.darkroom.client.GatewayClient;
import java.io.PrintWriter;

/**
 * What a burst of slow calls costs a live stream: its latency without them, and with all of them
 * sent at once when the measuring begins. Both runs are of one process, one after the other, and
 * come after runs of the second kind, in which caller and gateway compile their code.
 *
 * @param side of the calls' picture, in px
 * @param callChain that the calls ask for
 */
public record IsolationBench(
    GatewayClient gateway, String url, int calls, int side, String callChain) {

  private static final int WARM_UPS = 2;

  /** Runs all and prints their tables. */
  public void run(LiveStream live, PrintWriter out) throws InterruptedException {
    for (int i = 0; i < WARM_UPS; i++) {
      out.print("warm-up, ");
      beside(live, out);
    }
    out.println("alone");
    LatencyBench alone = live.bench(gateway);
    alone.run(live.chain(), out);
    LatencyBench beside = beside(live, out);
    out.printf(
        "p99: %s ms alone, %s ms beside them%n",
        alone.endToEnd().millis(99), beside.endToEnd().millis(99));
    out.flush();
  }

  private LatencyBench beside(LiveStream live, PrintWriter out) throws InterruptedException {
    LatencyBench bench = live.bench(gateway);
    try (SlowCalls slow = new SlowCalls(url, calls, side, callChain)) {
      out.printf("beside %d calls of %d bytes, %d px a side%n", calls, slow.pictureBytes(), side);
      bench.run(live.chain(), slow::start, out);
      out.printf("calls: %s%n%n", slow.outcomes());
      out.flush();
    }
    return bench;
  }

  /** The stream that is watched. */
  public record LiveStream(int width, int height, int fps, int seconds, String chain) {

    private LatencyBench bench(GatewayClient gateway) {
      return new LatencyBench(gateway, width, height, fps, seconds);
    }
  }
}
