package io.darkroom.gateway.sources.pull;

import static io.darkroom.gateway.sources.pull.PullTesting.assertAccounted;
import static io.darkroom.gateway.sources.pull.PullTesting.awaitFrames;
import static io.darkroom.gateway.sources.pull.PullTesting.awaitStatus;
import static io.darkroom.gateway.sources.pull.PullTesting.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.gateway.sources.SourceRun;
import io.darkroom.gateway.sources.pull.server.Footage;
import io.darkroom.gateway.sources.pull.server.HlsServer;
import io.darkroom.gateway.sources.pull.server.RtspServer;
import io.darkroom.v1.SourceStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulls sources for half a minute or longer. */
@Tag("slow")
class PullSoakTest {

  @TempDir Path folder;

  @Test
  void accountsForHalfAMinuteOf720pByRtsp() throws Exception {
    TestSink sink = new TestSink();
    try (RtspServer server = RtspServer.start(Footage.h264(1280, 720, 30));
        SourceRun run = start(server.url(), sink)) {
      awaitFrames(sink, 1);
      awaitSent(server, 900);
      awaitReceived(run, 891);
      assertThat(run.status().getReconnects()).isZero();
      assertMostlyPublished(assertAccounted(run));
    }
  }

  @Test
  void accountsForHalfAMinuteOf720pByHls() throws Exception {
    HlsServer.record(folder, 1280, 720, 30, 60);
    TestSink sink = new TestSink();
    try (HlsServer server = HlsServer.start(folder);
        SourceRun run = start(server.url(), sink)) {
      awaitFrames(sink, 1);
      awaitReceived(run, 891);
      assertThat(run.status().getReconnects()).isZero();
      assertMostlyPublished(assertAccounted(run));
    }
  }

  @Test
  void keepsEightSourcesLiveForHalfAMinute() throws Exception {
    List<SourceRun> runs = new ArrayList<>();
    try (RtspServer server = RtspServer.start(Footage.h264(320, 176, 15))) {
      for (int i = 0; i < 8; i++) {
        runs.add(start(server.url(), new TestSink()));
      }
      awaitSent(server, 8 * 30 * 15);
      for (SourceRun run : runs) {
        SourceStatus status = awaitReceived(run, 30 * 15 * 97 / 100);
        assertThat(status.getState()).isEqualTo("live");
        assertThat(status.getReconnects()).isZero();
        assertMostlyPublished(assertAccounted(run));
      }
    } finally {
      runs.forEach(SourceRun::close);
    }
  }

  @Test
  void usesConstantMemoryOverManyConnections() throws Exception {
    TestSink sink = new TestSink();
    try (RtspServer server = RtspServer.start(Footage.h264(640, 360, 30))) {
      long early = connectOften(server, sink, 25);
      long late = connectOften(server, sink, 100);
      assertThat(late - early).isLessThan(48L << 20);
    }
  }

  /** A leaked decoder would keep about 10 pictures of 350 kB. */
  private static long connectOften(RtspServer server, TestSink sink, int times) {
    for (int i = 0; i < times; i++) {
      long before = sink.count();
      try (SourceRun run = start(server.url(), sink)) {
        awaitFrames(sink, before + 3);
      }
    }
    System.gc();
    return Pointer.physicalBytes() - Runtime.getRuntime().totalMemory();
  }

  private static SourceStatus awaitReceived(SourceRun run, long frames) {
    return awaitStatus(run, status -> status.getFramesIn() >= frames);
  }

  /** A machine that is busy with other work drops a few frames as overruns, which is right. */
  private static void assertMostlyPublished(SourceStatus status) {
    assertThat(status.getFramesOut())
        .as(status.toString())
        .isGreaterThanOrEqualTo(status.getFramesIn() * 9 / 10);
  }

  private static void awaitSent(RtspServer server, long count) {
    await().atMost(Duration.ofSeconds(120)).until(() -> server.sent() >= count);
  }
}
