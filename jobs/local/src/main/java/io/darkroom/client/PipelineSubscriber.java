package io.darkroom.client;

import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Receives the processed frames of a pipeline over a WebSocket, and acknowledges each frame after
 * the receiver has returned. Calls to the receiver do not overlap.
 */
public final class PipelineSubscriber implements AutoCloseable {

  private final WebSocket socket;
  private final CompletableFuture<Integer> closed;

  private PipelineSubscriber(WebSocket socket, CompletableFuture<Integer> closed) {
    this.socket = socket;
    this.closed = closed;
  }

  static PipelineSubscriber connect(HttpClient http, URI uri, Consumer<Frame> receiver) {
    CompletableFuture<Integer> closed = new CompletableFuture<>();
    try {
      WebSocket socket =
          http.newWebSocketBuilder()
              .subprotocols("darkroom.v1.ack")
              .buildAsync(uri, new Listener(receiver, closed))
              .join();
      return new PipelineSubscriber(socket, closed);
    } catch (CompletionException e) {
      throw GatewayClient.unreachable(uri, e.getCause());
    }
  }

  /** Completes with the WebSocket close status, or exceptionally if the connection breaks. */
  public CompletableFuture<Integer> closed() {
    return closed;
  }

  @Override
  public void close() {
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(e -> null).join();
    socket.abort();
  }

  private static final class Listener implements WebSocket.Listener {

    private final Consumer<Frame> receiver;
    private final CompletableFuture<Integer> closed;
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
    private CompletableFuture<?> acks = CompletableFuture.completedFuture(null);

    Listener(Consumer<Frame> receiver, CompletableFuture<Integer> closed) {
      this.receiver = receiver;
      this.closed = closed;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
      byte[] part = new byte[data.remaining()];
      data.get(part);
      parts.writeBytes(part);
      if (last) {
        Frame frame = FrameCodec.decode(parts.toByteArray());
        parts.reset();
        receiver.accept(frame);
        String ack = "{\"ack\":" + frame.sequence() + "}";
        acks = acks.thenCompose(sent -> webSocket.sendText(ack, true));
      }
      webSocket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
      closed.complete(status);
      return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      closed.completeExceptionally(error);
    }
  }
}
