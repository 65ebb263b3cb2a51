package io.darkroom.gateway.sources.pull;

import static io.darkroom.gateway.sources.pull.PullTesting.assertAccounted;
import static io.darkroom.gateway.sources.pull.PullTesting.awaitState;
import static java.time.Duration.between;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import io.darkroom.frame.ImageHeader;
import io.darkroom.gateway.media.MediaInfo;
import io.darkroom.gateway.media.Size;
import io.darkroom.gateway.media.VideoFile;
import io.darkroom.gateway.sources.SourceRun;
import io.darkroom.gateway.sources.pull.server.FfmpegProgram;
import io.darkroom.gateway.sources.pull.server.Footage;
import io.darkroom.gateway.sources.pull.server.Numbered;
import io.darkroom.v1.Source;
import io.darkroom.v1.SourceStatus;
import java.awt.image.BufferedImage;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Video files as phones, cameras and recorders write them. */
@Tag("slow")
class OddVideoTest {

  private static final String[] MPEG4 = {"-c:v", "mpeg4", "-q:v", "2", "-bf", "2", "-g", "25"};
  private static final String[] MPEG2 = {"-c:v", "mpeg2video", "-q:v", "2", "-bf", "2", "-g", "12"};

  @TempDir private Path folder;

  private final NumberSink sink = new NumberSink();

  @ParameterizedTest
  @ValueSource(strings = {"a.mpg", "a.avi", "a.m4v", "a.ts"})
  void playsEveryPictureOnceWithoutTimestamps(String name) {
    Path video = folder.resolve(name);
    Footage.fileOf(Numbered.graph(25, 50), video, name.endsWith("g") ? MPEG2 : MPEG4);

    SourceStatus status = playToEnd(source(name));

    assertShown(status, 0, 50);
    assertThat(between(sink.arrivals().get(0), Instant.now())).isGreaterThan(ofMillis(1700));
  }

  @Test
  void playsRawH264() {
    Path video = folder.resolve("a.h264");
    String[] encoding = {"-c:v", "libopenh264", "-b:v", "2M", "-g", "25"};
    Footage.fileOf(Numbered.graph(25, 50), video, encoding);

    assertShown(playToEnd(source("a.h264")), 0, 50);
  }

  @Test
  void waitsAsLongAsATimeLapseSays() {
    String slow = Numbered.graph(1, 3) + ",setpts=N*6/TB";
    Footage.fileOf(slow, folder.resolve("lapse.mp4"), "-c:v", "mpeg4", "-fps_mode", "vfr");

    playToEnd(source("lapse.mp4"));

    assertThat(sink.numbers()).containsExactly(0, 1, 2);
    assertThat(between(sink.arrivals().get(0), sink.arrivals().get(2)))
        .isBetween(ofMillis(11_800), ofMillis(15_000));
  }

  @Test
  void doesNotWaitWhereTheClockOfATransportStreamJumps() throws Exception {
    joined("jump.ts", "0", "3600");

    SourceStatus status = playToEnd(source("jump.ts"));

    assertThat(status.getFramesIn()).isEqualTo(50);
  }

  @Test
  void keepsTheRateWhereTheClockStartsAgain() throws Exception {
    joined("again.ts", "60", "1", "1");

    SourceStatus status = playToEnd(source("again.ts").setFps(5));

    assertThat(status.getFramesIn() - status.getDropsOrThrow("sampled_out")).isBetween(14L, 16L);
  }

  /** Joins parts of one second each, at 25 frames/s, with the given timestamps at their start. */
  private void joined(String name, String... starts) throws Exception {
    Path whole = folder.resolve(name);
    Files.createFile(whole);
    for (String start : starts) {
      Path part = folder.resolve("part.ts");
      Footage.fileOf(
          Numbered.graph(25, 25),
          part,
          "-c:v",
          "mpeg2video",
          "-q:v",
          "2",
          "-output_ts_offset",
          start);
      byte[] bytes = Files.readAllBytes(part);
      Files.write(whole, bytes, StandardOpenOption.APPEND);
    }
  }

  @ParameterizedTest
  @CsvSource({"ts,25", "ts,250", "mpg,25", "mpg,250", "mp4,25", "mkv,250"})
  void startsAtTheWantedPicture(String container, int keyframeEvery) {
    String every = Integer.toString(keyframeEvery);
    String[] encoding = {
      "-c:v", "mpeg2video", "-q:v", "2", "-bf", "2", "-g", every, "-sc_threshold", "1000000000"
    };
    Footage.fileOf(Numbered.graph(25, 100), folder.resolve("a." + container), encoding);

    SourceStatus status =
        playToEnd(source("a." + container).setStartAt(Durations.fromMillis(2500)));

    assertThat(status.getFramesIn()).isBetween(37L, 38L);
    assertShown(status, 100 - (int) status.getFramesIn(), 100);
  }

  @Test
  void saysThatTheStartIsPastTheEnd() {
    Footage.fileOf(Numbered.graph(25, 25), folder.resolve("a.mp4"), MPEG4);
    Source.Builder late = source("a.mp4").setStartAt(Durations.fromSeconds(90));
    try (SourceRun run = start(late)) {
      assertThat(awaitState(run, "failed").getReason())
          .isEqualTo(
              "startAt: 90 s (expected: less than the video's 1 s). Choose an earlier time.");
    }
  }

  @ParameterizedTest
  @CsvSource({"90,120,160", "180,160,120", "270,120,160"})
  void showsAPhoneVideoUpright(int degrees, int width, int height) {
    Path turned = turned(degrees);

    playToEnd(source("turned.mp4"));

    assertThat(ImageHeader.read(sink.last().image()))
        .extracting(ImageHeader::width, ImageHeader::height)
        .containsExactly(width, height);
    assertThat(brightCorner(Numbered.read(sink.last().image()))).isEqualTo(corner(degrees));
    MediaInfo listed = VideoFile.probe(turned);
    assertThat(List.of(listed.width(), listed.height())).containsExactly(width, height);
    BufferedImage preview = Numbered.read(VideoFile.preview(turned, 60));
    assertThat(preview.getHeight()).isEqualTo(new Size(60, 0).of(width, height).height());
  }

  /** The bright column is at the bottom left of the stored picture. */
  private static String corner(int degreesAntiClockwise) {
    return switch (degreesAntiClockwise) {
      case 90 -> "bottom right";
      case 180 -> "top right";
      default -> "top left";
    };
  }

  private Path turned(int degrees) {
    Path stored = folder.resolve("stored.mp4");
    Footage.fileOf(Numbered.graph(10, 2), stored, "-c:v", "mpeg4", "-q:v", "2");
    Path turned = folder.resolve("turned.mp4");
    FfmpegProgram.run(
        "-display_rotation",
        Integer.toString(degrees),
        "-i",
        stored.toString(),
        "-c",
        "copy",
        turned.toString());
    return turned;
  }

  private static String brightCorner(BufferedImage picture) {
    for (String vertical : List.of("top", "bottom")) {
      for (String horizontal : List.of("left", "right")) {
        int x = horizontal.equals("left") ? 5 : picture.getWidth() - 6;
        int y = vertical.equals("top") ? 5 : picture.getHeight() - 6;
        if ((picture.getRGB(x, y) & 0xff) > 127) {
          return vertical + " " + horizontal;
        }
      }
    }
    return "none";
  }

  @Test
  void keepsTheStoredOrientationIfToldTo() {
    turned(90);

    playToEnd(source("turned.mp4").setOrientation("stored"));

    assertThat(sink.numbers()).containsExactly(0, 1);
    assertThat(ImageHeader.read(sink.last().image()).width()).isEqualTo(160);
  }

  @Test
  void scalesPicturesWithLongPixelsToTheirRightShape() {
    String wide = Numbered.graph("352x288", 10, 2) + ",setsar=16/11";
    Footage.fileOf(wide, folder.resolve("wide.mp4"), "-c:v", "mpeg4", "-q:v", "2");

    playToEnd(source("wide.mp4").setWidthPx(640));

    ImageHeader header = ImageHeader.read(sink.last().image());
    assertThat(List.of(header.width(), header.height())).containsExactly(640, 360);
  }

  @ParameterizedTest
  @CsvSource({
    "'',1280,720,bt709",
    "bt601,1280,720,bt601",
    "'',640,360,bt601",
    "bt709,640,360,bt709"
  })
  void convertsUntaggedColoursByTheRule(String colour, int width, int height, String made) {
    String red =
        "color=red:size=%dx%d:rate=5,trim=end_frame=2,format=rgb24,scale=out_color_matrix=%s:out_range=tv,format=yuv420p"
            .formatted(width, height, made);
    Footage.fileOf(
        red, folder.resolve("red.mp4"), "-c:v", "mpeg4", "-q:v", "2", "-colorspace", "unknown");

    playToEnd(source("red.mp4").setColour(colour));

    int rgb = Numbered.read(sink.last().image()).getRGB(width / 2, height / 2);
    assertThat(rgb >> 16 & 0xff).isGreaterThan(248);
    assertThat(rgb >> 8 & 0xff).isLessThan(8);
    assertThat(rgb & 0xff).isLessThan(8);
  }

  @Test
  void deinterlacesIfToldTo() {
    String moving =
        "testsrc2=size=160x120:rate=50,trim=end_frame=50,separatefields,select='eq(mod(n,4),0)+eq(mod(n,4),3)',weave";
    Footage.fileOf(
        moving,
        folder.resolve("woven.mpg"),
        "-c:v",
        "mpeg2video",
        "-q:v",
        "2",
        "-flags",
        "+ilme+ildct",
        "-r",
        "25",
        "-b:v",
        "8M");
    playToEnd(source("woven.mpg"));
    double woven = combing(Numbered.read(sink.last().image()));

    SourceStatus status = playToEnd(source("woven.mpg").setDeinterlace(true));

    assertThat(status.getFramesIn()).isEqualTo(25);
    assertThat(combing(Numbered.read(sink.last().image()))).isLessThan(woven * 0.9);
  }

  /** How much neighbouring lines differ, compared with lines of the same field. */
  private static double combing(BufferedImage picture) {
    double near = 1;
    double far = 1;
    for (int y = 2; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        int here = picture.getRGB(x, y) >> 8 & 0xff;
        near += Math.abs(here - (picture.getRGB(x, y - 1) >> 8 & 0xff));
        far += Math.abs(here - (picture.getRGB(x, y - 2) >> 8 & 0xff));
      }
    }
    return near / far;
  }

  @Test
  void countsDamagedPicturesAndSkipsThemIfToldTo() throws Exception {
    String[] encoding = {"-c:v", "libopenh264", "-b:v", "4M", "-g", "10", "-pix_fmt", "yuv420p"};
    Path video = Footage.file(folder.resolve("a.ts"), "320x240", 25, 2, encoding);
    losePackets(video);

    SourceStatus shown = playToEnd(source("a.ts"));
    assertThat(shown.getDamaged()).isBetween(1L, 49L);

    SourceStatus skipped = playToEnd(source("a.ts").setSkipDamaged(true));
    assertThat(skipped.getDropsOrThrow("damaged")).isGreaterThanOrEqualTo(skipped.getDamaged());
    assertThat(skipped.getFramesOut()).isLessThan(shown.getFramesOut());
  }

  /** Removes every 150th packet of a transport stream, as a bad network does. */
  private static void losePackets(Path video) throws Exception {
    byte[] whole = Files.readAllBytes(video);
    try (OutputStream left = Files.newOutputStream(video)) {
      for (int packet = 0; packet < whole.length / 188; packet++) {
        if (packet % 150 != 149) {
          left.write(whole, packet * 188, 188);
        }
      }
    }
  }

  /** Every picture was shown once and in order, except those that a busy machine dropped. */
  private void assertShown(SourceStatus status, int first, int end) {
    assertThat(sink.numbers()).doesNotHaveDuplicates().isSorted();
    assertThat(sink.numbers()).allMatch(number -> number >= first && number < end);
    assertThat(sink.count() + status.getDropsOrDefault("source_overrun", 0)).isEqualTo(end - first);
  }

  private static Source.Builder source(String video) {
    return Source.newBuilder().setUri("video:" + video);
  }

  private SourceRun start(Source.Builder source) {
    return PullTesting.pulls(folder).start(source.setSourceId("lobby").build(), sink);
  }

  private SourceStatus playToEnd(Source.Builder source) {
    try (SourceRun run = start(source)) {
      awaitState(run, "ended");
      return assertAccounted(run);
    }
  }
}
