package io.darkroom.gateway.sources.pull;

import static io.darkroom.gateway.sources.pull.PullTesting.assertAccounted;
import static io.darkroom.gateway.sources.pull.PullTesting.assertInOrder;
import static io.darkroom.gateway.sources.pull.PullTesting.awaitFrames;
import static io.darkroom.gateway.sources.pull.PullTesting.awaitState;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Duration;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.ImageHeader;
import io.darkroom.gateway.sources.SourceRun;
import io.darkroom.gateway.sources.pull.server.Footage;
import io.darkroom.v1.Source;
import io.darkroom.v1.SourceStatus;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class StoredPullTest {

  @TempDir Path folder;

  private final TestSink sink = new TestSink();

  @Test
  void playsAVideoAtItsOwnPaceToItsEnd() {
    Footage.h264File(folder.resolve("a.mp4"), "160x120", 10, 3);
    Instant started = Instant.now();
    try (SourceRun run = start("video:a.mp4")) {
      SourceStatus status = awaitState(run, "ended");
      assertThat(java.time.Duration.between(started, Instant.now()))
          .isGreaterThan(java.time.Duration.ofMillis(2800));
      assertThat(status.getFramesIn()).isEqualTo(30);
      assertThat(status.getDuration().getSeconds()).isEqualTo(3);
      assertThat(status.getPosition().getSeconds()).isEqualTo(2);
      assertAccounted(run);
      assertInOrder(sink.frames());
    }
  }

  @Test
  void startsAnEpochWithEachLoop() {
    Footage.h264File(folder.resolve("a.mp4"), "160x120", 10, 1);
    try (SourceRun run = start(source("video:a.mp4").setLoop(true))) {
      awaitFrames(sink, 21);
      assertAccounted(run);
      assertInOrder(sink.frames());
      assertThat(sink.epochs()).isGreaterThanOrEqualTo(3);
      assertThat(run.status().getReconnects()).isZero();
    }
  }

  @Test
  void startsAVideoAtTheGivenPosition() {
    Footage.h264File(folder.resolve("a.mp4"), "160x120", 10, 3);
    Source.Builder source = source("video:a.mp4");
    try (SourceRun run =
        start(source.setStartAt(Duration.newBuilder().setSeconds(1).setNanos(500_000_000)))) {
      assertThat(awaitState(run, "ended").getFramesIn()).isEqualTo(15);
    }
  }

  @Test
  void failsOnMissingFilesAndInvalidVideos() throws Exception {
    Files.writeString(folder.resolve("text.mp4"), "no video");
    Path secret = Files.createDirectories(folder.resolve("../secret-" + folder.getFileName()));
    Path outside = Footage.h264File(secret.resolve("out.mp4"), "160x120", 10, 1);
    Files.createSymbolicLink(folder.resolve("link.mp4"), outside);
    for (String uri :
        List.of(
            "video:missing.mp4",
            "video:text.mp4",
            "video:link.mp4",
            "images:missing",
            "images:../" + secret.getFileName(),
            "nothing",
            "test:movie=/etc/passwd")) {
      try (SourceRun run = start(uri)) {
        SourceStatus status = awaitState(run, "failed");
        assertThat(status.getReason()).as(uri).isNotEmpty();
      }
    }
    assertThat(sink.count()).isZero();
  }

  @Test
  void publishesATestPictureAtItsRate() {
    try (SourceRun run = start("test:testsrc2=size=160x120:rate=20")) {
      awaitFrames(sink, 1);
      Instant started = Instant.now();
      awaitFrames(sink, 41);
      assertThat(java.time.Duration.between(started, Instant.now()))
          .isGreaterThan(java.time.Duration.ofMillis(1700));
      assertAccounted(run);
      assertInOrder(sink.frames());
    }
  }

  @Test
  void publishesEachImageOnceUnchanged() throws Exception {
    makeImages();
    try (SourceRun run = start("images:slides")) {
      SourceStatus status = awaitState(run, "ended");
      assertThat(status.getFramesOut()).isEqualTo(3);
      assertThat(status.getDropsOrDefault("damaged", 0)).isEqualTo(1);
      assertThat(sink.frames().stream().map(Frame::encoding))
          .containsExactly(Encoding.JPEG, Encoding.JPEG, Encoding.PNG);
      assertAccounted(run);
    }
  }

  @Test
  void publishesAScaledSlideshow() throws Exception {
    makeImages();
    Instant started = Instant.now();
    Source.Builder source = source("images:slides").setFps(4).setWidthPx(80).setLoop(true);
    try (SourceRun run = start(source)) {
      awaitFrames(sink, 7);
      assertThat(java.time.Duration.between(started, Instant.now()))
          .isGreaterThan(java.time.Duration.ofMillis(1700));
      assertThat(ImageHeader.read(sink.last().image()).width()).isEqualTo(80);
      assertThat(sink.last().encoding()).isEqualTo(Encoding.JPEG);
      assertThat(sink.epochs()).isGreaterThanOrEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({"upright,0,120,160", "stored,0,160,120", "upright,60,60,80", "stored,60,60,46"})
  void showsPhotosOfPhonesUpright(String orientation, int width, int shownWidth, int shownHeight)
      throws Exception {
    Path slides = Files.createDirectories(folder.resolve("slides"));
    try (InputStream photo = getClass().getResourceAsStream("/images/exif_o6.jpg")) {
      Files.copy(photo, slides.resolve("photo.jpg"));
    }
    Source.Builder source = source("images:slides").setOrientation(orientation);
    try (SourceRun run = start(width == 0 ? source : source.setWidthPx(width))) {
      awaitState(run, "ended");
      ImageHeader header = ImageHeader.read(sink.last().image(), sink.last().storedOrientation());
      assertThat(List.of(header.width(), header.height())).containsExactly(shownWidth, shownHeight);
      assertThat(List.of(sink.last().width(), sink.last().height()))
          .containsExactly(shownWidth, shownHeight);
    }
  }

  @Test
  void keepsTheRateOfASlowSlideshow() throws Exception {
    makeImages();
    try (SourceRun run = start(source("images:slides").setFps(0.1))) {
      awaitFrames(sink, 1);
      await()
          .during(java.time.Duration.ofMillis(500))
          .atMost(java.time.Duration.ofSeconds(2))
          .until(() -> run.status().getFramesIn() == 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"camera:/dev/video77"})
  void retriesACameraThatIsNotPluggedIn(String uri) {
    try (SourceRun run = start(uri)) {
      assertThat(awaitState(run, "backing_off").getReason()).isNotEmpty();
    }
  }

  private void makeImages() throws Exception {
    Path slides = Files.createDirectories(folder.resolve("slides"));
    for (String name : List.of("1.jpg", "2.jpeg", "3.png")) {
      Footage.fileOf(
          "testsrc2=size=160x120", slides.resolve(name), "-frames:v", "1", "-update", "1");
    }
    Files.writeString(slides.resolve("4.jpg"), "no picture");
    Files.writeString(slides.resolve("readme.txt"), "no picture");
  }

  private static Source.Builder source(String uri) {
    return Source.newBuilder().setUri(uri);
  }

  private SourceRun start(String uri) {
    return start(source(uri));
  }

  private SourceRun start(Source.Builder source) {
    return PullTesting.pulls(folder).start(source.setSourceId("lobby").build(), sink);
  }
}
