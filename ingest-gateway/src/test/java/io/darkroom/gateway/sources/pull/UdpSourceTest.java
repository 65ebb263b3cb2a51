package io.darkroom.gateway.sources.pull;

import static io.darkroom.gateway.sources.pull.PullTesting.awaitFrames;
import static io.darkroom.gateway.sources.pull.PullTesting.awaitState;
import static io.darkroom.gateway.sources.pull.PullTesting.awaitStatus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.darkroom.gateway.sources.SourceRun;
import io.darkroom.gateway.sources.pull.server.Footage;
import io.darkroom.gateway.sources.pull.server.RtspServer;
import io.darkroom.gateway.sources.pull.server.Trap;
import io.darkroom.v1.Source;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests cameras that direct the packets of FFmpeg, which open firewalls for those of the camera, to
 * other machines: with parameters of the answer to SETUP.
 */
@Tag("slow")
class UdpSourceTest {

  private static final String TRAP = ";server_port=TRAP-TRAP;source=" + Trap.HOST;
  private static final String OWN = "(server_port=.*)";

  private static Footage footage;

  private final TestSink sink = new TestSink();

  @BeforeAll
  static void makeFootage() throws IOException {
    footage = Footage.mjpeg(160, 96, 10);
  }

  private SourceRun start(RtspServer server, String transport, String... allowed) {
    Source.Builder source = Source.newBuilder().setSourceId("lobby").setUri(server.url());
    return PullTesting.pulls(new AddressRules(List.of(allowed)))
        .start(source.setTransport(transport).build(), sink);
  }

  private static Pulls ownOnly() {
    return PullTesting.pulls(new AddressRules(List.of("127.0.0.1")));
  }

  /** A camera that answers with a transport in which OWN stands for its ports. */
  private static RtspServer camera(String transport, Trap trap) throws IOException {
    String replacement = transport.replace("TRAP", Integer.toString(trap.port()));
    return RtspServer.start(footage)
        .answeringSetup(own -> own.replaceFirst(".*" + OWN, replacement.replace("OWN", "$1")));
  }

  /** Shows that the packets would arrive, and that the other tests look in the right place. */
  @Test
  void sendsPacketsToAnotherAddressOnlyIfItIsAllowed() throws Exception {
    try (Trap trap = Trap.start();
        RtspServer server = camera("RTP/AVP;unicast" + TRAP, trap);
        SourceRun run = start(server, "udp", "127.0.0.0/8")) {
      await().atMost(PullTesting.PATIENCE).until(() -> trap.visits() > 0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RTP/AVP;unicast" + TRAP,
        "RTP/AVP/UDP;unicast;source=127.0.0.2;server_port=TRAP-TRAP",
        "RTP/AVP;unicast;OWN;source=10.1.2.3",
        "RTP/AVP;unicast;OWN;source=169.254.169.254",
        "RTP/AVP;unicast;OWN;source=0177.0.0.2",
        "RTP/AVP;unicast;server_port=TRAP-TRAP;source=::ffff:127.0.0.2",
        "RTP/AVP;unicast;OWN\r\nTransport: RTP/AVP;unicast" + TRAP,
        "RTP/AVP;unicast;OWN,RTP/AVP;unicast" + TRAP,
        "RTP/AVP;multicast;destination=127.0.0.2;port=TRAP-TRAP",
        "RTP/AVP/UDP;unicast;destination=127.0.0.2;multicast;port=TRAP-TRAP",
        "RAW/RAW/UDP;unicast" + TRAP,
        "x-pn-tng/udp" + TRAP
      })
  void refusesACameraThatNamesAnotherSource(String transport) throws Exception {
    try (Trap trap = Trap.start();
        RtspServer server = camera(transport, trap);
        SourceRun run = start(server, "udp", "127.0.0.1")) {
      assertThat(awaitState(run, "backing_off").getReason())
          .containsAnyOf("announces packets from", "another transport")
          .contains("Set transport to tcp.");
      awaitStatus(run, status -> status.getReconnects() >= 1);
      assertThat(trap.visits()).isZero();
      assertThat(sink.count()).isZero();
    }
  }

  /** What FFmpeg would read as the source is not passed on, so the camera's own address counts. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "RTP/AVP;unicast;OWN",
        "RTP/AVP/UDP;unicast;OWN;source=127.0.0.1",
        "rtp/avp; unicast; OWN;ssrc=1B2C3D4E;mode=\"PLAY\";",
        "RTP/AVP;unicast;OWN;destination=127.0.0.2",
        "RTP/AVP;unicast;OWN;source=trap.example",
        "RTP/AVP;unicast;OWN\r\n\rTransport: RTP/AVP;unicast" + TRAP,
        "RTP/AVP;unicast;OWN\r\n\u0001\r\n Transport: RTP/AVP;unicast" + TRAP
      })
  void playsFromTheCamerasOwnAddress(String transport) throws Exception {
    try (Trap trap = Trap.start();
        RtspServer server = camera(transport, trap);
        SourceRun run = start(server, "udp", "127.0.0.1")) {
      awaitFrames(sink, 10);
      assertThat(run.status().getTransport()).isEqualTo("udp");
      assertThat(trap.visits()).isZero();
    }
  }

  @Test
  void signsInByUdp() throws Exception {
    try (RtspServer server = RtspServer.start(footage).requiringDigest("ann", "s3cret")) {
      String uri = server.url().replace("//", "//ann:s3cret@");
      Source source =
          Source.newBuilder().setSourceId("lobby").setUri(uri).setTransport("udp").build();
      try (SourceRun run = ownOnly().start(source, sink)) {
        awaitFrames(sink, 5);
      }
    }
  }

  @Test
  void playsByUdpFromAnIpv6Address() throws Exception {
    InetAddress address = InetAddress.getByName("::1");
    assumeTrue(NetworkInterface.getByInetAddress(address) != null, "needs IPv6");
    try (RtspServer server = RtspServer.start(footage, address);
        SourceRun run = start(server, "udp", "::1")) {
      awaitFrames(sink, 5);
      assertThat(run.status().getTransport()).isEqualTo("udp");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp"})
  void followsNoRedirect(String transport) throws Exception {
    try (Trap trap = Trap.start();
        RtspServer server =
            RtspServer.start(footage)
                .redirectingTo("rtsp://" + Trap.HOST + ":" + trap.port() + "/a");
        SourceRun run = start(server, transport, "127.0.0.0/8")) {
      assertThat(awaitState(run, "backing_off").getReason()).contains("redirects");
      assertThat(trap.visits()).isZero();
    }
  }

  @Test
  void opensNoPortForUdpIfTheTransportIsTcp() throws Exception {
    try (Trap trap = Trap.start();
        RtspServer server =
            RtspServer.start(footage)
                .answeringSetup(own -> "RTP/AVP;unicast" + TRAP.replace("TRAP", "" + trap.port()));
        SourceRun run = start(server, "tcp", "127.0.0.1")) {
      awaitState(run, "backing_off");
      awaitStatus(run, status -> status.getReconnects() >= 1);
      assertThat(trap.visits()).isZero();
    }
  }
}
