package io.darkroom.gateway.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import io.darkroom.fuzz.Hostile;
import io.darkroom.gateway.library.UploadHeaders;

/** The name, length and range of an upload, on three lines. */
public final class UploadHeadersFuzz {

  private UploadHeadersFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    String[] lines = (new String(input, UTF_8) + "\n\n").split("\n", -1);
    RequestHeadersBuilder headers = RequestHeaders.builder(HttpMethod.PUT, "/v1/uploads/u");
    if (lines[1].matches("\\d{1,18}")) {
      headers.contentLength(Long.parseLong(lines[1]));
    }
    String range = lines[2].replaceAll("[^ -~]", "");
    if (!range.isEmpty()) {
      headers.set(HttpHeaderNames.CONTENT_RANGE, range);
    }
    Hostile.call(() -> UploadHeaders.read("u", lines[0], headers.build()))
        .ifPresent(UploadHeadersFuzz::requireAPart);
  }

  private static void requireAPart(UploadHeaders read) {
    long from = read.start().getOffsetBytes();
    Hostile.require(
        from >= 0 && read.length() >= 0 && from + read.length() <= read.start().getTotalBytes(),
        "a part of the file");
  }
}
