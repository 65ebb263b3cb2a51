package io.darkroom.gateway.rpc.connect;

import com.linecorp.armeria.common.HttpData;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads and writes the 5 bytes before each message, as in gRPC: one byte of flags and the length.
 */
final class Envelope {

  static final int BYTES = 5;
  private static final int COMPRESSED = 1;
  private static final int END_OF_STREAM = 2;

  private Envelope() {}

  static HttpData prefix(boolean compressed, int length) {
    return prefix(compressed ? COMPRESSED : 0, length);
  }

  private static HttpData prefix(int flags, int length) {
    return HttpData.wrap(ByteBuffer.allocate(BYTES).put((byte) flags).putInt(length).array());
  }

  static boolean isCompressed(byte[] enveloped) {
    return enveloped.length > 0 && (enveloped[0] & COMPRESSED) != 0;
  }

  /** The message in an envelope; empty if there is none. */
  static HttpData open(byte[] enveloped) {
    int start = Math.min(BYTES, enveloped.length);
    return HttpData.wrap(enveloped, start, enveloped.length - start);
  }

  static HttpData endOfStream(String json) {
    byte[] message = json.getBytes(StandardCharsets.UTF_8);
    return HttpData.wrap(
        ByteBuffer.allocate(BYTES + message.length)
            .put((byte) END_OF_STREAM)
            .putInt(message.length)
            .put(message)
            .array());
  }
}
