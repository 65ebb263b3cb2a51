package io.darkroom.gateway.sources.pull;

import static io.darkroom.gateway.sources.pull.PullTesting.awaitFrames;
import static io.darkroom.gateway.sources.pull.PullTesting.awaitState;
import static io.darkroom.gateway.sources.pull.PullTesting.start;
import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.gateway.sources.SourceRun;
import io.darkroom.gateway.sources.pull.server.Footage;
import io.darkroom.gateway.sources.pull.server.RtspServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests cameras that start on demand, and that show a picture every few seconds. */
@Tag("slow")
class SlowRtspPullTest {

  private static Footage footage;

  private final TestSink sink = new TestSink();

  @BeforeAll
  static void makeFootage() throws IOException {
    footage = Footage.mjpeg(160, 96, 1);
  }

  @Test
  void waitsForACameraThatStartsOnDemand() throws Exception {
    try (RtspServer server = RtspServer.start(footage).describingAfter(Duration.ofSeconds(8));
        SourceRun run = start(server.url(), sink)) {
      awaitFrames(sink, 1);
      assertThat(run.status().getReconnects()).isZero();
    }
  }

  @Test
  void staysConnectedToACameraWithAPictureEverySixSeconds() throws Exception {
    try (RtspServer server = RtspServer.start(footage).showingEvery(Duration.ofSeconds(6));
        SourceRun run = start(server.url(), sink)) {
      awaitFrames(sink, 3);
      assertThat(run.status().getReconnects()).isZero();
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void takesSchemesInUpperCase() throws Exception {
    try (RtspServer server = RtspServer.start(footage);
        SourceRun run = start(server.url().replace("rtsp", "RTSP"), sink)) {
      awaitFrames(sink, 1);
    }
  }

  @Test
  void saysThatNothingListens() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (SourceRun run = start("rtsp://127.0.0.1:" + port + "/a", sink)) {
      assertThat(awaitState(run, "backing_off").getReason())
          .contains("127.0.0.1:" + port + " refuses connections");
    }
  }

  @Test
  void namesTheSchemeThatTheCameraWants() throws Exception {
    try (RtspServer server = RtspServer.start(footage).requiringDigest("ann", "s3cret");
        SourceRun run = start(server.url().replace("//", "//ann:wr0ng@"), sink)) {
      assertThat(awaitState(run, "backing_off").getReason())
          .contains("401", "does not accept the user or the password by Digest")
          .doesNotContain("wr0ng");
    }
  }
}
