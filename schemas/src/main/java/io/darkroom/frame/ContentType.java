package io.darkroom.frame;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads and writes the header {@code content-type} of a record. Darkroom writes {@code
 * application/x-protobuf; messageType="darkroom.v1.Frame"}. The format of a record without the
 * header, or with another type, is detected from its first bytes.
 */
public final class ContentType {

  /** Maximum length in bytes; a longer header is ignored. */
  public static final int MAX_LENGTH = 255;

  private static final String IMAGE = "image/";
  private static final String FRAME = "darkroom.v1.Frame";
  private static final String OF_FRAME = protobuf(FRAME);
  private static final Pattern PROTOBUF =
      Pattern.compile(
          "application/(?:x-protobuf|protobuf|vnd\\.google\\.protobuf)\\s*(?:;.*)?",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern MESSAGE_TYPE =
      Pattern.compile(";\\s*messageType\\s*=\\s*\"?([^\";]*)", Pattern.CASE_INSENSITIVE);

  private ContentType() {}

  /** Returns the content type of a protobuf message, by its full name. */
  public static String protobuf(String message) {
    return "application/x-protobuf; messageType=\"%s\"".formatted(message);
  }

  static boolean isImage(String contentType) {
    return contentType.regionMatches(true, 0, IMAGE, 0, IMAGE.length());
  }

  /** Throws {@code INVALID_FRAME} if it names a protobuf message other than a frame. */
  static void requireFrame(String contentType) {
    if (contentType.equals(OF_FRAME) || !PROTOBUF.matcher(contentType.strip()).matches()) {
      return;
    }
    Matcher type = MESSAGE_TYPE.matcher(contentType);
    if (type.find() && !type.group(1).strip().equals(FRAME)) {
      throw new DarkroomException(
          ErrorCode.INVALID_FRAME,
          "content-type: messageType %s (expected: \"%s\"). Publish it to the topic of its type."
              .formatted(Excerpt.quoted(type.group(1).strip()), FRAME));
    }
  }
}
