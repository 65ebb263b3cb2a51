package io.darkroom.gateway.sources.pull;

import static io.darkroom.gateway.sources.pull.PullTesting.awaitState;
import static io.darkroom.gateway.sources.pull.PullTesting.awaitStatus;
import static io.darkroom.gateway.sources.pull.PullTesting.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.gateway.sources.SourceRun;
import io.darkroom.gateway.sources.pull.server.Numbered;
import io.darkroom.gateway.sources.pull.server.WebServer;
import io.darkroom.v1.Source;
import io.darkroom.v1.SourceStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the forms of HLS that servers really send: each frame is published exactly once. */
@Tag("slow")
class HlsFormsPullTest {

  private static final String STREAM = "#EXT-X-STREAM-INF:BANDWIDTH=%d,RESOLUTION=%s\n%s\n";

  @TempDir static Path folder;

  private final NumberSink sink = new NumberSink();
  private WebServer server;

  @BeforeAll
  static void makePlaylists() throws IOException {
    hls("160x96", "ts/i.m3u8");
    hls("320x192", "large/i.m3u8");
    hls("160x96", "range/i.m3u8", "-hls_flags", "single_file");
    hls("160x96", "fmp4/i.m3u8", "-hls_segment_type", "fmp4", "-hls_flags", "single_file");
    Files.writeString(folder.resolve("k.key"), "0123456789abcdef");
    Path info = folder.resolve("info");
    Files.writeString(
        info, "../k.key\n" + folder.resolve("k.key") + "\n000102030405060708090a0b0c0d0e0f\n");
    hls("160x96", "aes/i.m3u8", "-hls_key_info_file", info.toString());
  }

  private static void hls(String size, String name, String... options) throws IOException {
    Path playlist = folder.resolve(name);
    Files.createDirectories(playlist.getParent());
    String[] output =
        Stream.of(
                List.of("-f", "hls", "-hls_time", "1", "-hls_playlist_type", "vod"),
                List.of(options),
                List.of(playlist.toString()))
            .flatMap(List::stream)
            .toArray(String[]::new);
    Numbered.make(size, 50, output);
  }

  @BeforeEach
  void startServer() throws IOException {
    server = WebServer.start(folder);
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({"ts", "range", "fmp4", "aes"})
  void publishesEachFrameOnce(String form) {
    try (SourceRun run = start(server.url("/" + form + "/i.m3u8"), sink)) {
      awaitState(run, "ended");
      sink.assertEachOnce(run, 50);
    }
  }

  @Test
  void readsByteRangesFromAServerThatIgnoresThem() {
    server.withoutRanges();
    try (SourceRun run = start(server.url("/range/i.m3u8"), sink)) {
      awaitState(run, "ended");
      sink.assertEachOnce(run, 50);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 320", "160, 0, 160", "200, 0, 320", "0, 500000, 160", "0, 1000, 160"})
  void choosesTheVariantThatFitsSizeAndBandwidth(int width, long bandwidth, int expected)
      throws IOException {
    String master =
        "#EXTM3U\n"
            + STREAM.formatted(200_000, "160x96", "ts/i.m3u8")
            + STREAM.formatted(2_000_000, "320x192", "large/i.m3u8");
    Files.writeString(folder.resolve("master.m3u8"), master);
    Source.Builder source = Source.newBuilder().setUri(server.url("/master.m3u8"));
    source.setMaxBandwidthBps(bandwidth);
    if (width > 0) {
      source.setWidthPx(width);
    }
    try (SourceRun run = start(source, sink)) {
      SourceStatus status = awaitStatus(run, s -> s.getFramesOut() > 0);
      assertThat(status.getWidthPx()).isEqualTo(expected);
    }
  }

  @Test
  void opensNeitherRenditionsNorVariantsWithoutVideo() throws IOException {
    String master =
        "#EXTM3U\n"
            + "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"en\",DEFAULT=YES,URI=\"a.m3u8\"\n"
            + "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"s\",NAME=\"en\",DEFAULT=YES,URI=\"s.m3u8\"\n"
            + "#EXT-X-STREAM-INF:BANDWIDTH=9000000,CODECS=\"mp4a.40.2\"\naudio.m3u8\n"
            + "#EXT-X-STREAM-INF:BANDWIDTH=2000000,AUDIO=\"a\",SUBTITLES=\"s\"\nts/i.m3u8\n";
    Files.writeString(folder.resolve("renditions.m3u8"), master);
    try (SourceRun run = start(server.url("/renditions.m3u8"), sink)) {
      awaitState(run, "ended");
      sink.assertEachOnce(run, 50);
      assertThat(server.requests()).doesNotContain("/a.m3u8", "/s.m3u8", "/audio.m3u8");
    }
  }

  @Test
  void resolvesSegmentsAgainstTheTargetOfARedirectedVariant() throws IOException {
    server.redirecting("/token", server.url("/ts/i.m3u8"));
    Files.writeString(
        folder.resolve("redir.m3u8"), "#EXTM3U\n" + STREAM.formatted(9, "160x96", "/token"));
    try (SourceRun run = start(server.url("/redir.m3u8"), sink)) {
      awaitState(run, "ended");
      sink.assertEachOnce(run, 50);
    }
  }

  @Test
  void refusesEncryptionForLicensedPlayers() throws IOException {
    Files.writeString(
        folder.resolve("drm.m3u8"),
        "#EXTM3U\n#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"skd://key\"\n#EXTINF:1,\nts/i0.ts\n");
    try (SourceRun run = start(server.url("/drm.m3u8"), sink)) {
      assertThat(awaitState(run, "failed").getReason()).contains("SAMPLE-AES", "AES-128");
    }
  }

  /** The second part of the stream appears only after the first has ended. */
  @Test
  void publishesNothingTwiceIfALivePlaylistEndsAndComesBack() throws IOException {
    String first =
        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:1,\nts/i0.ts\n";
    Path live = folder.resolve("live.m3u8");
    Files.writeString(live, first);
    try (SourceRun run = start(server.url("/live.m3u8"), sink)) {
      await().until(() -> sink.count() > 0);
      Files.writeString(live, first + "#EXT-X-ENDLIST\n");
      SourceStatus waiting = awaitStatus(run, s -> s.getReason().contains("Waiting"));
      assertThat(waiting.getState()).isEqualTo("backing_off");
      awaitStatus(run, s -> s.getReconnects() >= 4);
      sink.assertEachOnce(run, 25);
      Files.writeString(live, first + "#EXTINF:1,\nts/i1.ts\n");
      awaitStatus(run, s -> s.getFramesIn() >= 50);
      sink.assertEachOnce(run, 50);
    }
  }

  @Test
  void readsTheSameNamesAgainAfterTheEncoderHasStartedAgain() throws IOException {
    String header = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:%d\n";
    String segment = "#EXTINF:1,\nts/i0.ts\n";
    Path live = folder.resolve("again.m3u8");
    Files.writeString(live, header.formatted(7) + segment);
    try (SourceRun run = start(server.url("/again.m3u8"), sink)) {
      await().until(() -> sink.count() > 0);
      Files.writeString(live, header.formatted(7) + segment + "#EXT-X-ENDLIST\n");
      awaitStatus(run, s -> s.getReason().contains("Waiting"));
      Files.writeString(live, header.formatted(0) + segment);
      awaitStatus(run, s -> s.getFramesIn() >= 50);
    }
  }

  @Test
  void playsALivePlaylistOnceIfTheDefinitionSaysThatItIsNotLive() throws IOException {
    Files.writeString(
        folder.resolve("window.m3u8"),
        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nts/i0.ts\n#EXTINF:1,\nts/i1.ts\n");
    Source.Builder source = Source.newBuilder().setUri(server.url("/window.m3u8")).setLive("no");
    try (SourceRun run = start(source, sink)) {
      awaitState(run, "ended");
      sink.assertEachOnce(run, 50);
    }
  }

  @Test
  void waitsAfterARecordedPlaylistIfTheDefinitionSaysThatItIsLive() {
    Source.Builder source = Source.newBuilder().setUri(server.url("/ts/i.m3u8")).setLive("yes");
    try (SourceRun run = start(source, sink)) {
      awaitStatus(run, s -> s.getReason().contains("Waiting"));
      sink.assertEachOnce(run, 50);
    }
  }
}
