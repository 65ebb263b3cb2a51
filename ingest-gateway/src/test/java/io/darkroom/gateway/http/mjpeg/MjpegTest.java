package io.darkroom.gateway.http.mjpeg;

import static io.darkroom.gateway.testing.Darkroom.JPEG;
import static io.darkroom.gateway.testing.Darkroom.PNG;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.ImageHeader;
import io.darkroom.frame.SourcePosition;
import io.darkroom.gateway.http.mjpeg.MjpegReader.Part;
import io.darkroom.gateway.sources.pull.server.FfmpegProgram;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.RawClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class MjpegTest {

  private static final Instant CAPTURED = Instant.ofEpochSecond(1_700_000_000, 12_345_678);

  private static Darkroom darkroom;

  @BeforeAll
  static void start() {
    darkroom = Darkroom.start();
  }

  @AfterAll
  static void stop() throws Exception {
    darkroom.close();
  }

  private static void deliver(String pipelineId, long offset, Frame frame) {
    darkroom.job.deliver(frame, pipelineId, 1, new SourcePosition(0, offset, 5));
  }

  private static Frame frame(Encoding encoding, byte[] image) {
    return Frame.captured("any", 1, 0, CAPTURED, encoding, ByteString.copyFrom(image));
  }

  private static int awaitNewest(String pipelineId) {
    String path = "/v1/pipelines/" + pipelineId + "/snapshot";
    await().until(() -> darkroom.get(path).statusCode() == 200);
    return darkroom.get(path).body().length;
  }

  private static ImageHeader headerOf(Part part) {
    return ImageHeader.read(ByteString.copyFrom(part.jpeg()));
  }

  @Test
  void beginsWithTheNewestFrameAndGoesOnWithEachNewOne() {
    darkroom.putPipeline("seen", "seen-stream", "");
    deliver("seen", 1, frame(Encoding.JPEG, JPEG));
    awaitNewest("seen");
    try (MjpegReader viewer = MjpegReader.open(darkroom, "/v1/pipelines/seen/mjpeg?_=123")) {
      assertThat(viewer.response.headers().firstValue("content-type"))
          .hasValue("multipart/x-mixed-replace; boundary=frame");
      assertThat(viewer.response.headers().firstValue("cache-control")).hasValue("no-store");
      Part first = viewer.next();
      assertThat(first.jpeg()).isEqualTo(JPEG);
      assertThat(first.headers())
          .containsEntry("content-type", "image/jpeg")
          .containsEntry("x-timestamp", "1700000000.012345");
      byte[] other = Darkroom.image("jpg", 24, 8);
      deliver("seen", 2, frame(Encoding.JPEG, other));
      assertThat(viewer.next().jpeg()).isEqualTo(other);
    }
  }

  @Test
  void showsTheRawFramesOfAStream() {
    darkroom.post("/v1/streams/raw-seen/frames", "image/jpeg", JPEG);
    await().until(() -> darkroom.get("/v1/streams/raw-seen/snapshot").statusCode() == 200);
    assertThat(darkroom.get("/v1/streams/raw-seen/snapshot").body()).isEqualTo(JPEG);
    try (MjpegReader viewer = MjpegReader.open(darkroom, "/v1/streams/raw-seen/mjpeg")) {
      assertThat(viewer.next().jpeg()).isEqualTo(JPEG);
      darkroom.post("/v1/streams/raw-seen/frames", "image/png", PNG);
      Part second = viewer.next();
      assertThat(headerOf(second)).isEqualTo(new ImageHeader(Encoding.JPEG, 16, 8));
    }
  }

  @Test
  void convertsWhatIsNoJpeg() {
    darkroom.putPipeline("converted", "converted-stream", "");
    byte[] white = new byte[40 * 20 * 3];
    Arrays.fill(white, (byte) 255);
    try (MjpegReader viewer = MjpegReader.open(darkroom, "/v1/pipelines/converted/mjpeg")) {
      deliver("converted", 1, frame(Encoding.PNG, Darkroom.image("png", 40, 20)));
      assertThat(headerOf(viewer.next())).isEqualTo(new ImageHeader(Encoding.JPEG, 40, 20));
      deliver("converted", 2, frame(Encoding.RAW_BGR8, white).withSize(40, 20));
      assertThat(brightness(viewer.next())).isGreaterThan(250);
      deliver(
          "converted", 3, frame(Encoding.RAW_GRAY8, Arrays.copyOf(white, 800)).withSize(40, 20));
      assertThat(brightness(viewer.next())).isGreaterThan(250);
    }
  }

  private static int brightness(Part part) {
    try {
      var picture = ImageIO.read(new ByteArrayInputStream(part.jpeg()));
      assertThat(picture.getWidth()).isEqualTo(40);
      return picture.getRGB(20, 10) & 0xff;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void scalesDownButNeverUp() {
    darkroom.putPipeline("scaled", "scaled-stream", "");
    byte[] wide = Darkroom.image("jpg", 80, 40);
    try (MjpegReader viewer = MjpegReader.open(darkroom, "/v1/pipelines/scaled/mjpeg?width=40")) {
      deliver("scaled", 1, frame(Encoding.JPEG, wide));
      assertThat(headerOf(viewer.next())).isEqualTo(new ImageHeader(Encoding.JPEG, 40, 20));
      deliver("scaled", 2, frame(Encoding.JPEG, JPEG));
      assertThat(viewer.next().jpeg()).isEqualTo(JPEG);
      deliver("scaled", 3, frame(Encoding.JPEG, wide));
      assertThat(headerOf(viewer.next()).width()).isEqualTo(40);
    }
    try (MjpegReader viewer = MjpegReader.open(darkroom, "/v1/pipelines/scaled/mjpeg?quality=5")) {
      assertThat(viewer.next().jpeg()).isNotEqualTo(wide);
    }
  }

  @Test
  void turnsWhatItConvertsUpright() {
    darkroom.putPipeline("turned", "turned-stream", "");
    byte[] exif = withOrientation(JPEG, 6);
    try (MjpegReader viewer = MjpegReader.open(darkroom, "/v1/pipelines/turned/mjpeg?quality=90")) {
      deliver("turned", 1, frame(Encoding.JPEG, exif));
      assertThat(headerOf(viewer.next())).isEqualTo(new ImageHeader(Encoding.JPEG, 8, 16));
    }
  }

  @Test
  void keepsTheStoredOrientationOfFramesThatAskForIt() {
    byte[] exif = withOrientation(JPEG, 6);
    darkroom.post("/v1/streams/stored/frames?orientation=stored", "image/jpeg", exif);
    await().until(() -> darkroom.get("/v1/streams/stored/snapshot").statusCode() == 200);
    try (MjpegReader viewer = MjpegReader.open(darkroom, "/v1/streams/stored/mjpeg?quality=90")) {
      assertThat(headerOf(viewer.next())).isEqualTo(new ImageHeader(Encoding.JPEG, 16, 8));
    }
  }

  /** Inserts an EXIF segment with one entry behind the first marker. */
  private static byte[] withOrientation(byte[] jpeg, int orientation) {
    ByteBuffer turned = ByteBuffer.allocate(jpeg.length + 36);
    turned.put(jpeg, 0, 2).putShort((short) 0xffe1).putShort((short) 34);
    turned.put("Exif\0\0MM".getBytes(US_ASCII)).putShort((short) 42).putInt(8).putShort((short) 1);
    turned.putShort((short) 0x0112).putShort((short) 3).putInt(1);
    turned.putShort((short) orientation).putShort((short) 0).putInt(0);
    return turned.put(jpeg, 2, jpeg.length - 2).array();
  }

  @Test
  void skipsPicturesThatCannotBeConverted() {
    darkroom.putPipeline("torn", "torn-stream", "");
    try (MjpegReader viewer = MjpegReader.open(darkroom, "/v1/pipelines/torn/mjpeg")) {
      deliver("torn", 1, frame(Encoding.PNG, Arrays.copyOf(PNG, 20)));
      deliver("torn", 2, frame(Encoding.JPEG, JPEG));
      assertThat(viewer.next().jpeg()).isEqualTo(JPEG);
    }
  }

  /** 25 frames per second come; what is shown is the newest of each interval, also at the end. */
  @Test
  void showsNoMoreFramesPerSecondThanWanted() throws Exception {
    darkroom.putPipeline("paced", "paced-stream", "");
    ScheduledExecutorService camera = Executors.newSingleThreadScheduledExecutor();
    AtomicInteger offset = new AtomicInteger();
    try (MjpegReader viewer = MjpegReader.open(darkroom, "/v1/pipelines/paced/mjpeg?fps=5")) {
      camera.scheduleAtFixedRate(
          () -> deliver("paced", offset.incrementAndGet(), timed(offset.get())),
          0,
          40,
          TimeUnit.MILLISECONDS);
      viewer.next();
      long start = System.nanoTime();
      for (int i = 0; i < 10; i++) {
        viewer.next();
      }
      assertThat(System.nanoTime() - start).isGreaterThan(1_900_000_000L);
      camera.shutdown();
      assertThat(camera.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
      deliver("paced", offset.incrementAndGet(), timed(offset.get()));
      deliver("paced", offset.incrementAndGet(), timed(offset.get()));
      String last = "%d.000000".formatted(CAPTURED.getEpochSecond() + offset.get());
      await().until(() -> viewer.next().headers().get("x-timestamp").equals(last));
      assertThat(darkroom.json("/v1/streams/paced-stream").at("/pipelines/0/drops")).isEmpty();
    } finally {
      camera.shutdownNow();
    }
  }

  private static Frame timed(int second) {
    Instant at = Instant.ofEpochSecond(CAPTURED.getEpochSecond() + second);
    return Frame.captured("any", 1, 0, at, Encoding.JPEG, Darkroom.jpeg());
  }

  @Test
  void dropsFramesOfAViewerThatDoesNotRead() {
    darkroom.putPipeline("unread-mjpeg", "unread-mjpeg-stream", "");
    ByteString image = ByteString.copyFrom(Arrays.copyOf(JPEG, 200_000));
    try (RawClient deaf = RawClient.connect(darkroom.gateway.port());
        MjpegReader fast = MjpegReader.open(darkroom, "/v1/pipelines/unread-mjpeg/mjpeg")) {
      deaf.send(
          "GET /v1/pipelines/unread-mjpeg/mjpeg HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes());
      await().until(() -> subscribers("unread-mjpeg-stream") == 2);
      for (int i = 0; i < 200; i++) {
        darkroom.job.deliver("unread-mjpeg", i, i + 1, image);
        assertThat(fast.next().jpeg()).hasSize(200_000);
      }
      assertThat(
              darkroom
                  .json("/v1/streams/unread-mjpeg-stream")
                  .at("/pipelines/0/drops/slow_subscriber")
                  .asInt())
          .isGreaterThan(0);
    }
    await().until(() -> subscribers("unread-mjpeg-stream") == 0);
  }

  private static int subscribers(String streamId) {
    return darkroom.json("/v1/streams/" + streamId).at("/pipelines/0/subscribers").asInt(-1);
  }

  @Test
  void endsWithThePipeline() {
    darkroom.putPipeline("brief", "brief-stream", "");
    try (MjpegReader viewer = MjpegReader.open(darkroom, "/v1/pipelines/brief/mjpeg")) {
      darkroom.delete("/v1/pipelines/brief");
      assertThat(viewer.atEnd()).isTrue();
    }
  }

  @Test
  void endsWhenTheGatewayStops() throws Exception {
    try (Darkroom other = Darkroom.withoutJob(Broker.shared())) {
      other.startJob();
      other.putPipeline("stopped", "stopped-stream", "");
      MjpegReader viewer = MjpegReader.open(other, "/v1/pipelines/stopped/mjpeg");
      other.gateway.close();
      assertThat(viewer.atEnd()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/pipelines/none/mjpeg       | 404 | NOT_FOUND        | none",
        "/v1/streams/none/mjpeg         | 404 | NOT_FOUND        | none",
        "/v1/streams/none/snapshot      | 404 | NOT_FOUND        | none",
        "/v1/streams/-/mjpeg            | 400 | INVALID_ARGUMENT | streamId",
        "/v1/pipelines/r/mjpeg?fps=0    | 400 | INVALID_ARGUMENT | fps: \"0\" (expected: above 0",
        "/v1/pipelines/r/mjpeg?fps=x    | 400 | INVALID_ARGUMENT | fps: \"x\"",
        "/v1/pipelines/r/mjpeg?width=9  | 400 | INVALID_ARGUMENT | 16 to 8192",
        "/v1/pipelines/r/mjpeg?quality=101 | 400 | INVALID_ARGUMENT | 1 to 100",
        "/v1/pipelines/r/mjpeg?widht=9  | 400 | INVALID_ARGUMENT | Did you mean width?",
        "/v1/pipelines/r/snapshot?wait=later | 400 | INVALID_ARGUMENT | wait",
        "/v1/pipelines/r/snapshot?wait=next  | 504 | TIMEOUT | no processed frame for 2000 ms",
      })
  void refusesWithACode(String path, int status, String code, String part) {
    darkroom.putPipeline("r", "r-stream", "");
    HttpResponse<byte[]> response = darkroom.get(path);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(Darkroom.json(response).path("code").asText()).isEqualTo(code);
    assertThat(Darkroom.json(response).path("message").asText()).contains(part);
  }

  @Test
  void answersHeadAndNamesTheMethodsThatExist() {
    darkroom.putPipeline("head", "head-stream", "");
    HttpResponse<byte[]> head = darkroom.send("HEAD", "/v1/pipelines/head/mjpeg", null, null);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("content-type").orElseThrow())
        .startsWith("multipart/x-mixed-replace");
    HttpResponse<byte[]> post = darkroom.post("/v1/pipelines/head/mjpeg", "image/jpeg", JPEG);
    assertThat(post.statusCode()).isEqualTo(405);
    assertThat(post.headers().firstValue("allow").orElseThrow()).contains("GET", "HEAD");
  }

  @Test
  void aSnapshotWaitsForTheNextFrameOnRequest() {
    darkroom.putPipeline("next", "next-stream", "");
    deliver("next", 1, frame(Encoding.JPEG, JPEG));
    awaitNewest("next");
    var next =
        darkroom.client.sendAsync(
            HttpRequest.newBuilder(darkroom.uri("/v1/pipelines/next/snapshot?wait=next")).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    await().until(() -> subscribers("next-stream") == 1);
    byte[] other = Darkroom.image("jpg", 24, 8);
    await()
        .until(
            () -> {
              deliver("next", System.nanoTime(), frame(Encoding.JPEG, other));
              return next.isDone();
            });
    assertThat(next.join().body()).isEqualTo(other);
    await().until(() -> subscribers("next-stream") == 0);
  }

  @ParameterizedTest
  @CsvSource({"-f mpjpeg", "-f mjpeg", "''"})
  void ffmpegReadsIt(String format, @TempDir Path folder) throws Exception {
    darkroom.putPipeline("peer", "peer-stream", "");
    Path log = folder.resolve("frames.txt");
    String arguments =
        "-nostdin %s -i %s -frames:v 3 -f framecrc %s"
            .formatted(format, darkroom.uri("/v1/pipelines/peer/mjpeg"), log);
    CompletableFuture<Void> ffmpeg =
        CompletableFuture.runAsync(() -> FfmpegProgram.run(arguments.strip().split(" +")));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              deliver("peer", System.nanoTime(), frame(Encoding.JPEG, JPEG));
              return ffmpeg.isDone();
            });
    ffmpeg.join();
    assertThat(log).content().contains("#dimensions 0: 16x8");
    assertThat(Files.readAllLines(log).stream().filter(line -> !line.startsWith("#"))).hasSize(3);
  }
}
