package io.darkroom.gateway.sources.pull;

import com.sun.management.OperatingSystemMXBean;
import io.darkroom.gateway.sources.SourceRun;
import io.darkroom.gateway.sources.pull.server.Footage;
import io.darkroom.gateway.sources.pull.server.RtspServer;
import io.darkroom.v1.SourceStatus;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * Measures the CPU cost of an RTSP stream: H.264 at 30 frames/s in, JPEG out. The camera runs in
 * the same process, so the figures include its cost.
 */
public final class PullCost {

  private static final int SECONDS = 20;

  private PullCost() {}

  public static void main(String[] arguments) throws Exception {
    measure("warm-up", 1280, 720);
    measure("720p30", 1280, 720);
    measure("1080p30", 1920, 1080);
  }

  private static void measure(String name, int width, int height) throws Exception {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    TestSink sink = new TestSink();
    try (RtspServer server = RtspServer.start(Footage.h264(width, height, 30))) {
      long started = System.nanoTime();
      try (SourceRun run = PullTesting.start(server.url(), sink)) {
        PullTesting.awaitFrames(sink, 1);
        double first = (System.nanoTime() - started) / 1e6;
        TimeUnit.SECONDS.sleep(2);
        long cpu = system.getProcessCpuTime();
        long frames = sink.count();
        long from = System.nanoTime();
        TimeUnit.SECONDS.sleep(SECONDS);
        double seconds = (System.nanoTime() - from) / 1e9;
        double spent = (system.getProcessCpuTime() - cpu) / 1e6;
        long made = sink.count() - frames;
        SourceStatus status = run.status();
        System.out.printf(
            "%s: first frame %.0f ms, %.1f frames/s, %.2f ms CPU a frame, %.2f cores, JPEG %d kB,"
                + " drops %s, load %.1f%n",
            name,
            first,
            made / seconds,
            spent / made,
            spent / 1e3 / seconds,
            sink.last().image().size() / 1000,
            status.getDropsMap(),
            system.getSystemLoadAverage());
      }
    }
  }
}
