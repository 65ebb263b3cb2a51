package io.darkroom.gateway.sources.pull;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a response contains, judged by its first bytes rather than by its media type. */
enum BodyKind {
  PLAYLIST,
  /** One or more JPEGs, in any form. */
  JPEGS,
  /** Text for people or programs, such as an HTML page. */
  PAGE,
  /** Anything else: for FFmpeg to detect. */
  MEDIA;

  private static final String BOM = "\u00ef\u00bb\u00bf";
  private static final Pattern TEXT = Pattern.compile("[\\t\\r\\n\\x20-\\x7e\\x80-\\xff]{4,}");
  private static final Pattern JPEG_PART =
      Pattern.compile("(?is).*content-type:\\s*image/p?jpe?g.*");
  private static final Pattern TITLE =
      Pattern.compile("(?is)<title>\\s*+([^<\\s][^<]{0,59}?)\\s*+</title>");

  static BodyKind of(String type, byte[] head) {
    String text = new String(head, ISO_8859_1).replaceFirst("^" + BOM, "").stripLeading();
    if (text.startsWith("#EXTM3U")) {
      return PLAYLIST;
    }
    boolean jpeg = text.startsWith("\u00ff\u00d8\u00ff");
    if (jpeg || type.startsWith("multipart/") || JPEG_PART.matcher(text).matches()) {
      return jpeg && type.startsWith("video/") ? MEDIA : JPEGS;
    }
    boolean readable = TEXT.matcher(text).matches() && !text.startsWith("YUV4MPEG2");
    return readable ? PAGE : MEDIA;
  }

  /** Names a page in a message. */
  static String describe(byte[] head) {
    String text = new String(head, ISO_8859_1).stripLeading();
    String start = text.toLowerCase(Locale.ROOT);
    if (start.startsWith("<!doctype html") || start.contains("<html")) {
      Matcher title = TITLE.matcher(text);
      return title.find() ? "an HTML page, \"%s\"".formatted(title.group(1)) : "an HTML page";
    }
    if (start.startsWith("<")) {
      return "XML text";
    }
    if (start.startsWith("{") || start.startsWith("[")) {
      return "JSON text";
    }
    return start.startsWith("v=0") ? "a session description (SDP)" : "text";
  }
}
