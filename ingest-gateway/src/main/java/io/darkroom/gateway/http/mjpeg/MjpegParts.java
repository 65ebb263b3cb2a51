package io.darkroom.gateway.http.mjpeg;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.protobuf.ByteString;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import io.netty.buffer.Unpooled;
import java.time.Instant;

/**
 * The bytes of {@code multipart/x-mixed-replace}. The boundary follows each picture at once, since
 * browsers show a picture only when they have read the boundary behind it.
 */
final class MjpegParts {

  static final ResponseHeaders HEADERS =
      ResponseHeaders.builder(HttpStatus.OK)
          .contentType(MediaType.parse("multipart/x-mixed-replace; boundary=frame"))
          .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
          // Keeps nginx from collecting pictures.
          .set("x-accel-buffering", "no")
          .build();

  static final HttpData OPENING = HttpData.ofAscii("--frame\r\n");

  /** A header of the next part, sent while no picture comes: it shows that the viewer is there. */
  static final HttpData STILL_HERE = HttpData.ofAscii("X-Still-Here: 1\r\n");

  private static final byte[] END = "\r\n--frame\r\n".getBytes(US_ASCII);

  private MjpegParts() {}

  /** One picture, with the time of its capture in seconds and microseconds since 1970. */
  static HttpData picture(ByteString jpeg, Instant capturedAt) {
    String head =
        "Content-Type: image/jpeg\r\nContent-Length: %d\r\nX-Timestamp: %d.%06d\r\n\r\n"
            .formatted(jpeg.size(), capturedAt.getEpochSecond(), capturedAt.getNano() / 1_000);
    return HttpData.wrap(
        Unpooled.wrappedBuffer(
            Unpooled.wrappedBuffer(head.getBytes(US_ASCII)),
            Unpooled.wrappedBuffer(jpeg.asReadOnlyByteBuffer()),
            Unpooled.wrappedBuffer(END)));
  }
}
