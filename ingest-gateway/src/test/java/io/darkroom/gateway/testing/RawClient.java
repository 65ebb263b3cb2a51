package io.darkroom.gateway.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;

/** A TCP connection on which a test can send any bytes, including incomplete messages. */
public final class RawClient implements AutoCloseable {

  public static final int CONTINUATION = 0;
  public static final int TEXT = 1;
  public static final int BINARY = 2;
  public static final int PING = 9;
  public static final int FINAL = 0x80;

  private static final int RECEIVE_BUFFER_BYTES = 4 << 10;
  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket = new Socket();

  private RawClient(int port) {
    try {
      socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(new InetSocketAddress("localhost", port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static RawClient connect(int port) {
    return new RawClient(port);
  }

  /** Sends the headers of a request that announces a body of this length. */
  public static RawClient announcing(int port, String path, String contentType, long length) {
    RawClient client = new RawClient(port);
    client.send(
        "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(path, contentType, length)
            .getBytes(ISO_8859_1));
    return client;
  }

  /** Opens a WebSocket, and reads no more than the answer to the upgrade. */
  public static RawClient webSocket(int port, String path) {
    RawClient client = new RawClient(port);
    client.send(
        ("GET %s HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
            .formatted(path)
            .getBytes(ISO_8859_1));
    if (!client.readHead().startsWith("HTTP/1.1 101")) {
      throw new IllegalStateException("the upgrade was refused");
    }
    return client;
  }

  public void send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Sends until the gateway closes the connection or the limit is reached. Returns the bytes sent.
   */
  public long sendUntilItClogs(byte[] bytes, long limit) {
    long sent = 0;
    try {
      while (sent < limit) {
        socket.getOutputStream().write(bytes);
        sent += bytes.length;
      }
    } catch (IOException e) {
      // The gateway closed the connection.
    }
    return sent;
  }

  /** The bytes of a frame, masked with zeros. */
  public static byte[] frame(int flagsAndOpcode, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(14 + payload.length);
    frame.put((byte) flagsAndOpcode);
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else if (payload.length < 1 << 16) {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(payload.length);
    }
    frame.putInt(0).put(payload).flip();
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return bytes;
  }

  /** The status of the answer. */
  public int status() {
    return Integer.parseInt(readHead().split(" ")[1]);
  }

  /** Reads up to the next close frame, and returns its code. */
  public int closeCode() {
    try {
      InputStream in = socket.getInputStream();
      while (true) {
        int opcode = in.read() & 0x0f;
        int length = in.read();
        if (length == 126) {
          length = in.read() << 8 | in.read();
        }
        byte[] payload = in.readNBytes(length);
        if (opcode == 8) {
          return (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the answer up to the empty line. */
  private String readHead() {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    try {
      InputStream in = socket.getInputStream();
      while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
        int next = in.read();
        if (next < 0) {
          throw new IOException("closed after " + head);
        }
        head.write(next);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return head.toString(ISO_8859_1);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
