package io.darkroom.gateway.http.body;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.MediaType;
import io.darkroom.frame.JpegMarker;
import io.netty.buffer.ByteBuf;
import java.util.regex.Pattern;

/**
 * Meters images that are published while the body arrives: those of a body of unknown or great
 * length, or with several parts. The first image ends with the first end marker; bytes between
 * images are not held.
 */
public final class ArrivingJpegs implements BodyMeter {

  private static final Pattern PATH = Pattern.compile("/v1/streams/[^/?]+/frames(?:\\?.*)?");

  /** A body of at most this length is read before it is published. */
  private static final int WHOLE_BYTES = 10 << 20;

  private boolean within = true;
  private long held;
  private long whole;
  private int last;

  /** Whether the images of a request are published while they arrive. */
  public static boolean isIn(HttpRequest request) {
    MediaType type = request.contentType();
    if (request.method() != HttpMethod.POST || !PATH.matcher(request.path()).matches()) {
      return false;
    }
    if (type != null && (type.isJson() || type.is(MediaType.MULTIPART_FORM_DATA))) {
      return false;
    }
    boolean multipart = type != null && type.is(MediaType.ANY_MULTIPART_TYPE);
    long length = request.headers().getLong(HttpHeaderNames.CONTENT_LENGTH, -1);
    return multipart || length < 0 || length > WHOLE_BYTES;
  }

  @Override
  public long read(ByteBuf data) {
    for (int at = data.readerIndex(); at < data.writerIndex(); at++) {
      int next = data.getByte(at) & 0xff;
      if (last == 0xff) {
        mark(next);
      }
      last = next;
      held += within ? 1 : 0;
    }
    return held;
  }

  private void mark(int marker) {
    if (marker == JpegMarker.EOI && within) {
      within = false;
      held = 0;
      whole++;
    } else if (marker == JpegMarker.SOI) {
      within = true;
    }
  }

  @Override
  public long whole() {
    return whole;
  }
}
