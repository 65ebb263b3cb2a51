package io.darkroom.telemetry.log;

import ch.qos.logback.core.PropertyDefinerBase;

/**
 * The format of log lines: {@code json} or {@code text}, as set by DARKROOM_LOG_FORMAT. The default
 * is {@code text} on a terminal and {@code json} elsewhere.
 */
public final class LogFormat extends PropertyDefinerBase {

  private boolean file;

  /** Set this if lines go to a file, even when the process runs on a terminal. */
  public void setFile(boolean file) {
    this.file = file;
  }

  @Override
  public String getPropertyValue() {
    return of(System.getenv("DARKROOM_LOG_FORMAT"), !file && System.console() != null);
  }

  static String of(String configured, boolean terminal) {
    if ("json".equals(configured) || "text".equals(configured)) {
      return configured;
    }
    return terminal ? "text" : "json";
  }
}
