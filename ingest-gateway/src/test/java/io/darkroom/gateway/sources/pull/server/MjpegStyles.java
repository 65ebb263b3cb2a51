package io.darkroom.gateway.sources.pull.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Web cameras: endless JPEGs, 10 per second, in the styles of several makers. */
public enum MjpegStyles {
  STANDARD("multipart/x-mixed-replace; boundary=frame", "--frame\r\n", true, "\r\n"),
  /** ESP32-CAM: the boundary follows the picture; the first part has none. */
  ESP32_OLD("multipart/x-mixed-replace; boundary=frame", "", true, "\r\n--frame\r\n"),
  /** The boundary in the header starts with dashes. */
  DASHES("multipart/x-mixed-replace; boundary=--frame", "--frame\r\n", true, "\r\n"),
  QUOTED("multipart/x-mixed-replace; boundary=\"frame\"", "--frame\r\n", true, "\r\n"),
  NO_LENGTH("multipart/x-mixed-replace; boundary=frame", "--frame\r\n", false, "\r\n"),
  LINE_FEEDS("multipart/x-mixed-replace; boundary=frame", "--frame\n", true, "\n"),
  IMAGE_JPG("multipart/x-mixed-replace; boundary=frame", "--frame\r\n", true, "\r\n"),
  /** No multipart at all. */
  BARE("multipart/x-mixed-replace; boundary=frame", "", false, ""),
  BARE_IMAGE("image/jpeg", "", false, "");

  private final String type;
  private final String before;
  private final boolean length;
  private final String after;

  MjpegStyles(String type, String before, boolean length, String after) {
    this.type = type;
    this.before = before;
    this.length = length;
    this.after = after;
  }

  /** Sends the pictures over and over until the client leaves. */
  public void play(HttpExchange exchange, List<byte[]> jpegs) throws IOException {
    exchange.getResponseHeaders().set("content-type", type);
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
      byte[] jpeg = jpegs.get(i % jpegs.size());
      out.write((before + header(jpeg)).getBytes(US_ASCII));
      out.write(jpeg);
      out.write(after.getBytes(US_ASCII));
      out.flush();
      sleep();
    }
  }

  private String header(byte[] jpeg) {
    if (this == BARE || this == BARE_IMAGE) {
      return "";
    }
    String end = this == LINE_FEEDS ? "\n" : "\r\n";
    String part = "Content-Type: " + (this == IMAGE_JPG ? "image/jpg" : "image/jpeg") + end;
    return (length ? part + "Content-Length: " + jpeg.length + end : part) + end;
  }

  private static void sleep() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
