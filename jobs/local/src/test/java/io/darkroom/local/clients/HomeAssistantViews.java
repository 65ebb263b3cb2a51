package io.darkroom.local.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Motion JPEG as Home Assistant's integration "MJPEG IP Camera" reads it. */
public abstract class HomeAssistantViews {

  private static final Path PROGRAM =
      Path.of("src/test/resources/io/darkroom/local/clients/home_assistant.py");

  private ClientProgram homeAssistant;

  protected abstract URI gateway();

  protected abstract byte[] picture();

  @BeforeEach
  void find() throws Exception {
    homeAssistant = ClientProgram.python(PROGRAM, "aiohttp", "python3-aiohttp");
  }

  @Test
  void showsALivePipeline() throws Exception {
    assertShows("/v1/pipelines/camera-edges/mjpeg?fps=10&width=320", 20, 0);
  }

  /** Home Assistant ends a stream of which nothing comes for 10 seconds. */
  @Test
  void keepsShowingAStreamWithoutNewFrames() throws Exception {
    String stream = "still-" + UUID.randomUUID();
    HttpRequest publish =
        HttpRequest.newBuilder(gateway().resolve("/v1/streams/" + stream + "/frames"))
            .POST(BodyPublishers.ofByteArray(picture()))
            .build();
    HttpClient.newHttpClient().send(publish, BodyHandlers.discarding());

    assertShows("/v1/streams/" + stream + "/mjpeg", 1, 15);
  }

  private void assertShows(String path, int pictures, int seconds) throws Exception {
    String stream = gateway().resolve(path).toString();
    String still = stream.replaceFirst("/mjpeg.*", "/snapshot");

    assertThat(homeAssistant.run(stream, still, "" + pictures, "" + seconds))
        .containsExactly(
            "accepted",
            "accepted",
            "picture",
            "multipart/x-mixed-replace; boundary=frame",
            "shown");
  }
}
