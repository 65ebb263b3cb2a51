package io.darkroom.gateway.sources.pull;

import static io.darkroom.gateway.sources.pull.PullTesting.awaitFrames;
import static io.darkroom.gateway.sources.pull.PullTesting.awaitState;
import static io.darkroom.gateway.sources.pull.PullTesting.awaitStatus;
import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.gateway.sources.SourceRun;
import io.darkroom.gateway.sources.pull.server.DnsServer;
import io.darkroom.gateway.sources.pull.server.Footage;
import io.darkroom.gateway.sources.pull.server.RtspServer;
import io.darkroom.gateway.sources.pull.server.Trap;
import io.darkroom.gateway.sources.pull.server.WebServer;
import io.darkroom.v1.Source;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests names whose addresses change after they have been checked: DNS rebinding. */
@Tag("slow")
class RebindingTest {

  private static final List<String> ALLOWED = List.of("127.0.0.1");
  private static final List<String> FORBIDDEN = List.of(Trap.HOST);

  @TempDir static Path folder;

  private static NioEventLoopGroup threads;
  private static Footage footage;

  private final TestSink sink = new TestSink();

  @BeforeAll
  static void prepare() throws Exception {
    threads = new NioEventLoopGroup(1);
    footage = Footage.mjpeg(160, 96, 10);
    Files.write(folder.resolve("snap.jpg"), footage.pictures().get(0).get(0));
  }

  @AfterAll
  static void stop() {
    threads.shutdownGracefully();
  }

  /** Asks the server for each name each time. */
  private static AddressRules rules(DnsServer dns) {
    DnsNameResolver resolver =
        new DnsNameResolverBuilder(threads.next())
            .datagramChannelType(NioDatagramChannel.class)
            .nameServerProvider(new SingletonDnsServerAddressStreamProvider(dns.address()))
            .resolvedAddressTypes(ResolvedAddressTypes.IPV4_ONLY)
            .resolveCache(NoopDnsCache.INSTANCE)
            .build();
    return new AddressRules(
        List.of("127.0.0.1"),
        host ->
            resolver.resolveAll(host).syncUninterruptibly().getNow().toArray(InetAddress[]::new));
  }

  private SourceRun start(String uri, String transport, DnsServer dns) {
    Source.Builder source = Source.newBuilder().setSourceId("lobby").setUri(uri);
    return PullTesting.pulls(rules(dns)).start(source.setTransport(transport).build(), sink);
  }

  /** The snapshot is fetched once per second. */
  @Test
  void fetchesByHttpOnlyFromTheAddressThatWasChecked() throws Exception {
    try (WebServer server = WebServer.start(folder);
        Trap trap = Trap.start(server.port());
        DnsServer dns = DnsServer.start(List.of(ALLOWED, FORBIDDEN));
        SourceRun run = start("http://cam.test:" + server.port() + "/snap.jpg", "", dns)) {
      awaitFrames(sink, 1);
      assertThat(awaitStatus(run, s -> !s.getReason().isEmpty()).getReason()).contains("cam.test");
      assertThat(dns.queries()).isGreaterThanOrEqualTo(2);
      assertThat(trap.visits()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp"})
  void playsRtspOnlyFromTheAddressThatWasChecked(String transport) throws Exception {
    try (RtspServer server = RtspServer.start(footage);
        Trap trap = Trap.start(server.port());
        DnsServer dns = DnsServer.start(List.of(ALLOWED, FORBIDDEN));
        SourceRun run = start("rtsp://cam.test:" + server.port() + "/a", transport, dns)) {
      awaitFrames(sink, 5);
      assertThat(dns.queries()).isEqualTo(1);
      server.dropClients();
      assertThat(awaitState(run, "failed").getReason()).contains("cam.test");
      assertThat(trap.visits()).isZero();
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "rtsp", "rtmp", "srt"})
  void contactsNoAddressOfANameThatHasAForbiddenOne(String scheme) throws Exception {
    try (WebServer server = WebServer.start(folder);
        Trap trap = Trap.start(server.port());
        DnsServer dns = DnsServer.start(List.of(List.of("127.0.0.1", Trap.HOST)));
        SourceRun run = start(scheme + "://cam.test:" + server.port() + "/a", "", dns)) {
      assertThat(awaitState(run, "failed").getReason()).contains("cam.test");
      assertThat(trap.visits()).isZero();
      assertThat(server.requests()).isEmpty();
    }
  }
}
