package io.darkroom.gateway.library;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.RequestHeaders;
import io.darkroom.error.DarkroomException;
import io.darkroom.v1.UploadStart;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The headers of a PUT request that describe its body.
 *
 * @param length of the body in bytes
 */
public record UploadHeaders(UploadStart start, long length) {

  private static final Pattern RANGE =
      Pattern.compile("bytes +(?:(\\d{1,18})-(\\d{1,18})|\\*)/(\\d{1,18})");

  /**
   * Reads the headers. Without a range the body is the whole file; with {@code bytes *}{@code
   * /TOTAL} the body is empty and the file is complete.
   *
   * @throws DarkroomException {@code INVALID_ARGUMENT}
   */
  public static UploadHeaders read(String uploadId, String name, RequestHeaders headers) {
    String range = headers.get(HttpHeaderNames.CONTENT_RANGE);
    UploadHeaders read = range == null ? whole(headers) : part(range, headers);
    UploadStart start =
        read.start().toBuilder().setUploadId(uploadId).setName(inUtf8(name)).build();
    return new UploadHeaders(start, read.length());
  }

  /**
   * Restores a name that curl sent without encoding it: the server reads each of its bytes as a
   * character.
   */
  private static String inUtf8(String name) {
    try {
      ByteBuffer bytes = ISO_8859_1.newEncoder().encode(CharBuffer.wrap(name));
      return UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      return name;
    }
  }

  private static UploadHeaders whole(RequestHeaders headers) {
    long length = headers.contentLength();
    if (length < 0) {
      throw DarkroomException.invalid(
          "content-length",
          "content-length: none (expected: the size of the file). Send it, or a content-range.");
    }
    return of(0, length, length);
  }

  private static UploadHeaders part(String range, RequestHeaders headers) {
    Matcher matcher = RANGE.matcher(range.strip());
    if (!matcher.matches()) {
      throw malformed(range);
    }
    long total = Long.parseLong(matcher.group(3));
    if (matcher.group(1) == null) {
      return of(total, 0, total);
    }
    long first = Long.parseLong(matcher.group(1));
    long length = Long.parseLong(matcher.group(2)) - first + 1;
    boolean announced = headers.contentLength() < 0 || headers.contentLength() == length;
    if (length < 1 || first + length > total || !announced) {
      throw malformed(range);
    }
    return of(first, length, total);
  }

  private static UploadHeaders of(long offset, long length, long total) {
    return new UploadHeaders(
        UploadStart.newBuilder().setOffsetBytes(offset).setTotalBytes(total).build(), length);
  }

  private static DarkroomException malformed(String range) {
    return DarkroomException.invalid(
        "content-range",
        "content-range: %s (expected: bytes FIRST-LAST/TOTAL, matching the length of the body). Correct it."
            .formatted(range.length() <= 80 ? range : range.substring(0, 80) + "…"));
  }
}
