package io.darkroom.frame;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.protobuf.ByteString;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.util.List;
import java.util.Optional;

/**
 * What bytes that are no JPEG or PNG look like, for messages that refuse them.
 *
 * @param name empty if the bytes are of no known format
 * @param bytes how many they are
 * @param remedy what the sender can do, as a sentence
 */
public record ContentName(String name, int bytes, String remedy) {

  private static final int HEAD_BYTES = 4096;
  private static final String CONVERT = "Convert it to JPEG or PNG.";
  private static final String EXTRACT = "Unpack it, and send the image itself.";
  private static final String AS_VIDEO = "Add it as a source, or send its pictures.";

  /**
   * A format and the bytes that begin it.
   *
   * @param at index of the bytes
   */
  private record Magic(int at, String bytes, String name, String remedy) {
    boolean matches(String head) {
      return head.startsWith(bytes, at);
    }
  }

  private static final List<Magic> FORMATS =
      List.of(
          new Magic(8, "WEBP", "WebP", CONVERT),
          new Magic(0, "GIF8", "GIF", CONVERT),
          new Magic(0, "II*\0", "TIFF", CONVERT),
          new Magic(0, "MM\0*", "TIFF", CONVERT),
          new Magic(0, "II+\0", "TIFF", CONVERT),
          new Magic(0, "\u00ff\n", "JPEG XL", CONVERT),
          new Magic(4, "JXL \r\n", "JPEG XL", CONVERT),
          new Magic(4, "jP  \r\n", "JPEG 2000", CONVERT),
          new Magic(0, "\u00ff\u004f\u00ff\u0051", "JPEG 2000", CONVERT),
          new Magic(0, "8BPS", "Photoshop file", CONVERT),
          new Magic(0, "qoif", "QOI", CONVERT),
          new Magic(0, "\0\0\1\0", "icon", CONVERT),
          new Magic(0, "%PDF-", "PDF", CONVERT),
          new Magic(0, "\u001f\u008b", "gzip", EXTRACT),
          new Magic(0, "PK\3\4", "zip", EXTRACT),
          new Magic(0, "\u0028\u00b5\u002f\u00fd", "zstd", EXTRACT),
          new Magic(8, "AVI ", "AVI video", AS_VIDEO),
          new Magic(0, "\u001a\u0045\u00df\u00a3", "WebM or Matroska video", AS_VIDEO),
          new Magic(0, "--", "multipart body", "Send the image alone, or set its content-type."));

  /** Names the bytes by their beginning. */
  public static ContentName of(ByteString bytes) {
    String head = headOf(bytes);
    return format(head)
        .or(() -> TextName.of(head))
        .or(() -> shifted(bytes))
        .map(found -> new ContentName(found.name(), bytes.size(), found.remedy()))
        .orElse(new ContentName("", bytes.size(), "Send an encoded image."));
  }

  /** Names the bytes only if they begin like a file of a known format that is not text. */
  static ContentName ofFormat(ByteString bytes) {
    return format(headOf(bytes))
        .map(found -> new ContentName(found.name(), bytes.size(), found.remedy()))
        .orElse(new ContentName("", bytes.size(), ""));
  }

  private static String headOf(ByteString bytes) {
    return bytes.substring(0, Math.min(HEAD_BYTES, bytes.size())).toString(ISO_8859_1);
  }

  /** Returns the name and the number of bytes, for a message. */
  public String text() {
    return name.isEmpty()
        ? bytes == 0 ? "0 bytes" : "%d bytes of another format".formatted(bytes)
        : "%s of %d bytes".formatted(name, bytes);
  }

  /** Returns the error for a message or record of these bytes. */
  DarkroomException notAFrame(Exception cause) {
    String what = known() ? text() : "%d bytes that are not protobuf".formatted(bytes);
    return new DarkroomException(
        ErrorCode.INVALID_FRAME,
        "frame: %s (expected: darkroom.v1.Frame, a JPEG or a PNG). %s"
            .formatted(what, known() ? remedy : "Check the producer."),
        cause);
  }

  /** Returns whether the bytes are of a known format. */
  public boolean known() {
    return !name.isEmpty();
  }

  /** Returns whether the bytes are a file of a known format, or an image in another form. */
  public boolean isFile() {
    return known() && !name.equals("text") && !name.equals("JSON");
  }

  static ContentName unsized(String name, String remedy) {
    return new ContentName(name, 0, remedy);
  }

  private static Optional<ContentName> format(String head) {
    if (head.startsWith("ftyp", 4)) {
      return Optional.of(mediaFile(head));
    }
    if (head.startsWith("BM") && head.startsWith("\0\0\0\0", 6)) {
      return Optional.of(unsized("BMP", CONVERT));
    }
    return FORMATS.stream()
        .filter(format -> format.matches(head))
        .findFirst()
        .map(format -> unsized(format.name(), format.remedy()));
  }

  /** Names an ISO media file by the brands of its first box (ISO/IEC 23008-12 and AV1 AVIF). */
  private static ContentName mediaFile(String head) {
    int box = head.charAt(2) << 8 | head.charAt(3);
    String brands = head.substring(8, Math.min(head.length(), Math.max(8, box)));
    if (brands.contains("avif") || brands.contains("avis")) {
      return unsized("AVIF", CONVERT);
    }
    if (brands.matches("(?s).*(?:hei[cxms]|hev[cxms]|mif1|msf1).*")) {
      return unsized("HEIC", CONVERT);
    }
    return unsized("MP4 or QuickTime file", AS_VIDEO);
  }

  private static Optional<ContentName> shifted(ByteString bytes) {
    int last = Math.min(HEAD_BYTES, bytes.size());
    for (int at = 1; at < last; at++) {
      Optional<Encoding> image = ImageHeader.encodingAt(bytes, at);
      if (image.isPresent()) {
        String name = "%s after %d other bytes".formatted(image.get().name(), at);
        return Optional.of(unsized(name, "Send the image alone."));
      }
    }
    return Optional.empty();
  }
}
