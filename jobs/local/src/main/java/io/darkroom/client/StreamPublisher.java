package io.darkroom.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Publishes the frames of a stream over a WebSocket. Not thread-safe. {@link #send} blocks while
 * eight frames are unacknowledged.
 */
public final class StreamPublisher implements AutoCloseable {

  private static final int MAX_IN_FLIGHT = 8;
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private final URI uri;
  private final Acks acks = new Acks();
  private WebSocket socket;

  private StreamPublisher(URI uri) {
    this.uri = uri;
  }

  static StreamPublisher connect(WebSocket.Builder builder, URI uri) {
    StreamPublisher publisher = new StreamPublisher(uri);
    try {
      publisher.socket = builder.connectTimeout(TIMEOUT).buildAsync(uri, publisher.acks).join();
      return publisher;
    } catch (CompletionException e) {
      throw GatewayClient.unreachable(uri, e.getCause());
    }
  }

  /**
   * Sends a JPEG, a PNG or a frame message.
   *
   * @return completes with the frame's sequence when Kafka has stored the frame
   */
  public CompletableFuture<Long> send(byte[] message) {
    CompletableFuture<Long> acknowledged = new CompletableFuture<>();
    try {
      if (!acks.pending.offer(acknowledged, TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw GatewayClient.unreachable(uri, new TimeoutException());
      }
      socket
          .sendBinary(ByteBuffer.wrap(message), true)
          .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      return acknowledged;
    } catch (ExecutionException | TimeoutException e) {
      throw GatewayClient.unreachable(uri, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw GatewayClient.unreachable(uri, e);
    }
  }

  @Override
  public void close() {
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(e -> null).join();
    socket.abort();
  }

  /** Matches acknowledgements to frames; both have the same order. */
  private static final class Acks extends TextMessages {

    private final BlockingQueue<CompletableFuture<Long>> pending =
        new ArrayBlockingQueue<>(MAX_IN_FLIGHT);

    @Override
    void onMessage(String message) {
      CompletableFuture<Long> frame = pending.poll();
      if (frame == null) {
        return;
      }
      try {
        JsonNode answer = GatewayClient.parse(message);
        if (answer.has("sequence")) {
          frame.complete(answer.get("sequence").asLong());
          return;
        }
        JsonNode error = answer.path("error");
        frame.completeExceptionally(
            new GatewayException(
                error.path("code").asText("INTERNAL"),
                error.path("message").asText(),
                0,
                error.isObject() ? error : null,
                null));
      } catch (JsonProcessingException e) {
        frame.completeExceptionally(e);
      }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
      fail(new IOException("closed by the gateway: " + status + " " + reason));
      return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      fail(error);
    }

    private void fail(Throwable cause) {
      CompletableFuture<Long> frame;
      while ((frame = pending.poll()) != null) {
        frame.completeExceptionally(cause);
      }
    }
  }
}
