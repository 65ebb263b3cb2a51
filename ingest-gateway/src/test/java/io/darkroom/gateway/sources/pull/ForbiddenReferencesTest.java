package io.darkroom.gateway.sources.pull;

import static io.darkroom.gateway.sources.pull.PullTesting.awaitStatus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.gateway.sources.SourceRun;
import io.darkroom.gateway.sources.pull.server.Numbered;
import io.darkroom.gateway.sources.pull.server.Trap;
import io.darkroom.gateway.sources.pull.server.WebServer;
import io.darkroom.v1.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests servers whose redirects and playlists refer to what the gateway must not contact. */
@Tag("slow")
class ForbiddenReferencesTest {

  private static final String HEAD = "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:1\n";
  private static final String END = "#EXT-X-ENDLIST\n";

  @TempDir static Path folder;

  private final TestSink sink = new TestSink();
  private Trap trap;
  private WebServer server;

  /** All files can be played: frames would arrive if one were read. */
  @BeforeAll
  static void makeFiles() throws IOException {
    Numbered.make("160x96", 25, "-f", "mpegts", folder.resolve("a.ts").toString());
    Files.writeString(folder.resolve("a.key"), "0123456789abcdef");
    Path info = folder.resolve("info");
    String key = folder.resolve("a.key").toString();
    Files.writeString(info, "KEY\n" + key + "\n000102030405060708090a0b0c0d0e0f\n");
    hls("aes.m3u8", "-hls_key_info_file", info.toString());
    hls("map.m3u8", "-hls_segment_type", "fmp4", "-hls_fmp4_init_filename", "init.mp4");
  }

  private static void hls(String name, String... options) throws IOException {
    List<String> output = new ArrayList<>(List.of("-f", "hls", "-hls_playlist_type", "vod"));
    output.addAll(List.of(options));
    output.add(folder.resolve(name).toString());
    Numbered.make("160x96", 25, output.toArray(String[]::new));
  }

  @BeforeEach
  void start() throws IOException {
    trap = Trap.start();
    server = WebServer.start(folder);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    trap.close();
  }

  private SourceRun start(String path, String... allowed) {
    Source source = Source.newBuilder().setSourceId("lobby").setUri(server.url(path)).build();
    return PullTesting.pulls(new AddressRules(List.of(allowed))).start(source, sink);
  }

  private void redirect(int status, String location) {
    server.answering(
        "/moved",
        exchange -> {
          exchange.getResponseHeaders().add("location", location);
          exchange.sendResponseHeaders(status, -1);
        });
  }

  private String filled(String text) {
    return text.replace("TRAP", Trap.HOST + ":" + trap.port())
        .replace("PORT", Integer.toString(trap.port()))
        .replace("FOLDER", folder.toString());
  }

  /** Shows that the trap would notice. */
  @Test
  void followsARedirectToAnotherAddressOnlyIfItIsAllowed() {
    redirect(302, filled("http://TRAP/a.ts"));
    try (SourceRun run = start("/moved", "127.0.0.0/8")) {
      await().atMost(PullTesting.PATIENCE).until(() -> trap.visits() > 0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "301 http://TRAP/a.ts",
        "302 http://TRAP/a.ts",
        "303 http://TRAP/a.ts",
        "307 http://TRAP/a.ts",
        "308 http://TRAP/a.ts",
        "302 //TRAP/a.ts",
        "302 HTTP://good.example@TRAP/a.ts",
        "302 http://TRAP#@good.example/a.ts",
        "302 http://TRAP\\@good.example/a.ts",
        "302 http://2130706434:PORT/a.ts",
        "302 http://0177.0.0.2:PORT/a.ts",
        "302 http://127.2:PORT/a.ts",
        "302 http://127.0.0.2.:PORT/a.ts",
        "302 http://%31%32%37.0.0.2:PORT/a.ts",
        "302 http://[::ffff:127.0.0.2]:PORT/a.ts",
        "302 http://169.254.169.254/latest/meta-data/",
        "302 https://TRAP/a.ts",
        "302 rtsp://TRAP/a",
        "302 tcp://TRAP",
        "302 gopher://TRAP/_x",
        "302 file:FOLDER/a.ts",
        "302 file:///FOLDER/a.ts",
        "302 concat:FOLDER/a.ts",
        "302 data:video/mp2t;base64,AAAA"
      })
  void followsNoRedirect(String redirect) {
    redirect(Integer.parseInt(redirect.substring(0, 3)), filled(redirect.substring(4)));
    try (SourceRun run = start("/moved", "127.0.0.1")) {
      String reason = awaitStatus(run, s -> !s.getReason().isEmpty()).getReason();
      assertThat(reason).startsWith("redirected: ").contains("expected");
      assertThat(trap.visits()).isZero();
      assertThat(sink.count()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.ts", "./a.ts", "/a.ts", "//127.0.0.1:PORT/a.ts"})
  void followsARedirectToTheSameServer(String location) {
    redirect(302, location.replace("PORT", Integer.toString(server.port())));
    try (SourceRun run = start("/moved", "127.0.0.1")) {
      awaitStatus(run, s -> s.getFramesOut() > 0);
    }
  }

  private static List<String> targets(String file) throws IOException {
    String bytes = Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve(file)));
    return List.of(
        "http://TRAP/" + file,
        "//TRAP/" + file,
        "http://[::ffff:127.0.0.2]:PORT/" + file,
        "tcp://TRAP",
        "FOLDER/" + file,
        "file:FOLDER/" + file,
        "file://FOLDER/" + file,
        "concat:FOLDER/" + file,
        "crypto:FOLDER/" + file,
        "crypto+file:FOLDER/" + file,
        "subfile,,start,0,end,9999999,,:FOLDER/" + file,
        "data:video/mp2t;base64," + bytes);
  }

  private static Stream<String> playlists() throws IOException {
    String aes = Files.readString(folder.resolve("aes.m3u8"));
    String map = Files.readString(folder.resolve("map.m3u8"));
    return Stream.of(
            targets("a.ts").stream()
                .map(t -> "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=9\n" + t + "\n"),
            targets("a.ts").stream().map(t -> HEAD + "#EXTINF:1,\n" + t + "\n" + END),
            targets("a.key").stream().map(t -> aes.replace("\"KEY\"", "\"" + t + "\"")),
            targets("init.mp4").stream().map(t -> map.replace("\"init.mp4\"", "\"" + t + "\"")))
        .flatMap(s -> s);
  }

  /** All at once, since each takes time to fail. The entries are variants, segments, keys, maps. */
  @Test
  void fetchesNoForbiddenEntryOfAPlaylist() throws IOException {
    List<SourceRun> runs = new ArrayList<>();
    List<String> all = playlists().map(this::filled).toList();
    try {
      for (int i = 0; i < all.size(); i++) {
        Files.writeString(folder.resolve(i + ".m3u8"), all.get(i));
        runs.add(start("/" + i + ".m3u8", "127.0.0.1"));
      }
      for (SourceRun run : runs) {
        awaitStatus(run, s -> !s.getReason().isEmpty());
      }
      assertThat(trap.visits()).isZero();
      assertThat(sink.count()).isZero();
    } finally {
      runs.forEach(SourceRun::close);
    }
  }

  /** Shows that the playlists can be played if their entries are allowed. */
  @ParameterizedTest
  @ValueSource(strings = {"aes", "map"})
  void playsThePlaylistsWithAllowedEntries(String name) throws IOException {
    String text = Files.readString(folder.resolve(name + ".m3u8"));
    Files.writeString(folder.resolve("allowed.m3u8"), text.replace("\"KEY\"", "\"a.key\""));
    try (SourceRun run = start("/allowed.m3u8", "127.0.0.1")) {
      awaitStatus(run, s -> s.getFramesOut() > 0);
    }
  }
}
