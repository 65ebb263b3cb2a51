package io.darkroom.gateway.sources.pull;

import static io.darkroom.gateway.sources.pull.PullTesting.awaitState;
import static io.darkroom.gateway.sources.pull.PullTesting.awaitStatus;
import static io.darkroom.gateway.sources.pull.PullTesting.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.gateway.sources.SourceRun;
import io.darkroom.gateway.sources.pull.server.FfmpegProgram;
import io.darkroom.v1.SourceStatus;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests RTMP and SRT, served by the program {@code ffmpeg}. */
@Tag("slow")
class PushProtocolPullTest {

  private final TestSink sink = new TestSink();

  /** The SRT library crashes if the process ends while one of its connections is open. */
  @AfterEach
  void awaitTheEndOfThePull() {
    await()
        .atMost(PullTesting.PATIENCE)
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("darkroom-pull-lobby")));
  }

  @Test
  void playsRtmp() throws Exception {
    String url = "rtmp://127.0.0.1:%d/live/door".formatted(freePort());
    Process server = serve("-f", "flv", "-listen", "1", url);
    try (SourceRun run = start(url, sink)) {
      SourceStatus status = awaitStatus(run, s -> s.getFramesOut() >= 10);
      assertThat(status.getState()).isEqualTo("live");
      assertThat(status.getCodec()).isEqualTo("h264");
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  void playsSrt() throws Exception {
    String url = "srt://127.0.0.1:%d".formatted(freePort());
    Process server = serve("-f", "mpegts", url + "?mode=listener");
    try (SourceRun run = start(url + "?streamid=door&mode=listener", sink)) {
      SourceStatus status = awaitStatus(run, s -> s.getFramesOut() >= 10);
      assertThat(status.getState()).isEqualTo("live");
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  void explainsThatNothingIsOnAir() throws Exception {
    try (SourceRun run = start("rtmp://127.0.0.1:%d/live/door".formatted(freePort()), sink)) {
      assertThat(awaitState(run, "backing_off").getReason())
          .contains("rtmp: connections are refused", "Check the address");
    }
  }

  @Test
  void fetchesFromNoForbiddenAddress() {
    for (String uri : List.of("rtmp://10.1.2.3/live/a", "srt://169.254.169.254:80")) {
      try (SourceRun run = start(uri, sink)) {
        assertThat(awaitState(run, "failed").getReason()).contains("expected");
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  private static Process serve(String... output) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-re", "-f", "lavfi", "-i", "testsrc2=size=160x96:rate=25"));
    arguments.addAll(List.of("-c:v", "libopenh264", "-g", "25", "-pix_fmt", "yuv420p"));
    arguments.addAll(List.of(output));
    return FfmpegProgram.start(arguments.toArray(String[]::new));
  }
}
