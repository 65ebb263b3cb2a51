package io.darkroom.gateway.secrets.planted;

import static io.darkroom.gateway.secrets.planted.Planted.secret;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.gateway.secrets.planted.WrongCalls.Call;
import io.darkroom.gateway.testing.TestAuthority;
import io.darkroom.gateway.testing.TestSocket;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLContext;

/** Callers that send secrets of their own with each call. */
final class Callers {

  private static final String BASIC =
      Base64.getEncoder().encodeToString(("ann:" + secret("basic")).getBytes(UTF_8));

  private final HttpClient client;
  private final int port;

  Callers(SSLContext trust, int port) {
    this.client = TestAuthority.over(trust);
    this.port = port;
  }

  HttpResponse<byte[]> send(Call call) {
    return send(call.method(), call.path(), call.body());
  }

  HttpResponse<byte[]> send(String method, String path, String body) {
    return send(request(path).method(method, BodyPublishers.ofString(body)).build());
  }

  private HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(request.uri().getPath(), e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return request(path, "Bearer " + SecretFiles.apiKey("admin"))
        .header("proxy-authorization", "Bearer " + secret("proxy"))
        .header("x-api-key", secret("api-key"))
        .header("x-darkroom-trace", "1")
        .header("content-type", "application/json");
  }

  private HttpRequest.Builder request(String path, String authorization) {
    return HttpRequest.newBuilder(URI.create("https://localhost:%d%s".formatted(port, path)))
        .timeout(Duration.ofSeconds(30))
        .header("authorization", authorization)
        .header("cookie", "session=%s; darkroom-session=%1$s".formatted(secret("cookie")));
  }

  /** Calls by callers whom the gateway does not know. */
  Map<String, HttpResponse<byte[]>> strangers() {
    Map<String, HttpResponse<byte[]>> answers = new HashMap<>();
    for (String authorization :
        List.of(
            "Bearer " + secret("bearer"),
            "Bearer " + SecretFiles.apiKey("wrong"),
            "Bearer eyJhbGciOiJub25lIn0." + secret("jwt") + ".x",
            "Basic " + BASIC,
            "Digest username=\"ann\", response=\"" + secret("response") + "\"")) {
      for (String path : List.of("/v1/sources", "/v1/sources?ticket=" + secret("ticket"))) {
        answers.put(authorization + " " + path, send(request(path, authorization).build()));
      }
    }
    return answers;
  }

  /** Publishes a frame over a WebSocket with a token as sub-protocol, and text that is wrong. */
  Map<String, String> publish(String streamId, byte[] jpeg) throws Exception {
    Map<String, String> answers = new HashMap<>();
    URI uri = URI.create("wss://localhost:%d/v1/streams/%s/publish".formatted(port, streamId));
    String token =
        "base64url.bearer.authorization.darkroom."
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(SecretFiles.apiKey("admin").getBytes(UTF_8));
    try (TestSocket socket =
        TestSocket.speaking(client, uri, secret("protocol"), token, "darkroom.v1")) {
      answers.put("sub-protocol", socket.subProtocol());
      socket.send(jpeg);
      answers.put("published", socket.nextJson().toString());
      socket.send("{\"token\":\"%s\"}".formatted(secret("text")));
      answers.put("refused", String.valueOf(socket.texts.poll(5, TimeUnit.SECONDS)));
    }
    return answers;
  }

  /** Watches the sources by the Connect protocol until closed. */
  AutoCloseable watchSources(BiConsumer<String, String> received) throws Exception {
    byte[] message = {'{', '}'};
    ByteBuffer envelope = ByteBuffer.allocate(5 + message.length);
    envelope.put((byte) 0).putInt(message.length).put(message);
    HttpRequest request =
        request("/darkroom.v1.SourceService/WatchSources")
            .setHeader("content-type", "application/connect+json")
            .POST(BodyPublishers.ofByteArray(envelope.array()))
            .build();
    InputStream body = client.send(request, BodyHandlers.ofInputStream()).body();
    Thread reader = new Thread(() -> read(body, received), "watch-sources");
    reader.setDaemon(true);
    reader.start();
    return body;
  }

  private static void read(InputStream body, BiConsumer<String, String> received) {
    byte[] buffer = new byte[65_536];
    try {
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        received.accept("WatchSources", new String(buffer, 0, n, UTF_8));
      }
    } catch (IOException e) {
      received.accept("WatchSources", "closed");
    }
  }
}
