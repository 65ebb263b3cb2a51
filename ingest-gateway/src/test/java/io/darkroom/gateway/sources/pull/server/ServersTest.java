package io.darkroom.gateway.sources.pull.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks the test servers with the program {@code ffmpeg}. */
@Tag("slow")
class ServersTest {

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Codec.class)
  void servesEveryCodecOverTcp(Codec codec) throws Exception {
    try (RtspServer server = RtspServer.start(footage(codec))) {
      assertThat(pictures(server.url(), "-rtsp_transport", "tcp")).isEqualTo(30);
    }
  }

  @ParameterizedTest
  @CsvSource({"UDP", "BOTH"})
  void servesUdp(RtspServer.Transport transport) throws Exception {
    try (RtspServer server = RtspServer.start(footage(Codec.H264)).taking(transport)) {
      assertThat(pictures(server.url(), "-rtsp_transport", "udp")).isEqualTo(30);
    }
  }

  @Test
  void acceptsTheRightPassword() throws Exception {
    try (RtspServer server =
        RtspServer.start(footage(Codec.H264)).requiringDigest("viewer", "s3cret")) {
      String url = server.url().replace("//", "//viewer:s3cret@");
      assertThat(pictures(url, "-rtsp_transport", "tcp")).isEqualTo(30);
    }
  }

  @Test
  void extendsTheLivePlaylist() throws Exception {
    Path segments = HlsServer.record(folder, 160, 90, 30, 8);
    try (HlsServer server = HlsServer.start(segments)) {
      assertThat(pictures(server.url(), "-live_start_index", "-1")).isEqualTo(30);
    }
  }

  private static Footage footage(Codec codec) throws IOException {
    return switch (codec) {
      case H264 -> Footage.h264(320, 176, 30);
      case H265 -> Footage.h265();
      case VP9 -> Footage.vp9(320, 176, 30);
      case MJPEG -> Footage.mjpeg(320, 176, 30);
    };
  }

  /** Returns how many of 30 pictures ffmpeg reads. */
  private long pictures(String url, String... options) throws Exception {
    Path frames = Files.createDirectories(folder.resolve("frames"));
    FfmpegProgram.run(
        options[0], options[1], "-i", url, "-frames:v", "30", frames.resolve("%d.jpg").toString());
    try (var files = Files.list(frames)) {
      return files.count();
    }
  }
}
