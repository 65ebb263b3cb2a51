package io.darkroom.gateway.library;

import static io.darkroom.gateway.testing.Darkroom.json;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.sources.pull.server.Footage;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.RawClient;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class UploadTest extends UploadTests {

  @Test
  void acceptsAVideoInOneRequest() throws Exception {
    HttpResponse<byte[]> response = put("whole", "whole clip.mp4", null, clip);
    assertThat(response.statusCode()).as(new String(response.body(), UTF_8)).isEqualTo(200);
    assertThat(json(response).path("videoId").asText()).isEqualTo("whole clip.mp4");
    assertThat(json(response).path("codec").asText()).isEqualTo("h264");
    assertThat(json(response).path("widthPx").asInt()).isEqualTo(320);
    assertThat(json(response).path("fps").asDouble()).isEqualTo(10);
    assertThat(folder.resolve("whole clip.mp4")).hasBinaryContent(clip);
    assertThat(files()).containsExactly("whole clip.mp4");
    remove("whole%20clip.mp4");
  }

  @Test
  void acceptsAVideoInParts() throws Exception {
    HttpResponse<byte[]> first = put("parts", "parts.mp4", range(0, 100), part(0, 100));
    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(json(first).path("offsetBytes").asInt()).isEqualTo(100);
    assertThat(darkroom.json("/v1/uploads/parts").path("offsetBytes").asInt()).isEqualTo(100);
    assertThat(darkroom.json("/v1/uploads/parts").path("totalBytes").asInt())
        .isEqualTo(clip.length);
    assertRefused(
        put("parts", "parts.mp4", range(50, 100), part(50, 100)),
        ErrorCode.OFFSET_MISMATCH,
        "(expected: 100)");
    assertRefused(
        put("parts", "other.mp4", range(100, 200), part(100, 200)),
        ErrorCode.CONFLICT,
        "parts.mp4");
    HttpResponse<byte[]> last =
        put("parts", "parts.mp4", range(100, clip.length), part(100, clip.length));
    assertThat(last.statusCode()).isEqualTo(200);
    assertThat(folder.resolve("parts.mp4")).hasBinaryContent(clip);
    // A client that missed the answer asks again.
    assertThat(darkroom.json("/v1/uploads/parts").path("offsetBytes").asInt())
        .isEqualTo(clip.length);
    HttpResponse<byte[]> again = put("parts", "parts.mp4", "bytes */" + clip.length, new byte[0]);
    assertThat(json(again).path("videoId").asText()).isEqualTo("parts.mp4");
    remove("parts.mp4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "IMG_0001 (1).MOV",
        "K\u00fcche.mp4",
        "film [1080p].mkv",
        "\u9632\u72af\u30ab\u30e1\u30e9.mp4",
        "12:30 100% #1? \ud83c\udfac.mp4",
      })
  void keepsNamesAsPeopleHaveThem(String name) throws Exception {
    HttpResponse<byte[]> response = put("named", name, null, clip);
    assertThat(response.statusCode()).as(new String(response.body(), UTF_8)).isEqualTo(200);
    assertThat(json(response).path("videoId").asText()).isEqualTo(name);
    assertThat(darkroom.json("/v1/videos").at("/videos/0/videoId").asText()).isEqualTo(name);
    assertThat(darkroom.get(json(response).path("preview").asText()).body()).startsWith(0xff, 0xd8);
    assertThat(files()).containsExactly(name);
    remove(URLEncoder.encode(name, UTF_8).replace("+", "%20"));
    assertThat(files()).isEmpty();
  }

  @Test
  void treatsTheTwoUnicodeFormsOfANameAsOne() throws Exception {
    assertThat(json(put("nfd", "Ku\u0308che.mp4", null, clip)).path("videoId").asText())
        .isEqualTo("K\u00fcche.mp4");
    assertRefused(put("nfc", "K\u00fcche.mp4", null, clip), ErrorCode.CONFLICT, "che.mp4");
    remove("Ku%CC%88che.mp4");
    Files.write(folder.resolve("Ku\u0308che.mp4"), clip);
    assertRefused(put("nfc", "K\u00fcche.mp4", null, clip), ErrorCode.CONFLICT, "che.mp4");
    remove("K%C3%BCche.mp4");
    assertThat(files()).isEmpty();
  }

  /** As curl sends it if nobody encodes the address. */
  @Test
  void takesNamesInPlainUtf8() throws Exception {
    try (RawClient curl = RawClient.connect(darkroom.gateway.port())) {
      String head = "PUT /v1/uploads/plain?name=K\u00fcche.mp4 HTTP/1.1\r\nHost: localhost\r\n";
      curl.send((head + "Content-Length: " + clip.length + "\r\n\r\n").getBytes(UTF_8));
      curl.send(clip);
      assertThat(curl.status()).isEqualTo(200);
    }
    assertThat(files()).containsExactly("K\u00fcche.mp4");
    remove("K%C3%BCche.mp4");
  }

  @ParameterizedTest
  @CsvSource({
    "a.gif, gif",
    "a.mjpeg, mjpeg",
    "a.mxf, mpeg2video",
    "a.dv, dvvideo",
    "a.y4m, rawvideo",
  })
  void acceptsOtherKindsOfFiles(String name, String codec) throws Exception {
    boolean dv = name.endsWith("dv");
    Path file = work.resolve(name);
    String pixels = codec.equals("gif") ? "pal8" : codec.equals("mjpeg") ? "yuvj420p" : "yuv420p";
    String encoder = codec.equals("rawvideo") ? "wrapped_avframe" : codec;
    Footage.file(
        file, dv ? "720x576" : "64x48", 25, dv ? 0.2 : 1, "-pix_fmt", pixels, "-c:v", encoder);
    HttpResponse<byte[]> response = put("kind", name, null, Files.readAllBytes(file));
    assertThat(response.statusCode()).as(new String(response.body(), UTF_8)).isEqualTo(200);
    assertThat(json(response).path("codec").asText()).isEqualTo(codec);
    assertThat(json(response).path("widthPx").asInt()).isEqualTo(dv ? 720 : 64);
    remove(name);
  }

  /** FFmpeg takes such a file for a still image, if its name does not end in .mjpeg. */
  @Test
  void acceptsMotionJpegWhoseFirstPictureIsLarge() throws Exception {
    Path file = work.resolve("large.mjpeg");
    Footage.file(file, "320x240", 5, 2, "-pix_fmt", "yuvj444p", "-c:v", "mjpeg", "-q:v", "2");
    HttpResponse<byte[]> response = put("large", "large.mjpg", null, Files.readAllBytes(file));
    assertThat(response.statusCode()).as(new String(response.body(), UTF_8)).isEqualTo(200);
    remove("large.mjpg");
  }

  /** A program that writes into a pipe cannot go back to write the sizes into the header. */
  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void acceptsAnAviFromAPipe(int size) throws Exception {
    byte[] avi = made("p.avi", "-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-seekable", "0");
    ByteBuffer header = ByteBuffer.wrap(avi).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(header.getInt(4)).isEqualTo(-1);
    header.putInt(4, size);
    HttpResponse<byte[]> response = put("piped", "piped.avi", null, avi);
    assertThat(response.statusCode()).as(new String(response.body(), UTF_8)).isEqualTo(200);
    remove("piped.avi");
  }

  @Test
  void acceptsAMatroskaFileWhoseHeaderClaimsMoreThanItHas() throws Exception {
    byte[] mkv = made("long.mkv", "-c:v", "mjpeg", "-pix_fmt", "yuvj420p");
    int duration = new String(mkv, ISO_8859_1).indexOf("\u0044\u0089\u0088");
    ByteBuffer.wrap(mkv).putDouble(duration + 3, 60_000);
    HttpResponse<byte[]> response = put("long", "long.mkv", null, mkv);
    assertThat(response.statusCode()).as(new String(response.body(), UTF_8)).isEqualTo(200);
    remove("long.mkv");
    byte[] zeros = Arrays.copyOf(Arrays.copyOf(mkv, mkv.length / 2), mkv.length);
    assertRefused(put("zeros", "long.mkv", null, zeros), ErrorCode.INVALID_VIDEO, "truncated");
  }

  private static byte[] made(String name, String... encoding) throws IOException {
    return Files.readAllBytes(Footage.file(work.resolve(name), "64x48", 10, 3, encoding));
  }

  @Test
  void refusesANameThatIsTaken() throws Exception {
    assertThat(put("first", "taken.mp4", null, clip).statusCode()).isEqualTo(200);
    assertRefused(put("second", "taken.mp4", null, clip), ErrorCode.CONFLICT, "taken.mp4");
    assertThat(files()).containsExactly("taken.mp4");
    remove("taken.mp4");
  }

  @Test
  void neverReplacesAFileThatAppearedMeanwhile() throws Exception {
    put("late", "late.mp4", range(0, 10), part(0, 10));
    Files.writeString(folder.resolve("late.mp4"), "mine");
    assertRefused(
        put("late", "late.mp4", range(10, clip.length), part(10, clip.length)),
        ErrorCode.CONFLICT,
        "late.mp4");
    assertThat(folder.resolve("late.mp4")).hasContent("mine");
    assertThat(darkroom.delete("/v1/uploads/late").statusCode()).isEqualTo(200);
    Files.delete(folder.resolve("late.mp4"));
    assertThat(files()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../x", "/etc/x.mp4", ".hidden", "CON", "a/b", "a\u202eb.mp4", ""})
  void refusesHostileNames(String name) throws Exception {
    assertRefused(putUntilAnswered("hostile", name, clip), ErrorCode.INVALID_ARGUMENT, "");
    assertThat(files()).isEmpty();
  }

  @Test
  void refusesANameWithANulBeforeItReadsTheBody() throws Exception {
    HttpResponse<byte[]> response = putUntilAnswered("hostile", "a\0b", clip);
    assertRefused(response, ErrorCode.INVALID_ARGUMENT, "");
    assertThat(files()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "%2e%2e%2fx", "-x", ".x", "a%00", "a%20b"})
  void refusesHostileIds(String id) throws Exception {
    HttpResponse<byte[]> response = putUntilAnswered(id, "x.mp4", clip);
    assertThat(response.statusCode()).isBetween(400, 499);
    assertThat(json(response).path("code").asText())
        .isIn("INVALID_ARGUMENT", "NOT_FOUND", "METHOD_NOT_ALLOWED", "UNSUPPORTED_MEDIA_TYPE");
    assertThat(files()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "bytes 0-9/5; INVALID_ARGUMENT",
        "bytes 5-0/10; INVALID_ARGUMENT",
        "bytes 0-8/100; INVALID_ARGUMENT",
        "bytes a-b/c; INVALID_ARGUMENT",
        "bytes 0-9/*; INVALID_ARGUMENT",
        "bytes 0-9/99999999999999999999; INVALID_ARGUMENT",
        "bytes 0-9/1048577; VIDEO_TOO_LARGE",
        "bytes 5-14/20; OFFSET_MISMATCH",
      })
  void refusesWrongRanges(String range, ErrorCode code) throws Exception {
    assertRefused(put("range", "range.mp4", range, new byte[10]), code, "");
    assertThat(files()).isEmpty();
  }

  @Test
  void refusesATooLargeVideoBeforeReadingIt() throws Exception {
    assertRefused(
        put("large", "large.mp4", null, new byte[(1 << 20) + 1]),
        ErrorCode.VIDEO_TOO_LARGE,
        "1048576");
    assertThat(files()).isEmpty();
  }

  static Stream<byte[]> notVideos() throws IOException {
    Path other = work.resolve("victim.mp4");
    if (!Files.exists(other)) {
      Files.write(other, clip);
    }
    String playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n%s\n#EXT-X-ENDLIST\n";
    return Stream.of(
        "hello".getBytes(UTF_8),
        "<!doctype html><script>alert(1)</script>".getBytes(UTF_8),
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>".getBytes(UTF_8),
        "\u007fELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0\76\0\1\0\0\0".getBytes(UTF_8),
        new byte[100_000],
        Darkroom.JPEG,
        Darkroom.PNG,
        playlist.formatted(other).getBytes(UTF_8),
        playlist.formatted("http://169.254.169.254/latest/").getBytes(UTF_8),
        "ffconcat version 1.0\nfile '%s'\n".formatted(other).getBytes(UTF_8),
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nm=video 5004 RTP/AVP 96\n".getBytes(UTF_8));
  }

  @org.junit.jupiter.params.ParameterizedTest
  @org.junit.jupiter.params.provider.MethodSource("notVideos")
  void refusesFilesThatAreNotVideos(byte[] content) throws Exception {
    assertRefused(put("wrong", "wrong.mp4", null, content), ErrorCode.INVALID_VIDEO, "video: ");
    assertThat(files()).isEmpty();
    assertThat(darkroom.get("/v1/uploads/wrong").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "mp4, 0.5",
    "mp4, 0.97",
    "faststart.mp4, 0.5",
    "faststart.mp4, 0.97",
    "mkv, 0.5",
    "avi, 0.5"
  })
  void refusesTruncatedVideos(String kind, double share) throws Exception {
    Path whole = work.resolve("whole." + kind);
    if (!Files.exists(whole)) {
      Footage.file(
          whole,
          "320x240",
          10,
          5,
          "-c:v",
          "libopenh264",
          "-g",
          "10",
          "-pix_fmt",
          "yuv420p",
          "-movflags",
          kind.startsWith("fast") ? "+faststart" : "0");
    }
    byte[] bytes = Files.readAllBytes(whole);
    byte[] cut = Arrays.copyOf(bytes, (int) (bytes.length * share));
    assertRefused(put("cut", "cut." + kind, null, cut), ErrorCode.INVALID_VIDEO, "video: ");
    assertThat(files()).isEmpty();
    assertThat(put("uncut", "uncut." + kind, null, bytes).statusCode()).isEqualTo(200);
    remove("uncut." + kind);
  }
}
