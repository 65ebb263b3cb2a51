package io.darkroom.gateway.sources.pull;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message of an RTSP server. It is written again from its parts, so that FFmpeg reads nothing
 * that was read differently here.
 *
 * @param start the status line
 * @param headers well-formed lines, without the length of the body
 */
record RtspMessage(String start, List<String> headers, byte[] body) {

  private static final Pattern START = Pattern.compile("[A-Z][ -~\\x80-\\xff]*");
  private static final Pattern HEADER =
      Pattern.compile("[A-Za-z][A-Za-z0-9-]*:[ -~\\t\\x80-\\xff]*");
  private static final Pattern LENGTH =
      Pattern.compile("(?i)content-length:[ \\t]*(\\d{1,7})[ \\t]*");
  private static final Predicate<String> TELLS_LENGTH =
      Pattern.compile("(?i)content-length:.*").asMatchPredicate();
  private static final int MAX_LINE = 4_000;
  private static final int MAX_LINES = 100;
  private static final int MAX_BODY = 1 << 20;

  /** Reads the next message, and skips packets before it. Returns empty at the end. */
  static Optional<RtspMessage> read(InputStream in) throws IOException {
    String start = start(in);
    if (start == null) {
      return Optional.empty();
    }
    List<String> lines = new ArrayList<>();
    for (String line = line(in, in.read()); !line.isEmpty(); line = line(in, in.read())) {
      lines.add(line);
      require(lines.size() <= MAX_LINES, "too many headers");
    }
    require(START.matcher(start).matches(), "no RTSP");
    byte[] body = in.readNBytes(length(lines));
    lines.removeIf(line -> !HEADER.matcher(line).matches() || TELLS_LENGTH.test(line));
    return Optional.of(new RtspMessage(start, List.copyOf(lines), body));
  }

  private static String start(InputStream in) throws IOException {
    for (int first = in.read(); first >= 0; first = in.read()) {
      if (first == '$') {
        in.skipNBytes(1);
        in.skipNBytes((long) in.read() << 8 | in.read());
      } else if (first != '\r' && first != '\n') {
        return line(in, first);
      }
    }
    return null;
  }

  private static String line(InputStream in, int first) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = first; c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException();
      }
      require(line.length() < MAX_LINE, "a line that is too long");
      line.append((char) c);
    }
    int end = line.length() - 1;
    return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
  }

  private static int length(List<String> lines) throws IOException {
    int length = 0;
    for (String line : lines) {
      Matcher told = LENGTH.matcher(line);
      if (told.matches()) {
        length = Integer.parseInt(told.group(1));
      }
    }
    require(length <= MAX_BODY, "a body that is too long");
    return length;
  }

  private static void require(boolean fulfilled, String otherwise) throws IOException {
    if (!fulfilled) {
      throw new IOException(otherwise);
    }
  }

  void write(OutputStream out) throws IOException {
    StringBuilder head = new StringBuilder(start).append("\r\n");
    headers.forEach(header -> head.append(header).append("\r\n"));
    if (body.length > 0) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    head.append("\r\n");
    byte[] first = head.toString().getBytes(ISO_8859_1);
    byte[] all = new byte[first.length + body.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(body, 0, all, first.length, body.length);
    out.write(all);
    out.flush();
  }
}
