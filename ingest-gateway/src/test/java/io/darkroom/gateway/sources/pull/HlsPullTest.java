package io.darkroom.gateway.sources.pull;

import static io.darkroom.gateway.sources.pull.PullTesting.assertAccounted;
import static io.darkroom.gateway.sources.pull.PullTesting.assertInOrder;
import static io.darkroom.gateway.sources.pull.PullTesting.awaitFrames;
import static io.darkroom.gateway.sources.pull.PullTesting.awaitState;
import static io.darkroom.gateway.sources.pull.PullTesting.awaitStatus;
import static io.darkroom.gateway.sources.pull.PullTesting.start;
import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.gateway.sources.SourceRun;
import io.darkroom.gateway.sources.pull.server.HlsServer;
import io.darkroom.v1.Source;
import io.darkroom.v1.SourceStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class HlsPullTest {

  @TempDir static Path folder;

  private final TestSink sink = new TestSink();

  @BeforeAll
  static void makeSegments() throws Exception {
    HlsServer.record(folder, 320, 176, 25, 40);
  }

  @Test
  void playsALivePlaylistAtItsOwnPace() throws Exception {
    try (HlsServer server = HlsServer.start(folder);
        SourceRun run = start(server.url(), sink)) {
      awaitFrames(sink, 1);
      Instant started = Instant.now();
      awaitFrames(sink, 101);
      assertThat(Duration.between(started, Instant.now())).isGreaterThan(Duration.ofSeconds(3));
      SourceStatus status = run.status();
      assertThat(status.getState()).isEqualTo("live");
      assertThat(status.getCodec()).isEqualTo("h264");
      assertThat(status.getReconnects()).isZero();
      assertAccounted(run);
      assertInOrder(sink.frames());
    }
  }

  @Test
  void resumesSoonAfterAKilledServerIsBack() throws Exception {
    HlsServer first = HlsServer.start(folder);
    int port = first.port();
    try (SourceRun run = start(first.url(), sink)) {
      awaitFrames(sink, 25);
      first.close();
      awaitState(run, "backing_off");
      long before = sink.count();
      Instant back = Instant.now();
      try (HlsServer second = HlsServer.start(folder, port)) {
        awaitFrames(sink, before + 1);
        assertThat(Duration.between(back, Instant.now())).isLessThan(Duration.ofSeconds(5));
        assertThat(sink.epochs()).isEqualTo(2);
      }
    }
  }

  @Test
  void reportsAPlaylistThatStopsAsStalled() throws Exception {
    try (HlsServer server = HlsServer.start(folder);
        SourceRun run = start(server.url(), sink)) {
      awaitFrames(sink, 10);
      server.stall();
      awaitState(run, "stalled");
    }
  }

  @Test
  void playsARecordingToItsEnd() throws Exception {
    Path segments = Files.createDirectories(folder.resolve("short"));
    HlsServer.record(segments, 160, 96, 25, 2);
    try (HlsServer server = HlsServer.start(segments);
        SourceRun run = start(server.recording(), sink)) {
      SourceStatus status = awaitState(run, "ended");
      assertThat(status.getFramesIn()).isEqualTo(50);
      assertThat(status.getDuration().getSeconds()).isEqualTo(2);
      assertAccounted(run);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data/",
        "http://192.168.77.1/live.m3u8",
        "file:///etc/passwd",
        "ftp://127.0.0.1/x"
      })
  void followsNoRedirectToAForbiddenAddress(String target) throws Exception {
    try (HlsServer server = HlsServer.start(folder).redirectingTo(target);
        SourceRun run = start(server.url(), sink)) {
      SourceStatus status = awaitStatus(run, s -> !s.getReason().isEmpty());
      assertThat(status.getReason()).contains("expected");
      assertThat(sink.count()).isZero();
    }
  }

  @Test
  void followsARedirectToAnAllowedAddress() throws Exception {
    try (HlsServer other = HlsServer.start(folder);
        HlsServer server = HlsServer.start(folder).redirectingTo(other.url());
        SourceRun run = start(server.url(), sink)) {
      awaitFrames(sink, 10);
      assertThat(run.status().getState()).isEqualTo("live");
    }
  }

  /** Runs all cases at once, since each takes 15 s to time out. */
  @Test
  void fetchesNoForbiddenEntryOfAPlaylist() throws Exception {
    // The file is a valid video: frames would arrive if it were opened.
    String file = "file://" + folder.resolve("0.ts");
    List<SourceRun> runs = new ArrayList<>();
    List<AutoCloseable> open = new ArrayList<>();
    try {
      for (String entry : List.of("http://[::ffff:10.0.0.1]/0.ts", file, "concat:" + file)) {
        HlsServer server = HlsServer.start(folder).naming(entry);
        open.add(server);
        runs.add(start(server.url(), sink));
      }
      open.addAll(0, runs);
      for (SourceRun run : runs) {
        awaitState(run, "backing_off");
      }
      assertThat(sink.count()).isZero();
    } finally {
      for (AutoCloseable opened : open) {
        opened.close();
      }
    }
  }

  @Test
  void failsForGoodOnAForbiddenAddress() {
    for (String uri : List.of("http://10.1.2.3/live.m3u8", "rtsp://169.254.169.254/x")) {
      try (SourceRun run = start(Source.newBuilder().setUri(uri), sink)) {
        SourceStatus status = awaitState(run, "failed");
        assertThat(status.getReason()).contains("expected");
      }
    }
  }
}
