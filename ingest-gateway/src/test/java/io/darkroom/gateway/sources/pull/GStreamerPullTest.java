package io.darkroom.gateway.sources.pull;

import static io.darkroom.gateway.sources.pull.PullTesting.assertAccounted;
import static io.darkroom.gateway.sources.pull.PullTesting.assertInOrder;
import static io.darkroom.gateway.sources.pull.PullTesting.awaitFrames;
import static io.darkroom.gateway.sources.pull.PullTesting.awaitStatus;
import static io.darkroom.gateway.sources.pull.PullTesting.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.darkroom.frame.ImageHeader;
import io.darkroom.gateway.sources.SourceRun;
import io.darkroom.v1.SourceStatus;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cameras by GStreamer's RTSP server, which is a program of others. */
@Tag("slow")
class GStreamerPullTest {

  private static final String NEEDED =
      "import gi; gi.require_version('GstRtspServer', '1.0'); from gi.repository import GstRtspServer";

  @TempDir private static Path folder;
  private static Process server;
  private static int port;

  private final TestSink sink = new TestSink();

  @BeforeAll
  static void startServer() throws Exception {
    assumeTrue(
        python("-c", NEEDED).start().waitFor() == 0,
        "needs GStreamer's RTSP server: gir1.2-gst-rtsp-server-1.0, gstreamer1.0-plugins-good, "
            + "gstreamer1.0-plugins-bad, gstreamer1.0-plugins-ugly, python3-gi");
    Path script = folder.resolve("cameras.py");
    try (InputStream resource =
        GStreamerPullTest.class.getResourceAsStream("/gstreamer/cameras.py")) {
      Files.copy(resource, script);
    }
    port = freePort();
    server = python(script.toString(), Integer.toString(port)).start();
    await().atMost(Duration.ofSeconds(20)).until(GStreamerPullTest::listens);
  }

  private static ProcessBuilder python(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "/usr/bin/python3";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "h264",
        "long-gop",
        "intra-refresh",
        "b-frames",
        "jpeg",
        "vp8",
        "vp9",
        "sound-first"
      })
  void publishesWhatACameraSends(String camera) {
    try (SourceRun run = start(url(camera), sink)) {
      awaitFrames(sink, 20);
      SourceStatus status = run.status();
      assertThat(status.getState()).isEqualTo("live");
      assertThat(status.getReconnects()).isZero();
      ImageHeader header = ImageHeader.read(sink.last().image());
      assertThat(header.width()).isEqualTo(320);
      assertThat(header.height()).isEqualTo(240);
      assertAccounted(run);
      assertInOrder(sink.frames());
    }
  }

  @Test
  void countsPicturesThatLostPackets() {
    try (SourceRun run = start(url("loss"), sink)) {
      SourceStatus status =
          awaitStatus(run, s -> s.getDamaged() + s.getDropsOrDefault("damaged", 0) > 0);
      assertThat(status.getReconnects()).isZero();
    }
  }

  private static String url(String camera) {
    return "rtsp://127.0.0.1:" + port + "/" + camera;
  }
}
