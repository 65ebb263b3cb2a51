package io.darkroom.bench;

import io.darkroom.client.GatewayClient;
import java.io.PrintWriter;

/**
 * What a burst of slow calls costs a live stream: its latency without them, and with all of them
 * sent at once when the measuring begins. Both runs are of one process, one after the other.
 *
 * @param side of the calls' picture, in px
 * @param callChain that the calls ask for
 */
public record IsolationBench(
    GatewayClient gateway, String url, int calls, int side, String callChain) {

  /** Runs twice and prints both tables. */
  public void run(LiveStream live, PrintWriter out) throws InterruptedException {
    live.bench(gateway).run(live.chain(), out);
    LatencyBench alone = live.bench(gateway);
    alone.run(live.chain(), out);
    SlowCalls slow = new SlowCalls(url, calls, side, callChain);
    out.printf("%nbeside %d calls of %d bytes, %d px a side%n", calls, slow.pictureBytes(), side);
    LatencyBench beside = live.bench(gateway);
    beside.run(live.chain(), () -> new Thread(slow::start, "slow-calls").start(), out);
    out.printf("calls: %s%n", slow.outcomes());
    out.printf(
        "p99: %s ms alone, %s ms beside them%n",
        alone.endToEnd().millis(99), beside.endToEnd().millis(99));
    out.flush();
  }

  /** The stream that is watched. */
  public record LiveStream(int width, int height, int fps, int seconds, String chain) {

    private LatencyBench bench(GatewayClient gateway) {
      return new LatencyBench(gateway, width, height, fps, seconds);
    }
  }
}
