package io.darkroom.frame;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.io.IOException;

/**
 * Removes the framing of Confluent's protobuf serializers: a zero byte, the schema id in 4 bytes,
 * and the message indexes as zigzag varints (their number, then each; a single 0 means the first
 * message of the schema). No protobuf message, JPEG or PNG begins with a zero byte, so the framing
 * is unambiguous.
 *
 * <p>The schema id and the indexes are skipped; no schema registry is used.
 *
 * @see <a
 *     href="https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format">Wire
 *     format</a>
 */
public final class ConfluentFraming {

  /** More than the depth of any nested message. */
  static final int MOST_INDEXES = 64;

  private static final int MAGIC_AND_SCHEMA_ID = 5;

  private ConfluentFraming() {}

  public static boolean isFramed(ByteString value) {
    return !value.isEmpty() && value.byteAt(0) == 0;
  }

  /**
   * Returns the message without its framing, as a slice, or the value itself if it has no framing.
   *
   * @throws DarkroomException {@code INVALID_FRAME} if the framing is incomplete
   */
  public static ByteString payload(ByteString value) {
    if (!isFramed(value)) {
      return value;
    }
    if (value.size() <= MAGIC_AND_SCHEMA_ID) {
      throw broken("%d bytes".formatted(value.size()));
    }
    ByteString rest = value.substring(MAGIC_AND_SCHEMA_ID);
    return rest.substring(indexBytes(rest));
  }

  private static int indexBytes(ByteString rest) {
    CodedInputStream indexes = rest.newCodedInput();
    try {
      int count = indexes.readSInt32();
      if (count < 0 || count > MOST_INDEXES) {
        throw broken("%d message indexes".formatted(count));
      }
      for (int i = 0; i < count; i++) {
        int index = indexes.readSInt32();
        if (index < 0) {
          throw broken("message index %d".formatted(index));
        }
      }
      return indexes.getTotalBytesRead();
    } catch (IOException e) {
      throw broken("incomplete message indexes");
    }
  }

  private static DarkroomException broken(String what) {
    return new DarkroomException(
        ErrorCode.INVALID_FRAME,
        "framing: %s (expected: 0, schema id in 4 bytes, message indexes, message). %s"
            .formatted(what, "Send Confluent's protobuf format, or a plain message."));
  }
}
