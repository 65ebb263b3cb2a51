package io.darkroom.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Receives the frames of a pipeline or stream over a WebSocket, and acknowledges each frame after
 * the receiver has returned. Calls to the receiver do not overlap.
 */
public final class PipelineSubscriber implements AutoCloseable {

  private final WebSocket socket;
  private final Listener listener;

  private PipelineSubscriber(WebSocket socket, Listener listener) {
    this.socket = socket;
    this.listener = listener;
  }

  static PipelineSubscriber connect(WebSocket.Builder builder, URI uri, Consumer<Frame> receiver) {
    Listener listener = new Listener(receiver);
    try {
      WebSocket socket = builder.subprotocols("darkroom.v1.ack").buildAsync(uri, listener).join();
      return new PipelineSubscriber(socket, listener);
    } catch (CompletionException e) {
      throw GatewayClient.unreachable(uri, e.getCause());
    }
  }

  /** Completes with the WebSocket close status, or exceptionally if the connection breaks. */
  public CompletableFuture<Integer> closed() {
    return listener.closed;
  }

  /** The frames that the gateway has left out because this watcher was too slow. */
  public long missed() {
    return listener.missed.sum();
  }

  @Override
  public void close() {
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(e -> null).join();
    socket.abort();
  }

  private static final class Listener extends TextMessages {

    private final Consumer<Frame> receiver;
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final LongAdder missed = new LongAdder();
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
    private CompletableFuture<?> acks = CompletableFuture.completedFuture(null);

    Listener(Consumer<Frame> receiver) {
      this.receiver = receiver;
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
    void onMessage(String message) {
      try {
        GatewayClient.parse(message).path("dropped").forEach(n -> missed.add(n.asLong()));
      } catch (JsonProcessingException e) {
        // Not JSON, so nothing that a gateway sends.
      }
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
