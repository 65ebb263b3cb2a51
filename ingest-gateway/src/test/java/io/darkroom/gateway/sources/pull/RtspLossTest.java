package io.darkroom.gateway.sources.pull;

import static io.darkroom.gateway.sources.pull.PullTesting.awaitFrames;
import static io.darkroom.gateway.sources.pull.PullTesting.awaitState;
import static io.darkroom.gateway.sources.pull.PullTesting.awaitStatus;
import static io.darkroom.gateway.sources.pull.PullTesting.start;
import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.gateway.sources.SourceRun;
import io.darkroom.gateway.sources.pull.server.Footage;
import io.darkroom.gateway.sources.pull.server.RtspServer;
import io.darkroom.v1.Source;
import io.darkroom.v1.SourceStatus;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets that a camera sends, and that do not arrive. */
@Tag("slow")
class RtspLossTest {

  /** Each second of the footage is the same, and begins with a key picture. */
  private static final int FPS = 30;

  private static Footage h264;

  private final TestSink sink = new TestSink();

  @BeforeAll
  static void makeFootage() throws Exception {
    h264 = Footage.h264(320, 176, FPS);
  }

  private SourceRun play(RtspServer server, String transport) {
    return start(Source.newBuilder().setUri(server.url()).setTransport(transport), sink);
  }

  @ParameterizedTest
  @CsvSource({"tcp,1000", "udp,1000", "tcp,65500", "udp,65500", "tcp,0"})
  void countsThePacketsOfAPictureOfWhichNothingArrives(String transport, int first)
      throws Exception {
    int[] lost = new int[1];
    try (RtspServer server = RtspServer.start(h264).numberingFrom(first);
        SourceRun run =
            play(server.losing((picture, packet) -> picture == 97 && ++lost[0] > 0), transport)) {
      awaitFrames(sink, 130);
      SourceStatus status = run.status();
      assertThat(lost[0]).isPositive();
      assertThat(status.getLostPackets()).isEqualTo(lost[0]);
      assertThat(status.getReconnects()).isZero();
    }
  }

  @Test
  void countsThePacketsAndThePicturesThatLosePartsOfThem() throws Exception {
    try (RtspServer server =
            RtspServer.start(h264).losing((picture, packet) -> picture % FPS == 0 && packet == 3);
        SourceRun run = play(server, "tcp")) {
      awaitStatus(run, status -> status.getLostPackets() >= 3 && status.getDamaged() > 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp"})
  void countsNothingIfAllArrives(String transport) throws Exception {
    try (RtspServer server = RtspServer.start(h264).numberingFrom(65_400);
        SourceRun run = play(server, transport)) {
      awaitFrames(sink, 90);
      assertThat(run.status().getLostPackets()).isZero();
    }
  }

  /** A camera whose rate varies numbers the packets that it sends, whenever that is. */
  @Test
  void countsNothingIfTheRateVaries() throws Exception {
    try (RtspServer server = RtspServer.start(h264);
        SourceRun run = play(server, "tcp")) {
      for (int pause = 1; pause <= 3; pause++) {
        awaitFrames(sink, 20L * pause);
        server.stall(true);
        awaitState(run, "stalled");
        server.stall(false);
      }
      awaitFrames(sink, 80);
      assertThat(run.status().getLostPackets()).isZero();
    }
  }

  /** Reconnecting counts on; the packets in between were never sent. */
  @Test
  void countsOnAfterReconnecting() throws Exception {
    try (RtspServer server = RtspServer.start(h264).losing((picture, packet) -> picture == 10);
        SourceRun run = play(server, "tcp")) {
      long first = awaitStatus(run, s -> s.getLostPackets() > 0).getLostPackets();
      server.dropClients();
      awaitStatus(run, status -> status.getReconnects() == 1);
      SourceStatus status = awaitStatus(run, s -> s.getLostPackets() > first);
      assertThat(status.getLostPackets()).isEqualTo(2 * first);
    }
  }
}
