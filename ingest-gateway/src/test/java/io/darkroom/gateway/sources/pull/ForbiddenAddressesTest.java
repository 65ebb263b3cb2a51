package io.darkroom.gateway.sources.pull;

import static io.darkroom.gateway.sources.pull.PullTesting.awaitState;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.sources.SourceRun;
import io.darkroom.gateway.sources.SourceUri;
import io.darkroom.v1.Source;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests definitions of sources that would make the gateway contact what it must not. */
class ForbiddenAddressesTest {

  private static final List<String> SCHEMES =
      List.of("http", "https", "rtsp", "rtsps", "rtmp", "srt");
  private static final List<String> HOSTS =
      List.of(
          "127.0.0.1",
          "localhost",
          "0.0.0.0",
          "10.0.0.1",
          "172.16.0.1",
          "192.168.0.1",
          "100.64.0.1",
          "169.254.169.254",
          "224.0.0.1",
          "239.255.255.250",
          "255.255.255.255",
          "[::]",
          "[::1]",
          "[0:0:0:0:0:0:0:1]",
          "[fc00::1]",
          "[fd00:ec2::254]",
          "[fe80::1]",
          "[ff02::1]",
          "[5f00::1]",
          // IPv4 in IPv6: mapped, compatible, SIIT, NAT64, 6to4, ISATAP, Teredo
          "[::ffff:10.0.0.1]",
          "[::ffff:a9fe:a9fe]",
          "[::127.0.0.1]",
          "[::ffff:0:127.0.0.1]",
          "[64:ff9b::7f00:1]",
          "[64:ff9b:1::7f00:1]",
          "[2002:7f00:1::]",
          "[2a00:1450::5efe:127.0.0.1]",
          "[2001:0:7f00:1::1]",
          // Forms of numbers that some programs accept
          "2130706433",
          "017700000001",
          "0x7f000001",
          "0177.0.0.1",
          "0x7f.0.0.1",
          "127.1",
          "127.0.1",
          "127.0.0.1.",
          "0000127.0.0.1");

  private final Pulls strict = PullTesting.pulls(new AddressRules(List.of()));

  private static Stream<String> urisOfForbiddenHosts() {
    return SCHEMES.stream()
        .flatMap(scheme -> HOSTS.stream().map(host -> scheme + "://" + host + ":8080/a"));
  }

  @ParameterizedTest
  @MethodSource("urisOfForbiddenHosts")
  void refusesForbiddenHostsOfEachScheme(String uri) {
    assertThatThrownBy(() -> strict.require(SourceUri.parse(uri)))
        .isInstanceOfSatisfying(
            DarkroomException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FORBIDDEN));
    assertFails(uri);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://good.example@127.0.0.1/",
        "http://good.example:80@127.0.0.1/",
        "http://good.example%2F@127.0.0.1/",
        "http://good.example%20@127.0.0.1/",
        "http://127.0.0.1#@good.example/",
        "http://127.0.0.1\\@good.example/",
        "http://good.example\\@127.0.0.1/",
        "http://good.example@evil.example@127.0.0.1/",
        "http://good.example:80:80/",
        "http://%31%32%37.0.0.1/",
        "http://127.0.0.1%00.good.example/",
        "http://127.0.0.1%2egood.example/",
        "http://\uff11\uff12\uff17.0.0.1/",
        "http://127\u3002\u30020\u3002\u30021/",
        "http://\u2460\u2461\u2466.0.0.1/",
        "http://loc\u00adalhost/",
        "http://[::1%25lo]/",
        "http://[fe80::1%25eth0]/",
        "http://[::ffff:127.0.0.1/",
        "http:/127.0.0.1/",
        "http:127.0.0.1/",
        "http:///127.0.0.1/",
        " http://127.0.0.1/",
        "http://127.0.0.1\r\nHost: x/",
        "http://good.example/\r\nX: y",
        "file:///etc/passwd",
        "data:video/mp4;base64,AAAA",
        "concat:http://127.0.0.1/a|http://127.0.0.1/b",
        "crypto:file:///etc/passwd",
        "crypto+http://127.0.0.1/",
        "subfile,,start,0,end,9,,:/etc/passwd",
        "async:http://127.0.0.1/",
        "cache:http://127.0.0.1/",
        "hls+http://127.0.0.1/a.m3u8",
        "ftp://127.0.0.1/",
        "gopher://127.0.0.1:6379/_FLUSHALL",
        "pipe:0",
        "fd:0",
        "tcp://127.0.0.1:22",
        "tls://127.0.0.1:22",
        "udp://127.0.0.1:53",
        "rtp://127.0.0.1:53",
        "unix:/run/docker.sock",
        "ipfs://a",
        "rtmpt://127.0.0.1/a",
        "rtsp+tcp://127.0.0.1/a"
      })
  void refusesUrisThatHideWhatTheyContact(String uri) {
    assertThatThrownBy(() -> strict.require(SourceUri.parse(uri)))
        .isInstanceOf(DarkroomException.class);
    assertFails(uri);
  }

  /** Definitions of earlier versions may be stored. */
  private void assertFails(String uri) {
    TestSink sink = new TestSink();
    Source source = Source.newBuilder().setSourceId("lobby").setUri(uri).build();
    try (SourceRun run = strict.start(source, sink)) {
      assertThat(awaitState(run, "failed").getReason()).contains("expected");
      assertThat(sink.count()).isZero();
    }
  }
}
