package io.darkroom.gateway.sources;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;

/** Percent-encoding of users and passwords in URIs, which leaves plus signs as they are. */
final class PercentCode {

  private static final char NOT_DECODABLE = '\uFFFD';

  private PercentCode() {}

  /**
   * @throws io.darkroom.error.DarkroomException {@code INVALID_ARGUMENT} if the bytes are not UTF-8
   */
  static String decoded(String text) {
    try {
      String decoded = URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
      if (decoded.indexOf(NOT_DECODABLE) < 0) {
        return decoded;
      }
    } catch (IllegalArgumentException e) {
      // Reported like bytes that are not UTF-8.
    }
    throw SourceUri.invalid(
        "user or password that cannot be decoded",
        "percent-encoded UTF-8",
        "Write a percent sign as %25, or use credentials.");
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
