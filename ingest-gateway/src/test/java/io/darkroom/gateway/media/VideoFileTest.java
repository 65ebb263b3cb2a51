package io.darkroom.gateway.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.ImageHeader;
import io.darkroom.gateway.sources.pull.server.Footage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class VideoFileTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "a.mp4, libopenh264, h264, yuv420p",
    "a.mkv, libopenh264, h264, yuv420p",
    "a.webm, libvpx, vp8, yuv420p",
    "a.avi, mjpeg, mjpeg, yuvj420p",
    "a.ts, mpeg2video, mpeg2video, yuv420p",
    "a.flv, flv, flv1, yuv420p"
  })
  void readsTheMetadataOfAVideo(String name, String encoder, String codec, String pixels) {
    Path video =
        Footage.file(
            folder.resolve(name),
            "320x180",
            25,
            2,
            "-c:v",
            encoder,
            "-pix_fmt",
            pixels,
            "-b:v",
            "1M");
    MediaInfo info = VideoFile.probe(video);
    assertThat(info.codec()).isEqualTo(codec);
    assertThat(info.width()).isEqualTo(320);
    assertThat(info.height()).isEqualTo(180);
    assertThat(info.fps()).isCloseTo(25, within(0.1));
    assertThat(info.duration()).isBetween(Duration.ofMillis(1900), Duration.ofMillis(2100));
  }

  @Test
  void refusesFilesThatAreNotVideos() throws IOException {
    assertInvalid(() -> VideoFile.probe(write("empty.mp4", "")));
    assertInvalid(() -> VideoFile.probe(write("text.mp4", "hello ".repeat(5000))));
    assertInvalid(() -> VideoFile.probe(folder.resolve("missing.mp4")));
    Path sound = Footage.fileOf("sine=duration=1", folder.resolve("sound.mp4"), "-c:a", "aac");
    assertInvalid(() -> VideoFile.probe(sound));
  }

  @Test
  void opensNoFileThatAnotherFileRefersTo() throws IOException {
    Path real = Footage.file(folder.resolve("real.mpg"), "64x64", 25, 1);
    VideoFile.probe(real);
    List<String> scripts =
        List.of(
            "ffconcat version 1.0\nfile '" + real + "'\n",
            "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://" + real + "\n#EXT-X-ENDLIST\n",
            "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nreal.mpg\n#EXT-X-ENDLIST\n",
            "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5000 RTP/AVP 96\n"
                + "a=rtpmap:96 H264/90000\n");
    for (String name : List.of("a.mp4", "a.m3u8", "a.ffconcat", "a.sdp")) {
      for (String script : scripts) {
        assertInvalid(() -> VideoFile.probe(write(name, script)));
      }
    }
  }

  @Test
  void refusesATruncatedVideo() throws IOException {
    Path video = Footage.h264File(folder.resolve("whole.mp4"), "320x180", 25, 1);
    byte[] whole = Files.readAllBytes(video);
    for (int length : new int[] {10, 100, whole.length / 4}) {
      Path cut = folder.resolve("cut.mp4");
      Files.write(cut, Arrays.copyOf(whole, length));
      assertInvalid(() -> VideoFile.probe(cut));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bt470bg", "bt709"})
  void keepsTheColoursOfTheVideo(String matrix) throws IOException {
    int[] colours = {0xff0000, 0x00ff00, 0x0000ff, 0xffffff, 0x000000, 0x808080, 0xc08040};
    for (int colour : colours) {
      Path video =
          Footage.fileOf(
              "color=0x%06x:size=64x64:rate=5:duration=1,format=gbrp,scale=out_color_matrix=%s:out_range=tv,format=yuv420p"
                  .formatted(colour, matrix),
              folder.resolve("colour.mp4"),
              "-colorspace",
              matrix,
              "-color_range",
              "tv",
              "-c:v",
              "libopenh264",
              "-b:v",
              "4M");
      assertNear(decode(first(video).jpeg()).getRGB(32, 32), colour);
    }
  }

  @Test
  void readsPicturesInOrderWithTheirPositions() {
    Path video = Footage.h264File(folder.resolve("a.mp4"), "160x120", 10, 2);
    try (JpegFrameReader reader = VideoFile.open(video, Duration.ZERO)) {
      for (int i = 0; i < 20; i++) {
        JpegFrame picture = reader.next().orElseThrow();
        assertThat(picture.position()).isEqualTo(Duration.ofMillis(i * 100));
        assertThat(ImageHeader.read(picture.jpeg()).width()).isEqualTo(160);
      }
      assertThat(reader.next()).isEmpty();
      assertThat(reader.next()).isEmpty();
    }
  }

  @Test
  void startsAtAPositionBetweenKeyframes() {
    Path video = Footage.h264File(folder.resolve("a.mp4"), "160x120", 10, 3);
    try (JpegFrameReader reader = VideoFile.open(video, Duration.ofMillis(1500))) {
      assertThat(reader.next().map(JpegFrame::position)).contains(Duration.ofMillis(1500));
    }
    try (JpegFrameReader reader = VideoFile.open(video, Duration.ofSeconds(90))) {
      assertThat(reader.next()).isEmpty();
    }
  }

  @Test
  void scalesAPreviewAndKeepsItsAspectRatio() {
    Path video = Footage.h264File(folder.resolve("a.mp4"), "640x360", 10, 2);
    ImageHeader preview = ImageHeader.read(VideoFile.preview(video, 160));
    assertThat(preview.width()).isEqualTo(160);
    assertThat(preview.height()).isEqualTo(90);
  }

  @Test
  void passesOnCompleteJpegsUnchanged() throws IOException {
    Path video =
        Footage.file(
            folder.resolve("a.avi"), "160x120", 10, 1, "-c:v", "mjpeg", "-pix_fmt", "yuvj420p");
    ByteString jpeg = first(video).jpeg();
    assertThat(indexOf(Files.readAllBytes(video), jpeg.toByteArray())).isPositive();
  }

  private JpegFrame first(Path video) {
    try (JpegFrameReader reader = VideoFile.open(video, Duration.ZERO)) {
      return reader.next().orElseThrow();
    }
  }

  private static int indexOf(byte[] whole, byte[] part) {
    for (int at = 0; at + part.length <= whole.length; at++) {
      if (Arrays.equals(whole, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    return -1;
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static BufferedImage decode(ByteString jpeg) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(jpeg.toByteArray()));
  }

  private static void assertNear(int actual, int expected) {
    for (int shift = 0; shift <= 16; shift += 8) {
      assertThat(actual >> shift & 0xff)
          .as("%06x for %06x", actual & 0xffffff, expected)
          .isCloseTo(expected >> shift & 0xff, within(6));
    }
  }

  private static void assertInvalid(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            DarkroomException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_VIDEO));
  }
}
