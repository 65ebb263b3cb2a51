package io.darkroom.frame;

import static io.darkroom.frame.ContentName.unsized;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names what a text is, by its beginning. */
final class TextName {

  private static final int LEAST_BASE64 = 24;
  private static final String DECODE = "Decode it, and send its bytes.";
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_\\-\\r\\n]++[=\\s]*+");
  private static final Pattern BINARY = Pattern.compile("[\\x00-\\x08\\x0e-\\x1f\\x7f]");

  private TextName() {}

  /**
   * @param head the first bytes, each a character
   * @return empty if they are no text
   */
  static Optional<ContentName> of(String head) {
    String mark = "\u00ef\u00bb\u00bf";
    String text = (head.startsWith(mark) ? head.substring(mark.length()) : head).strip();
    if (text.isEmpty() || BINARY.matcher(text).find() || text.contains("\u00ff\u00d8\u00ff")) {
      return Optional.empty();
    }
    return Optional.of(named(text, text.toLowerCase(Locale.ROOT)));
  }

  private static ContentName named(String text, String small) {
    if (small.startsWith("<!doctype html") || small.startsWith("<html")) {
      return unsized("HTML page", "Check the address, and whether the camera wants a login.");
    }
    if (small.startsWith("<?xml") || small.startsWith("<svg")) {
      return unsized(small.contains("<svg") ? "SVG" : "XML", "Convert it to JPEG or PNG.");
    }
    if (small.startsWith("data:")) {
      return unsized("data URL", "Decode the part after the comma, and send its bytes.");
    }
    if (text.startsWith("{") || text.startsWith("[")) {
      return unsized("JSON", "Send the image itself, or set content-type: application/json.");
    }
    if (text.length() >= LEAST_BASE64 && BASE64.matcher(text).matches()) {
      return unsized("base64 text" + ofImage(text), DECODE);
    }
    return unsized("text", "Send the bytes of an image.");
  }

  private static String ofImage(String text) {
    if (text.startsWith("/9j/")) {
      return " of a JPEG";
    }
    return text.startsWith("iVBORw0KGgo") ? " of a PNG" : "";
  }
}
