package io.darkroom.gateway.library;

import static io.darkroom.gateway.testing.Darkroom.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.util.Durations;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.ImageHeader;
import io.darkroom.gateway.config.LibraryConfig;
import io.darkroom.gateway.config.SourceConfig;
import io.darkroom.gateway.sources.pull.server.Footage;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.TestCall;
import io.darkroom.v1.StreamVideoRequest;
import io.darkroom.v1.VideoFrame;
import io.darkroom.v1.VideoServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.netty.NettyChannelBuilder;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class VideosTest {

  private static final int FRAMES = 40;

  @TempDir private static Path work;

  private static Path folder;
  private static Darkroom darkroom;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() throws Exception {
    folder = Files.createDirectory(work.resolve("videos"));
    Footage.h264File(folder.resolve("clip one.mp4"), "80x60", 20, FRAMES / 20);
    Footage.h264File(folder.resolve("long.mp4"), "96x72", 30, 60);
    Footage.h264File(folder.resolve("wide.mp4"), "640x480", 30, 10);
    Files.writeString(folder.resolve("notes.txt"), "no video");
    Files.createSymbolicLink(folder.resolve("link.mp4"), folder.resolve("clip one.mp4"));
    Files.copy(folder.resolve("clip one.mp4"), folder.resolve(".hidden.mp4"));
    Files.copy(folder.resolve("clip one.mp4"), work.resolve("outside.mp4"));
    LibraryConfig library = new LibraryConfig(folder, work.resolve("images"), 1 << 20);
    darkroom = Darkroom.of(Darkroom.config(Broker.shared()).with(SourceConfig.DEFAULT, library));
    darkroom.startJob();
    channel =
        NettyChannelBuilder.forAddress("localhost", darkroom.gateway.port())
            .usePlaintext()
            .flowControlWindow(128 << 10)
            .build();
  }

  @AfterAll
  static void stop() throws Exception {
    channel.shutdownNow();
    darkroom.close();
  }

  private static StreamVideoRequest.Builder clip() {
    return StreamVideoRequest.newBuilder().setVideoId("clip one.mp4");
  }

  private static TestCall<StreamVideoRequest, VideoFrame> stream(
      StreamVideoRequest.Builder request) {
    return TestCall.open(VideoServiceGrpc.newStub(channel)::streamVideo, request.build());
  }

  private static List<VideoFrame> all(StreamVideoRequest.Builder request) {
    try (TestCall<StreamVideoRequest, VideoFrame> call = stream(request)) {
      assertThat(call.end().getCode()).as("%s", call.end()).isEqualTo(Code.OK);
      List<VideoFrame> frames = new ArrayList<>();
      while (call.waiting() > 0) {
        frames.add(call.next());
      }
      return frames;
    }
  }

  @Test
  void listsOnlyVideos() {
    JsonNode videos = darkroom.json("/v1/videos").path("videos");
    assertThat(videos.findValuesAsText("videoId"))
        .containsExactly("clip one.mp4", "long.mp4", "wide.mp4");
    JsonNode clip = videos.path(0);
    assertThat(clip.path("sizeBytes").asLong())
        .isEqualTo(folder.resolve("clip one.mp4").toFile().length());
    assertThat(clip.path("duration").asText()).isEqualTo("2s");
    assertThat(clip.path("fps").asDouble()).isEqualTo(20);
    assertThat(clip.path("codec").asText()).isEqualTo("h264");
    assertThat(clip.path("widthPx").asInt()).isEqualTo(80);
    assertThat(clip.path("heightPx").asInt()).isEqualTo(60);
    assertThat(clip.path("preview").asText()).isEqualTo("/v1/videos/clip%20one.mp4/preview");
  }

  @Test
  void servesAPreview() throws Exception {
    HttpResponse<byte[]> preview = darkroom.get("/v1/videos/wide.mp4/preview");
    assertThat(preview.headers().firstValue("content-type")).hasValue("image/jpeg");
    assertThat(preview.headers().firstValue("etag")).isPresent();
    assertThat(ImageIO.read(new ByteArrayInputStream(preview.body())).getWidth()).isEqualTo(320);
    assertThat(darkroom.get("/v1/videos/notes.txt/preview").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none.mp4",
        "link.mp4",
        ".hidden.mp4",
        "..%2foutside.mp4",
        "%2e%2e",
        ".",
        "%00",
        ".uploads",
        "%2fetc%2fpasswd"
      })
  void servesNoOtherFiles(String id) {
    for (String path : List.of("/v1/videos/" + id + "/preview", "/v1/videos/" + id)) {
      HttpResponse<byte[]> answer =
          darkroom.send(path.endsWith("w") ? "GET" : "DELETE", path, null, null);
      assertThat(answer.statusCode()).as(path).isIn(400, 404, 405);
      assertThat(json(answer).path("code").asText())
          .isIn("NOT_FOUND", "INVALID_ARGUMENT", "METHOD_NOT_ALLOWED");
    }
    assertThat(work.resolve("outside.mp4")).exists();
    assertThat(folder.resolve("link.mp4")).exists();
    assertThat(folder.resolve(".hidden.mp4")).exists();
  }

  @Test
  void deletesAVideo() throws Exception {
    Files.copy(work.resolve("outside.mp4"), folder.resolve("gone.mp4"));
    assertThat(darkroom.delete("/v1/videos/gone.mp4").statusCode()).isEqualTo(200);
    assertThat(folder.resolve("gone.mp4")).doesNotExist();
    assertThat(darkroom.delete("/v1/videos/gone.mp4").statusCode()).isEqualTo(404);
  }

  @Test
  void streamsEveryFrameInOrder() {
    List<VideoFrame> frames = all(clip().setUnpaced(true));
    assertThat(frames).hasSize(FRAMES);
    for (int i = 0; i < FRAMES; i++) {
      VideoFrame frame = frames.get(i);
      assertThat(frame.getNumber()).isEqualTo(i);
      assertThat(Durations.toMillis(frame.getPosition())).isEqualTo(50L * i);
      assertThat(ImageHeader.read(frame.getImage()))
          .isEqualTo(new ImageHeader(Encoding.JPEG, 80, 60));
      assertThat(frame.getWidthPx()).isEqualTo(80);
      assertThat(frame.hasProcessing()).isFalse();
    }
  }

  @Test
  void streamsAPart() {
    List<VideoFrame> frames =
        all(clip().setUnpaced(true).setStartAt(Durations.fromMillis(500)).setMaxFrames(3));
    assertThat(frames).extracting(VideoFrame::getNumber).containsExactly(0L, 1L, 2L);
    assertThat(frames)
        .extracting(frame -> Durations.toMillis(frame.getPosition()))
        .containsExactly(500L, 550L, 600L);
    assertThat(all(clip().setStartAt(Durations.fromSeconds(100)))).isEmpty();
  }

  @Test
  void keepsTheVideosPace() {
    long start = System.nanoTime();
    assertThat(all(clip())).hasSize(FRAMES);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(took).isGreaterThan(Duration.ofMillis(1_900));
  }

  @Test
  void streamsThroughAChain() {
    List<VideoFrame> frames = all(clip().setUnpaced(true).setChain("grayscale"));
    assertThat(frames).extracting(VideoFrame::getNumber).isSorted().hasSize(FRAMES);
    assertThat(frames)
        .extracting(frame -> Durations.toMillis(frame.getPosition()))
        .startsWith(0L, 50L, 100L);
    assertThat(frames)
        .allSatisfy(frame -> assertThat(frame.getProcessing().getAccelerator()).isEqualTo("cpu"));
  }

  @Test
  void failsWithTheErrorOfAChain() {
    try (var call = stream(clip().setChain("blurr"))) {
      assertThat(call.end().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    }
    try (var call = stream(clip().setChain("broken").setUnpaced(true))) {
      assertThat(call.end().getCode()).isEqualTo(Code.INTERNAL);
    }
    try (var call = stream(clip().setVideoId("none.mp4"))) {
      assertThat(call.end().getCode()).isEqualTo(Code.NOT_FOUND);
    }
    try (var call = stream(clip().setVideoId("notes.txt"))) {
      assertThat(call.end().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    }
  }

  private static List<Thread> readers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("darkroom-video"))
        .toList();
  }

  private static boolean reading() {
    return readers().stream()
        .flatMap(thread -> List.of(thread.getStackTrace()).stream())
        .anyMatch(frame -> frame.getClassName().endsWith(".VideoStream"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "grayscale", "silent"})
  void stopsWhenTheCallerLeaves(String chain) {
    StreamVideoRequest.Builder request =
        StreamVideoRequest.newBuilder().setVideoId("long.mp4").setChain(chain);
    try (TestCall<StreamVideoRequest, VideoFrame> call = stream(request)) {
      if (!chain.equals("silent")) {
        call.next();
      }
      await().atMost(Duration.ofSeconds(10)).until(VideosTest::reading);
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> !reading());
  }

  @Test
  void limitsTheVideosReadAtATime() {
    List<TestCall<StreamVideoRequest, VideoFrame>> calls = new ArrayList<>();
    StreamVideoRequest.Builder request = StreamVideoRequest.newBuilder().setVideoId("long.mp4");
    try {
      for (int i = 0; i < 16; i++) {
        calls.add(stream(request));
        calls.get(i).next();
      }
      try (var more = stream(request)) {
        assertThat(more.end().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
      }
    } finally {
      calls.forEach(TestCall::close);
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> !reading());
  }
}
