package io.darkroom.telemetry.log;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.ArrayList;
import java.util.List;

/**
 * Formats stack traces with each exception message escaped to one line, so that a message cannot
 * imitate lines of the trace. Depth and length are limited. Stateless.
 */
final class SafeTrace extends ThrowableHandlingConverter {

  private static final int MOST_LINES = 200;

  @Override
  public String convert(ILoggingEvent event) {
    return SafeText.lines(String.join("\n", lines(event.getThrowableProxy())));
  }

  /** Returns the lines of the trace; empty if there is no exception. */
  static List<String> lines(IThrowableProxy thrown) {
    List<String> lines = new ArrayList<>();
    if (thrown != null) {
      add(lines, "", "", thrown);
    }
    int length = 0;
    for (int i = 0; i < lines.size(); i++) {
      length += lines.get(i).length();
      if (length > 2 * SafeText.LONGEST) {
        return lines.subList(0, i);
      }
    }
    return lines;
  }

  private static void add(List<String> lines, String indent, String what, IThrowableProxy thrown) {
    if (lines.size() >= MOST_LINES) {
      return;
    }
    String message = thrown.getMessage() == null ? "" : ": " + thrown.getMessage();
    lines.add(indent + what + SafeText.line(thrown.getClassName() + message));
    if (thrown.isCyclic()) {
      return;
    }
    StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
    int own = frames.length - thrown.getCommonFrames();
    for (int i = 0; i < own && lines.size() < MOST_LINES; i++) {
      lines.add(indent + "\t" + SafeText.line(frames[i].getSTEAsString()));
    }
    if (thrown.getCommonFrames() > 0) {
      lines.add(indent + "\t... " + thrown.getCommonFrames() + " more");
    }
    for (IThrowableProxy suppressed : thrown.getSuppressed()) {
      add(lines, indent + "\t", "Suppressed: ", suppressed);
    }
    if (thrown.getCause() != null) {
      add(lines, indent, "Caused by: ", thrown.getCause());
    }
  }
}
