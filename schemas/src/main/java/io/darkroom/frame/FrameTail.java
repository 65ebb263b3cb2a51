package io.darkroom.frame;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Timestamp;
import com.google.protobuf.WireFormat;
import io.darkroom.v1.Frame;
import io.darkroom.v1.SourcePosition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Encodes the fields that a gateway adds to a frame, as bytes to append to the encoded frame. In
 * protobuf the last value of a field wins, so the frame need not be decoded or copied. Zeros are
 * written too, to overwrite values that the producer set.
 */
public final class FrameTail {

  private FrameTail() {}

  /**
   * Returns the bytes to append.
   *
   * @param resumeToken resumes a watch after the frame
   */
  public static byte[] of(io.darkroom.frame.SourcePosition position, String resumeToken) {
    byte[] identity = messageField(Frame.POSITION_FIELD_NUMBER, bytesOf(position));
    return written(
        out -> {
          out.writeRawBytes(identity);
          out.writeString(Frame.RESUME_TOKEN_FIELD_NUMBER, resumeToken);
        });
  }

  private static byte[] bytesOf(io.darkroom.frame.SourcePosition position) {
    long millis = position.appendedAtMillis();
    byte[] appendedAt =
        written(
            out -> {
              out.writeInt64(Timestamp.SECONDS_FIELD_NUMBER, Math.floorDiv(millis, 1_000L));
              int nanos = (int) Math.floorMod(millis, 1_000L) * 1_000_000;
              out.writeInt32(Timestamp.NANOS_FIELD_NUMBER, nanos);
            });
    byte[] time = messageField(SourcePosition.APPENDED_AT_FIELD_NUMBER, appendedAt);
    return written(
        out -> {
          out.writeInt32(SourcePosition.PARTITION_FIELD_NUMBER, position.partition());
          out.writeInt64(SourcePosition.OFFSET_FIELD_NUMBER, position.offset());
          out.writeRawBytes(time);
        });
  }

  private static byte[] messageField(int number, byte[] message) {
    return written(
        out -> {
          out.writeTag(number, WireFormat.WIRETYPE_LENGTH_DELIMITED);
          out.writeByteArrayNoTag(message);
        });
  }

  private interface Fields {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  private static byte[] written(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes, 64);
      fields.writeTo(out);
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException("writing to an array cannot fail", e);
    }
  }
}
