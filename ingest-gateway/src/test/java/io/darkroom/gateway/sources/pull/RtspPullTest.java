package io.darkroom.gateway.sources.pull;

import static io.darkroom.gateway.sources.pull.PullTesting.assertAccounted;
import static io.darkroom.gateway.sources.pull.PullTesting.assertInOrder;
import static io.darkroom.gateway.sources.pull.PullTesting.awaitFrames;
import static io.darkroom.gateway.sources.pull.PullTesting.awaitState;
import static io.darkroom.gateway.sources.pull.PullTesting.awaitStatus;
import static io.darkroom.gateway.sources.pull.PullTesting.start;
import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.frame.ImageHeader;
import io.darkroom.gateway.sources.SourceRun;
import io.darkroom.gateway.sources.pull.server.Codec;
import io.darkroom.gateway.sources.pull.server.Footage;
import io.darkroom.gateway.sources.pull.server.RtspServer;
import io.darkroom.gateway.sources.pull.server.RtspServer.Transport;
import io.darkroom.v1.Source;
import io.darkroom.v1.SourceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
class RtspPullTest {

  private static Footage h264;

  private final TestSink sink = new TestSink();

  @BeforeAll
  static void makeFootage() throws Exception {
    h264 = Footage.h264(320, 176, 30);
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void publishesEveryCodecAsJpegsInOrder(Codec codec) throws Exception {
    Footage footage =
        switch (codec) {
          case H264 -> h264;
          case H265 -> Footage.h265();
          case VP9 -> Footage.vp9(320, 176, 30);
          case MJPEG -> Footage.mjpeg(320, 176, 30);
        };
    try (RtspServer server = RtspServer.start(footage);
        SourceRun run = start(server.url(), sink)) {
      awaitFrames(sink, 60);
      SourceStatus status = run.status();
      assertThat(status.getState()).isEqualTo("live");
      assertThat(status.getTransport()).isEqualTo("tcp");
      assertThat(status.getCodec())
          .isEqualTo(codec == Codec.H265 ? "hevc" : codec.name().toLowerCase());
      assertThat(status.getWidthPx()).isEqualTo(footage.width());
      assertThat(status.getHeightPx()).isEqualTo(footage.height());
      assertThat(status.getBitrateBps()).isPositive();
      assertThat(ImageHeader.read(sink.last().image()).width()).isEqualTo(footage.width());
      assertAccounted(run);
      assertInOrder(sink.frames());
      assertThat(sink.epochs()).isEqualTo(1);
    }
  }

  @Test
  void isNotLiveWhileNothingCanBeDecoded() throws Exception {
    List<List<byte[]>> withoutKeyframes =
        IntStream.range(0, h264.pictures().size())
            .filter(i -> i % h264.fps() != 0)
            .mapToObj(h264.pictures()::get)
            .toList();
    Footage broken = new Footage(Codec.H264, 320, 176, 30, withoutKeyframes);
    try (RtspServer server = RtspServer.start(broken);
        SourceRun run = start(server.url(), sink)) {
      SourceStatus status = awaitStatus(run, s -> s.getDropsOrDefault("damaged", 0) > 60);
      assertThat(status.getState()).isEqualTo("connecting");
      assertThat(sink.count()).isZero();
    }
  }

  @Test
  void scalesAndSamplesEvenly() throws Exception {
    Source.Builder source = Source.newBuilder().setFps(10).setWidthPx(160).setStreamId("door");
    try (RtspServer server = RtspServer.start(h264);
        SourceRun run = start(source.setUri(server.url()), sink)) {
      awaitFrames(sink, 30);
      ImageHeader header = ImageHeader.read(sink.last().image());
      assertThat(header.width()).isEqualTo(160);
      assertThat(header.height()).isEqualTo(88);
      assertThat(sink.last().streamId()).isEqualTo("door");
      SourceStatus status = assertAccounted(run);
      long shown = status.getFramesIn() - status.getDropsOrDefault("sampled_out", 0);
      assertThat(shown).isBetween(status.getFramesIn() / 3 - 2, status.getFramesIn() / 3 + 2);
    }
  }

  @Test
  void fallsBackToUdpIfTheCameraRefusesTcp() throws Exception {
    try (RtspServer server = RtspServer.start(h264).taking(Transport.UDP);
        SourceRun run = start(server.url(), sink)) {
      awaitFrames(sink, 30);
      assertThat(run.status().getTransport()).isEqualTo("udp");
    }
  }

  @Test
  void usesOnlyTheRequestedTransport() throws Exception {
    try (RtspServer server = RtspServer.start(h264).taking(Transport.TCP);
        SourceRun run = start(Source.newBuilder().setTransport("udp").setUri(server.url()), sink)) {
      awaitState(run, "backing_off");
      assertThat(sink.count()).isZero();
    }
  }

  @Test
  void sendsThePasswordAndNeverShowsIt() throws Exception {
    try (RtspServer server = RtspServer.start(h264).requiringDigest("viewer", "s3cret")) {
      try (SourceRun wrong = start(server.url().replace("//", "//viewer:wr0ng@"), sink)) {
        SourceStatus status = awaitState(wrong, "backing_off");
        assertThat(status.getReason()).contains("401");
        assertThat(status.toString()).doesNotContain("wr0ng");
        assertThat(sink.count()).isZero();
      }
      try (SourceRun right = start(server.url().replace("//", "//viewer:s3cret@"), sink)) {
        awaitFrames(sink, 10);
        assertThat(right.status().toString()).doesNotContain("s3cret");
      }
    }
  }

  @Test
  void retriesAMissingCameraUntilItAppears() throws Exception {
    try (RtspServer server = RtspServer.start(h264).missing(true);
        SourceRun run = start(server.url(), sink)) {
      SourceStatus status = awaitState(run, "backing_off");
      assertThat(status.getReason()).contains("404");
      assertThat(status.hasNextTryAt()).isTrue();
      server.missing(false);
      awaitFrames(sink, 10);
      assertThat(run.status().getState()).isEqualTo("live");
      assertThat(run.status().getLastError()).contains("404");
    }
  }

  @Test
  void neverFollowsARedirectOfACamera() throws Exception {
    try (RtspServer other = RtspServer.start(h264);
        RtspServer server = RtspServer.start(h264).redirectingTo(other.url());
        SourceRun run = start(server.url(), sink)) {
      assertThat(awaitState(run, "backing_off").getReason()).contains("redirects");
      awaitStatus(run, status -> status.getReconnects() >= 2);
      assertThat(other.connections()).isZero();
      assertThat(sink.count()).isZero();
    }
  }

  @Test
  void resumesSoonAfterAKilledServerIsBack() throws Exception {
    RtspServer first = RtspServer.start(h264);
    int port = first.port();
    try (SourceRun run = start(first.url(), sink)) {
      awaitFrames(sink, 30);
      first.close();
      awaitState(run, "backing_off");
      awaitStatus(run, status -> status.getReconnects() >= 4);
      long before = sink.count();
      Instant back = Instant.now();
      try (RtspServer second = RtspServer.start(h264, port)) {
        awaitFrames(sink, before + 1);
        assertThat(Duration.between(back, Instant.now())).isLessThan(Duration.ofSeconds(5));
        awaitFrames(sink, before + 30);
        assertAccounted(run);
        assertInOrder(sink.frames());
        assertThat(sink.epochs()).isEqualTo(2);
        assertThat(second.connections()).isEqualTo(1);
      }
    }
  }

  @Test
  void reconnectsToASilentServer() throws Exception {
    try (RtspServer server = RtspServer.start(h264);
        SourceRun run = start(server.url(), sink)) {
      awaitFrames(sink, 30);
      server.stall(true);
      SourceStatus stalled = awaitState(run, "stalled");
      assertThat(stalled.getReason()).contains("no frame since");
      awaitState(run, "backing_off");
      server.stall(false);
      long before = sink.count();
      awaitFrames(sink, before + 10);
    }
  }

  @Test
  void publishesNothingAfterClosing() throws Exception {
    try (RtspServer server = RtspServer.start(h264)) {
      SourceRun run = start(server.url(), sink);
      awaitFrames(sink, 10);
      Instant started = Instant.now();
      run.close();
      assertThat(Duration.between(started, Instant.now())).isLessThan(Duration.ofSeconds(1));
      long sent = server.sent();
      assertAccounted(run);
      long published = sink.count();
      org.awaitility.Awaitility.await()
          .during(Duration.ofSeconds(1))
          .atMost(Duration.ofSeconds(5))
          .until(() -> sink.count() == published);
      assertThat(server.sent()).isGreaterThanOrEqualTo(sent);
    }
  }
}
