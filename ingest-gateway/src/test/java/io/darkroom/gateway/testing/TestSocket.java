package io.darkroom.gateway.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.InvalidProtocolBufferException;
import io.darkroom.v1.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket client that queues messages until a test reads them. */
public final class TestSocket implements WebSocket.Listener, AutoCloseable {

  public final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
  public final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
  public final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
  private final StringBuilder text = new StringBuilder();
  private volatile boolean reading = true;
  private WebSocket socket;

  public static TestSocket open(HttpClient client, URI uri, String... headers) {
    return open(client, uri, new TestSocket(), headers);
  }

  /** A client that reads nothing from the network until {@link #read} is called. */
  public static TestSocket openUnread(HttpClient client, URI uri) {
    TestSocket unread = new TestSocket();
    unread.reading = false;
    return open(client, uri, unread);
  }

  /** A client that requests sub-protocols, in its order of preference. */
  public static TestSocket speaking(HttpClient client, URI uri, String first, String... others) {
    TestSocket opened = new TestSocket();
    opened.socket =
        client.newWebSocketBuilder().subprotocols(first, others).buildAsync(uri, opened).join();
    return opened;
  }

  /** The sub-protocol that the gateway accepted; empty if none. */
  public String subProtocol() {
    return socket.getSubprotocol();
  }

  private static TestSocket open(HttpClient client, URI uri, TestSocket opened, String... headers) {
    WebSocket.Builder builder = client.newWebSocketBuilder();
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    opened.socket = builder.buildAsync(uri, opened).join();
    return opened;
  }

  public void read() {
    reading = true;
    socket.request(1);
  }

  public void send(byte[] message) {
    socket.sendBinary(ByteBuffer.wrap(message), true).join();
  }

  public void send(String message) {
    socket.sendText(message, true).join();
  }

  public void acknowledge(long sequence) {
    send("{\"ack\":%d}".formatted(sequence));
  }

  /** Drops the connection without a close frame. */
  public void vanish() {
    socket.abort();
  }

  public JsonNode nextJson() {
    try {
      return Darkroom.JSON.readTree(next(texts));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Frame nextFrame() {
    try {
      return Frame.parseFrom(next(messages));
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T next(BlockingQueue<T> queue) {
    try {
      T value = queue.poll(10, TimeUnit.SECONDS);
      if (value == null) {
        throw new AssertionError("no message within 10 s");
      }
      return value;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void onOpen(WebSocket from) {
    if (reading) {
      from.request(1);
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      texts.add(text.toString());
      text.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] part = new byte[data.remaining()];
    data.get(part);
    parts.writeBytes(part);
    if (last) {
      messages.add(parts.toByteArray());
      parts.reset();
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    closed.complete(status);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.completeExceptionally(error);
  }

  @Override
  public void close() {
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
  }
}
