package io.darkroom.local.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends corrupted messages to a gateway over HTTP, Connect and WebSocket, and counts the answers.
 * Not thread-safe.
 */
final class HostileCallers implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int IN_FLIGHT = 8;

  /** The refusal of the HTTP layer, which comes before the gateway sees the call. */
  private static final int HEADERS_TOO_LARGE = 431;

  private final URI gateway;
  private final Mutator mutator;
  private final HostileMessages messages;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Semaphore room = new Semaphore(IN_FLIGHT);
  private final AtomicLong socketAnswers = new AtomicLong();
  private WebSocket socket;
  private long socketMessages;
  private long answered;
  private String unexpected = "";

  HostileCallers(String url, Mutator mutator) {
    this.gateway = URI.create(url);
    this.mutator = mutator;
    this.messages = new HostileMessages(mutator);
  }

  void send(int number) throws Exception {
    switch (number % 4) {
      case 0 -> post("/v1/streams/" + HostileMessages.STREAM + "/frames", messages.image());
      case 1 -> post("/v1/images:process?chain=" + encoded(messages.chain()), messages.image());
      case 2 -> post(connectPath(), messages.request("r"));
      default -> sendOverSocket(mutator.oneIn(2) ? messages.frame() : messages.image());
    }
  }

  private String connectPath() {
    return mutator.oneIn(2)
        ? "/darkroom.v1.ImageProcessingService/ProcessImage"
        : "/darkroom.v1.StreamService/PublishFrame";
  }

  private static String encoded(String text) {
    String some = text.substring(0, Math.min(text.length(), 1_000));
    return URLEncoder.encode(some, StandardCharsets.UTF_8);
  }

  private void post(String path, byte[] body) throws Exception {
    String type = path.startsWith("/darkroom") ? "application/proto" : "image/jpeg";
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateway.resolve(path))
            .timeout(Duration.ofSeconds(30))
            .header("content-type", type)
            .POST(BodyPublishers.ofByteArray(body));
    if (mutator.oneIn(3)) {
      request.header("baggage", "k=" + "v".repeat(mutator.below(6_000)));
      request.header("x-correlation-id", "c".repeat(1 + mutator.below(200)));
    }
    HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
    answered++;
    requireCoded(path, answer);
  }

  /** An answer must be a result or an error with a code, but not an internal error. */
  private void requireCoded(String path, HttpResponse<byte[]> answer) throws IOException {
    if (answer.statusCode() < 400 || answer.statusCode() == HEADERS_TOO_LARGE) {
      return;
    }
    JsonNode error = JSON.readTree(answer.body());
    String code = error.path("code").asText();
    if (code.isEmpty() || code.equalsIgnoreCase("internal")) {
      unexpected = path + ": " + answer.statusCode() + " " + error;
    }
  }

  private void sendOverSocket(byte[] message) throws Exception {
    if (socket == null || socket.isOutputClosed()) {
      socket = connect();
    }
    if (!room.tryAcquire(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("a message was not answered");
    }
    socketMessages++;
    socket.sendBinary(ByteBuffer.wrap(message), true).join();
  }

  private WebSocket connect() {
    URI uri = URI.create("ws://" + gateway.getAuthority() + "/v1/streams/hostile/publish");
    return http.newWebSocketBuilder().buildAsync(uri, new Answers()).join();
  }

  private final class Answers implements WebSocket.Listener {

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      if (last) {
        socketAnswers.incrementAndGet();
        room.release();
      }
      from.request(1);
      return null;
    }
  }

  /** The number of answered calls. */
  long answered() {
    return answered;
  }

  /** The last answer with an internal error; empty if there was none. */
  String unexpected() {
    return unexpected;
  }

  /** Whether every message on the WebSocket got an answer. */
  boolean everyMessageIsAnswered() {
    return socketAnswers.get() == socketMessages;
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.abort();
    }
  }
}
